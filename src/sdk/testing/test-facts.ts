import type { StoreFacts } from '../context.js';
import type { FieldManifest } from '../fields.js';
import type { Manifest } from '../manifest.js';
import type { Facts } from '../runtime/protocol.js';
import type { Sandbox } from '../sandbox.js';

/** How the installation that a test plays on is set up. */
export interface UnderTestOptions {
  /** The twin to talk to; the plugin's own, freshly seeded, unless given. */
  sandbox?: Sandbox;
  /** What a person typed to connect; the twin's own unless given. */
  credentials?: Record<string, string>;
  /** The key of the organisation to choose, where a consent covers several; the first unless given. */
  tenant?: string;
  answers?: Record<string, unknown>;
  /** Advanced configuration, on top of its initial values. */
  advanced?: Record<string, unknown>;
  /** Value maps by id: store value → app value. */
  maps?: Record<string, Record<string, string>>;
  store?: Partial<StoreFacts>;
  /** Milliseconds since 1970, UTC. */
  now?: () => number;
}

const STORE: StoreFacts = {
  id: 1,
  name: 'Fern & Fig',
  timeZone: 'Australia/Sydney',
  currency: 'AUD',
  taxInclusive: true,
  address: 'https://hub.example/logs/exports?store=1&text=',
};

/** What a plugin would be told of a store that was set up so: its own initial values, and over them what a test says. */
export function factsOf(manifest: Manifest, options: UnderTestOptions): Facts {
  const { answers = {}, advanced = {}, maps = {}, store = {}, now = Date.now } = options;
  return {
    store: { ...STORE, ...store },
    answers: { ...initial(manifest.wizard.flatMap((step) => step.fields)), ...answers },
    advanced: { ...initial(manifest.advanced), ...advanced },
    maps: Object.fromEntries(manifest.valueMaps.map(({ id }) => [id, Object.entries(maps[id] ?? {})])),
    now: now(),
  };
}

function initial(fields: FieldManifest[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.filter((field) => field.initial !== undefined).map((field) => [field.name, field.initial]),
  );
}

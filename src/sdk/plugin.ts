import type { Connection } from './connection.js';
import type { Context } from './context.js';
import type { Http } from './http.js';
import type { Mapping, ValueMap } from './mapping.js';
import type { Sandbox, SandboxOptions } from './sandbox.js';
import type { StatementDeclaration, StatementKind } from './statements.js';
import type { WizardStep } from './step.js';
import type { Task } from './tasks/index.js';
import type { Webhook } from './webhook.js';

/** How the addon presents itself in the addon store. */
export interface Listing {
  /** One line on the card. */
  summary: string;
  /** Paragraphs of the listing page, plain text. */
  about: string[];
  category: string;
  /** An SVG file in the plugin's folder, drawn on a square. */
  icon: string;
  /** What moves which way, in a merchant's words. */
  moves: { in: string[]; out: string[] };
  /** What it may touch, in plain words, beyond what `moves` says. */
  touches?: string[];
  /** The hub's people set it up for merchants who ask, for this flat fee. Absent: nobody offers it. */
  setUp?: { price: string; currency: string; help?: string };
  helpUrl?: string;
}

/** A preset of active tasks, chosen in the wizard by a choice field named `workflow`. */
export interface Workflow {
  title: string;
  help: string;
  /** Ids of the tasks that are active; others are installed but inactive. */
  tasks: string[];
  /** What a person must know before choosing it. */
  warning?: string;
  /** What a person must tick before activation: 'Export Sales is off in the app'. */
  confirm?: string;
}

/** One value of a remote pick-list. */
export interface PickOption {
  value: string;
  label: string;
}

/** What an app allows one company or store, counted in requests. Absent: the app names no such limit. */
export interface Limits {
  /** Under way at the same time; 4 unless said. */
  concurrent?: number;
  /** In any sixty seconds. */
  perMinute?: number;
  /**
   * In a calendar month, UTC: a number that holds for everybody unless the merchant enters their own, or `by plan` where only
   * their plan with the app says it. Imports slow down at 70 % of it and stop at 90 %.
   */
  perMonth?: number | 'by plan';
}

/** What `definePlugin` takes: all that a connector says of itself. */
export interface PluginDefinition<Api = unknown> {
  /** Lower-case letters, digits and hyphens; also the folder's name. */
  id: string;
  name: string;
  /** Semantic version of the plugin. */
  version: string;
  /** The SDK versions it was written for, as a semver range: '^1'. */
  sdk: string;
  /** This is a store's own platform: it owns the store's records, and each store has exactly one. */
  platform?: boolean;
  /** Plugins that must be installed on the store first. */
  requires?: string[];
  listing: Listing;
  /** The only places its requests may go. `{field}` stands for a credential field: a store's own domain. */
  hosts?: string[];
  connection?: Connection;
  /** What the app allows per tenant. */
  limits?: Limits;
  wizard?: WizardStep[];
  /** The advanced configuration: a class of fields, each with an `initial` value; or several classes, shown in their order. */
  advanced?: (new () => object) | (new () => object)[];
  workflows?: Record<string, Workflow>;
  valueMaps?: ValueMap[];
  mappings?: Mapping[];
  tasks?: Task[];
  webhooks?: Webhook[];
  /** What the app says it holds, for the reconciliation report. */
  statements?: Partial<Record<StatementKind, StatementDeclaration<Api>>>;
  /** Lists the app gives, for `@RemotePick` fields; `search` is what the person has typed so far. */
  pickLists?: Record<string, (ctx: Context & { api: Api }, search: string) => Promise<PickOption[]>>;
  /** Makes a missing record in the app, for pickers that offer it. Answers the record's key. */
  creates?: Record<string, (ctx: Context & { api: Api }, key: string) => Promise<string>>;
  /** The plugin's own client around the host's door: the only file that knows addresses, paging and error texts. */
  client?(http: Http, ctx: Context): Api;
  /** The app's local twin. */
  sandbox?(options: SandboxOptions): Sandbox;
}

/** A plugin as the host takes it. */
export type Plugin = PluginDefinition & { readonly kind: 'patchbay-plugin' };

/** The contents page of a connector; the default export of its `plugin.ts`. */
export function definePlugin<Api>(definition: PluginDefinition<Api>): Plugin {
  return { kind: 'patchbay-plugin', ...(definition as PluginDefinition) };
}

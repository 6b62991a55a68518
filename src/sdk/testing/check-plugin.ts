import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { inspectPlugin, listOf, problemsOf, statementRowOutline } from '../checking/index.js';
import type { Plugin } from '../plugin.js';
import type { PlainRecord } from '../runtime/protocol.js';
import type { Sandbox } from '../sandbox.js';
import type { StatementKind } from '../statements.js';
import type { Webhook } from '../webhook.js';
import { edgeBodies } from './edge-bodies.js';
import { pluginUnderTest } from './plugin-under-test.js';
import type { UnderTestOptions } from './test-facts.js';

/** The test runner's own `it`, of vitest, node:test or any other. */
export type It = (promise: string, keep: () => Promise<void> | void) => unknown;

/** What a plugin's own tests know about it and its twin. */
export interface CheckOptions extends UnderTestOptions {
  /** `import.meta.url` of `plugin.ts`: its folder is looked at as well. */
  at?: string;
  /** How many rows of the twin's seeded data may be refused, by import task. None unless said. */
  mayRefuse?: Record<string, number>;
  /** Imports for which the twin's seeded data holds nothing. */
  mayBeEmpty?: string[];
}

/** Checks that a plugin keeps what every plugin promises. Call it once in a spec: `checkPlugin(parcelly, it)`. */
export function checkPlugin(plugin: Plugin, it: It, options: CheckOptions = {}): void {
  it('loads, and declares nothing that the hub could not keep', () => sound(plugin));
  if (options.at) it('keeps its name, its icon and its README in its folder', () => housed(plugin, options.at!));
  for (const task of plugin.tasks ?? []) {
    if (task.direction === 'in')
      it(`${task.id}: takes empty and strange rows without breaking`, () => sturdyMapping(plugin, task.id, options));
    else
      it(`${task.id}: takes empty and strange records without breaking`, () => sturdyBuild(plugin, task.id, options));
  }
  for (const webhook of plugin.webhooks ?? []) {
    it(`${webhook.id}: wakes only imports that exist`, () => wakesImports(plugin, webhook));
  }
  if (!plugin.sandbox) return;
  it('connects to its sandbox with the credentials that the sandbox names', () => connects(plugin, options));
  it('is turned away by its sandbox with other credentials', () => turnedAway(plugin, options));
  for (const task of plugin.tasks ?? []) {
    if (task.direction === 'in')
      it(`${task.id}: brings in what the sandbox holds`, () => bringsIn(plugin, task.id, options));
  }
  for (const kind of Object.keys(plugin.statements ?? {}) as StatementKind[]) {
    it(`${kind}s: states what the sandbox holds`, () => states(plugin, kind, options));
  }
  it('opens its sandbox again as it was left', () => reopens(plugin));
}

function sound(plugin: Plugin): void {
  const { problems } = inspectPlugin(plugin);
  demand(problems.length === 0, problems.map(({ field, problem }) => `${field}: ${problem}`).join('\n'));
}

function housed({ id, listing }: Plugin, at: string): void {
  const folder = dirname(fileURLToPath(at));
  demand(basename(folder) === id, `The folder is called '${basename(folder)}', the plugin '${id}'.`);
  for (const file of [listing.icon, 'README.md']) demand(existsSync(join(folder, file)), `${file} is missing.`);
}

// What apps and shops have really been seen to hold.
const STRANGE: unknown[] = [
  undefined,
  null,
  '',
  ' ',
  0,
  -1,
  1e21,
  true,
  '‮evil',
  'x'.repeat(5_000),
  [],
  {},
  [null],
  '0000-00-00',
];

async function sturdyMapping(plugin: Plugin, id: string, options: CheckOptions): Promise<void> {
  const task = plugin.tasks!.find((candidate) => candidate.id === id);
  if (task?.direction !== 'in') return;
  const app = pluginUnderTest({ ...plugin, sandbox: undefined }, { ...options, sandbox: undefined });
  const paths = [...new Set([task.mapping.remoteId, ...task.mapping.rows.map((row) => row.from)])].filter(Boolean);
  const rows = [{}, ...STRANGE.map((value) => rowWith(paths, value))];
  const mapped = await app.map(task.mapping.id, rows);
  demand(mapped.length <= rows.length, `${mapped.length} rows came out of ${rows.length}.`);
  // The host survives a `skip` that throws, but then refuses rows that are none of ours.
  for (const row of rows) task.mapping.skip?.(row, app.mappingContext);
}

function rowWith(paths: string[], value: unknown): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const path of paths) {
    const names = path.split('.');
    let place = row;
    for (const name of names.slice(0, -1)) {
      if (typeof place[name] !== 'object' || place[name] === null) place[name] = {};
      place = place[name] as Record<string, unknown>;
    }
    place[names.at(-1)!] = value;
  }
  return row;
}

async function sturdyBuild(plugin: Plugin, id: string, options: CheckOptions): Promise<void> {
  const app = pluginUnderTest({ ...plugin, sandbox: undefined }, { ...options, sandbox: undefined });
  const { record } = app.manifest.tasks.find((task) => task.id === id)!;
  for (const { title, body } of edgeBodies(record)) {
    const edge: PlainRecord = { id: 1, type: record, key: 'edge', body };
    await app.uses(id, edge);
    await app.parents(id, edge);
    const built = await app.build(id, edge);
    const broke = 'error' in built && built.error.name !== 'NeedsPerson';
    demand(!broke, `Broken by a record (${record}) with ${title}: ${broke ? built.error.message : ''}`);
  }
}

async function wakesImports(plugin: Plugin, { id, appWide }: Webhook): Promise<void> {
  const app = pluginUnderTest({ ...plugin, sandbox: undefined });
  const imports = app.manifest.tasks.filter((task) => task.direction === 'in').map((task) => task.id);
  for (const body of ['', '{}', 'null', '[]', 'no json', '<xml/>']) {
    const notification = { headers: {}, body };
    const told = appWide
      ? app.events(id, notification).then((events) => events.flatMap((event) => event.wakes))
      : app.notified(id, notification).then((event) => event.wakes);
    const wakes = await told.catch((error: Error) => {
      throw new Error(`Broken by a notification whose body is '${body}', which should wake nothing: ${error.message}`);
    });
    const strangers = wakes.filter((task) => !imports.includes(task));
    demand(strangers.length === 0, `It wakes ${strangers.join(', ')}, which are no imports of this plugin.`);
  }
}

async function connects(plugin: Plugin, options: CheckOptions): Promise<void> {
  const app = pluginUnderTest(plugin, options);
  const { tenant } = await app.connect();
  if (app.manifest.connection)
    demand(Boolean(tenant?.key && tenant.name), 'No check tells who the connection belongs to.');
}

async function turnedAway(plugin: Plugin, options: CheckOptions): Promise<void> {
  const { manifest, sandbox } = pluginUnderTest(plugin, options);
  if (manifest.connection?.oauth && sandbox?.agree) await turnsOtherClientsAway(plugin, sandbox, options);
  const secrets = manifest.connection?.fields.filter((field) => field.kind === 'secret') ?? [];
  if (secrets.length === 0) return;
  const wrong = Object.fromEntries(secrets.map(({ name }) => [name, 'not-the-right-secret']));
  const credentials = { ...sandbox!.credentials, ...wrong };
  const refusal = await pluginUnderTest(plugin, { ...options, sandbox, credentials })
    .connect()
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  demand(refusal instanceof Error, 'Its checks pass with a wrong secret.');
}

/** With the hub's client, the secret is the operator's. */
async function turnsOtherClientsAway(plugin: Plugin, sandbox: Sandbox, options: CheckOptions): Promise<void> {
  const stranger: Sandbox = {
    credentials: sandbox.credentials,
    oauthClient: { id: sandbox.oauthClient?.id ?? '', secret: 'not-the-right-secret' },
    agree: (authorize) => sandbox.agree!(authorize),
    handle: (request) => sandbox.handle(request),
    snapshot: () => sandbox.snapshot(),
    revision: sandbox.revision,
  };
  const connected = await pluginUnderTest(plugin, { ...options, credentials: undefined, sandbox: stranger })
    .connect()
    .then(
      () => true,
      () => false,
    );
  demand(!connected, 'It gives tokens to a client with a wrong secret.');
}

async function bringsIn(plugin: Plugin, id: string, options: CheckOptions): Promise<void> {
  const app = pluginUnderTest(plugin, options);
  const { rows, refused, pages } = await app.pull(id);
  const allowed = options.mayRefuse?.[id] ?? 0;
  const reasons = refused.map(({ remoteId, why }) => `${remoteId}: ${why}`).slice(0, 10);
  demand(refused.length <= allowed, `${refused.length} rows are refused:\n${reasons.join('\n')}`);
  demand(rows.length > 0 || options.mayBeEmpty?.includes(id) === true, 'The sandbox holds nothing for it.');
  const first = pages.find((page) => page.bookmark !== undefined && page !== pages.at(-1));
  if (!first) return;
  const bookmark: unknown = JSON.parse(JSON.stringify(first.bookmark));
  const resumed = await app.pull(id, { bookmark });
  const rest = pages.slice(pages.indexOf(first) + 1).flatMap((page) => page.rows);
  const ids = (some: { remoteId: string }[]) => some.map((row) => row.remoteId).join();
  demand(ids(resumed.rows) === ids(rest), 'Resumed behind a page, it does not bring the rest.');
}

async function states(plugin: Plugin, kind: StatementKind, options: CheckOptions): Promise<void> {
  const app = pluginUnderTest(plugin, options);
  const range = { from: '2000-01-01', to: '2099-12-31' };
  const { rows, pages } = await app.state(kind, range);
  const problems = problemsOf(listOf(statementRowOutline), rows, 'rows');
  demand(problems.length === 0, problems.map(({ field, problem }) => `${field}: ${problem}`).join('\n'));
  const first = pages.find((page) => page.bookmark !== undefined && page !== pages.at(-1));
  if (!first) return;
  const bookmark: unknown = JSON.parse(JSON.stringify(first.bookmark));
  const resumed = await app.state(kind, { ...range, bookmark });
  const rest = pages.slice(pages.indexOf(first) + 1).flatMap((page) => page.rows);
  const ids = (some: { remoteId: string }[]) => some.map((row) => row.remoteId).join();
  demand(ids(resumed.rows) === ids(rest), 'Resumed behind a page, it does not state the rest.');
}

async function reopens(plugin: Plugin): Promise<void> {
  const left: unknown = JSON.parse(JSON.stringify(plugin.sandbox!({}).snapshot()));
  const again: unknown = JSON.parse(JSON.stringify(plugin.sandbox!({ state: left }).snapshot()));
  demand(isDeepStrictEqual(left, again), 'Opened with its own snapshot, it holds something else.');
}

function demand(kept: boolean, otherwise: string): void {
  if (!kept) throw new Error(otherwise);
}

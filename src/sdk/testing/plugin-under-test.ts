import { randomUUID } from 'node:crypto';
import { inspectPlugin } from '../checking/index.js';
import type { Tenant } from '../connection.js';
import type { RecordRef } from '../context.js';
import { fromPlainError } from '../errors.js';
import type { Manifest } from '../manifest.js';
import type { MappingContext } from '../mapping.js';
import type { Plugin } from '../plugin.js';
import { declarationOf, type RecordBody, type RecordType } from '../records/index.js';
import { readBody } from '../records/read-body.js';
import { mapsOf } from '../runtime/facts.js';
import type {
  Built,
  Call,
  Change,
  Facts,
  MappedPage,
  MappedRow,
  PlainParent,
  PlainRecord,
  StatedPage,
  ToBuild,
  Unmade,
} from '../runtime/protocol.js';
import { fill } from '../runtime/request.js';
import { createRuntime } from '../runtime/runtime.js';
import type { Sandbox } from '../sandbox.js';
import type { StatementKind, StatementRow } from '../statements.js';
import type {
  Document,
  Found,
  ParentRef,
  SentDocument,
  Shipment,
  ShippedPart,
  StateItem,
  StepResult,
} from '../tasks/index.js';
import type { Notification } from '../webhook.js';
import { Faults } from './faults.js';
import { type Pulled, readPulled } from './pulled.js';
import { type Exchange, SmallDoor } from './small-door.js';
import { factsOf, type UnderTestOptions } from './test-facts.js';
import { TwinTokens } from './twin-tokens.js';

/** A plugin with a very small host around it: no database, no network, its own twin at the other end. */
export function pluginUnderTest(plugin: Plugin, options: UnderTestOptions = {}): PluginUnderTest {
  return new PluginUnderTest(plugin, options);
}

/** The calls of a host, one by one; see `pluginUnderTest`. Nothing is kept between them but what the twin holds. */
export class PluginUnderTest {
  readonly manifest: Manifest;
  readonly sandbox: Sandbox | undefined;
  /** What goes wrong next: `app.faults.next('drop after')`. */
  readonly faults = new Faults();
  /** What the plugin has written to its log. */
  readonly lines: { message: string; details?: Record<string, unknown> }[] = [];
  private readonly credentials: Readonly<Record<string, string>>;
  private readonly door: SmallDoor | undefined;
  private readonly calls: ReturnType<typeof createRuntime>;
  private readonly takePage = new Map<number, (page: MappedPage) => void>();
  private readonly owed = new Map<number, Record<string, ToBuild[]>>();
  private readonly takeStated = new Map<number, (page: StatedPage) => void>();
  private lastId = 0;
  private chosen?: Promise<Tenant>;
  private readonly choosing = new Set<number>();

  constructor(
    plugin: Plugin,
    private readonly options: UnderTestOptions,
  ) {
    const { manifest, problems } = inspectPlugin(plugin);
    if (!manifest) {
      throw new Error(
        `The plugin has problems:\n${problems.map(({ field, problem }) => `  ${field}: ${problem}`).join('\n')}`,
      );
    }
    this.manifest = manifest;
    this.sandbox = options.sandbox ?? plugin.sandbox?.({ now: options.now });
    this.credentials = options.credentials ?? this.sandbox?.credentials ?? {};
    this.door = this.sandbox && doorTo(this.sandbox, manifest, this.faults, options.credentials);
    this.calls = createRuntime(plugin, {
      http: async (call, request) => {
        if (!this.door) throw new Error(`${manifest.id} has no sandbox to talk to`);
        const chosen = manifest.connection?.oauth && !this.choosing.has(call);
        return this.door.send(request, chosen ? (await this.tenant()).key : undefined);
      },
      page: async (call, page) => this.takePage.get(call)?.(page),
      stated: async (call, page) => this.takeStated.get(call)?.(page),
      owed: async (call, task) => ({ records: this.owed.get(call)?.[task] ?? [] }),
      log: async (_, message, details) => void this.lines.push({ message, details }),
    });
  }

  /** Every request so far, with its answer. */
  get exchanges(): readonly Exchange[] {
    return this.door?.exchanges ?? [];
  }

  /** Runs the connection's checks one after the other; throws what the first failing one throws. */
  async connect(): Promise<{ tenant: Tenant | undefined; passed: string[] }> {
    const passed: string[] = [];
    let tenant = this.manifest.connection?.oauth ? await this.tenant() : undefined;
    for (const [at, title] of (this.manifest.connection?.checks ?? []).entries()) {
      const found = await this.calls.check(this.call(), at);
      tenant ??= found && { key: fill(found.key, this.credentials), name: fill(found.name, this.credentials) };
      passed.push(title);
    }
    return { tenant, passed };
  }

  /** What the consent covers. */
  async tenants(): Promise<Tenant[]> {
    const call = this.call();
    this.choosing.add(call.id);
    return this.calls.tenants(call).finally(() => this.choosing.delete(call.id));
  }

  disconnect(tenant: Tenant): Promise<void> {
    return this.calls.disconnect(this.call(), tenant);
  }

  checkStep(step: number, answers: Record<string, unknown>) {
    return this.calls.checkStep(this.call(), step, answers);
  }

  pickList(list: string, search = '') {
    return this.calls.pickList(this.call(), list, search);
  }

  create(what: string, key: string): Promise<string> {
    return this.calls.create(this.call(), what, key);
  }

  /** Runs an import to its end. `owed`: what its exports owe the app, by task. */
  async pull(
    task: string,
    from: { since?: Date; bookmark?: unknown; owed?: Record<string, ToBuild[]> } = {},
  ): Promise<Pulled> {
    const call = this.call();
    this.owed.set(call.id, from.owed ?? {});
    const pages: MappedPage[] = [];
    this.takePage.set(call.id, (page) => pages.push(structuredClone(page)));
    try {
      await this.calls.pull(call, task, { since: from.since?.getTime(), bookmark: from.bookmark, seq: 0 });
    } finally {
      this.owed.delete(call.id);
      this.takePage.delete(call.id);
    }
    const { record } = this.manifest.tasks.find(({ id }) => id === task)!;
    return readPulled(record, pages);
  }

  /** What the app states for a range of dates, to its end. */
  async state(
    kind: StatementKind,
    range: { from: string; to: string; bookmark?: unknown },
  ): Promise<{ rows: StatementRow[]; pages: StatedPage[] }> {
    const call = this.call();
    const pages: StatedPage[] = [];
    this.takeStated.set(call.id, (page) => pages.push(structuredClone(page)));
    try {
      await this.calls.readStatement(call, kind, { ...range, seq: 0 });
    } finally {
      this.takeStated.delete(call.id);
    }
    return { rows: pages.flatMap(({ rows }) => rows), pages };
  }

  /** What the task makes of one record; give it the records that its `uses` names, and the parents that its `parents` does. */
  async build(
    task: string,
    record: PlainRecord,
    related: PlainRecord[] = [],
    shipped: ShippedPart[] = [],
    parents: PlainParent[] = [],
  ): Promise<Built> {
    const [built] = await this.calls.build(this.facts(), task, [{ record, shipped }], { related, parents });
    return built!;
  }

  /** Rows of the app through a mapping. */
  map(mapping: string, rows: Record<string, unknown>[]): Promise<MappedRow[]> {
    return this.calls.map(this.facts(), mapping, rows);
  }

  /** What a mapping's own functions may look at. */
  get mappingContext(): MappingContext {
    const facts = this.facts();
    return { ...facts, maps: mapsOf(facts) };
  }

  async uses(task: string, record: PlainRecord): Promise<RecordRef[]> {
    const [uses] = await this.calls.uses(task, [record], this.facts());
    return Array.isArray(uses) ? uses : unmade(uses);
  }

  async parents(task: string, record: PlainRecord): Promise<ParentRef[]> {
    const [parents] = await this.calls.parents(task, [record], this.facts());
    return Array.isArray(parents) ? parents : unmade(parents);
  }

  async merge(
    task: string,
    documents: Document[],
    related: PlainRecord[] = [],
    parents: PlainParent[] = [],
  ): Promise<Document> {
    const merged = await this.calls.merge(this.facts(), task, documents, { related, parents });
    return 'reference' in merged ? merged : unmade(merged);
  }

  async change(
    task: string,
    before: SentDocument,
    now?: Document,
    related: PlainRecord[] = [],
    parents: PlainParent[] = [],
  ): Promise<Change> {
    const [change] = await this.calls.change(this.facts(), task, [{ before, now }], { related, parents });
    return change!;
  }

  prepare(task: string, shipment: Shipment): Promise<unknown> {
    return this.calls.prepare(this.call(), task, shipment);
  }

  step(task: string, step: string, shipments: Shipment[]): Promise<StepResult[]> {
    return this.calls.step(this.call(), task, step, shipments);
  }

  find(task: string, shipments: Shipment[]): Promise<(Found | undefined)[]> {
    return this.calls.find(this.call(), task, shipments);
  }

  send(task: string, items: StateItem[]): Promise<StepResult[]> {
    return this.calls.send(this.call(), task, items);
  }

  notified(webhook: string, notification: Notification) {
    return this.calls.notified(webhook, notification);
  }

  events(webhook: string, notification: Notification) {
    return this.calls.events(webhook, notification);
  }

  /** A record as the hub would hand it over; throws when its body could not be one. */
  record<T extends RecordType>(type: T, body: RecordBody<T>, more: Partial<PlainRecord> = {}): PlainRecord {
    const { body: read, problems } = readBody(type, body);
    if (problems.length > 0) throw new Error(problems.map(({ field, problem }) => `${field}: ${problem}`).join('; '));
    return { id: ++this.lastId, type, key: String(read[declarationOf(type).key]), body: read, ...more };
  }

  /** A document as a shipment, as it is before its first step. */
  shipment(document: Document, more: Partial<Shipment> = {}): Shipment {
    const { reference, payload } = document;
    // Through JSON, as the hub keeps it.
    const kept = JSON.parse(JSON.stringify(payload ?? null));
    return { id: ++this.lastId, reference, key: randomUUID(), payload: kept, done: {}, ...more };
  }

  private tenant(): Promise<Tenant> {
    this.chosen ??= this.tenants().then((found) => {
      const { tenant: wanted } = this.options;
      const tenant = wanted === undefined ? found[0] : found.find(({ key }) => key === wanted);
      if (!tenant) throw new Error(`The consent covers no ${wanted ?? 'organisation'}.`);
      return tenant;
    });
    return this.chosen;
  }

  private call(): Call {
    return { id: ++this.lastId, facts: this.facts() };
  }

  private facts(): Facts {
    return factsOf(this.manifest, this.options);
  }
}

/** Whoever tests a plugin wants to see it stumble. */
function unmade(why: Unmade | undefined): never {
  throw why && 'error' in why ? fromPlainError(why.error) : new Error(Object.values(why ?? {}).join());
}

function doorTo(
  sandbox: Sandbox,
  manifest: Manifest,
  faults: Faults,
  given: Readonly<Record<string, string>> | undefined,
): SmallDoor {
  const own = given ?? (sandbox.agree ? undefined : sandbox.credentials);
  const tokens = manifest.connection?.oauth && new TwinTokens(manifest, sandbox, own);
  return new SmallDoor(manifest, sandbox, given ?? sandbox.credentials, faults, tokens);
}

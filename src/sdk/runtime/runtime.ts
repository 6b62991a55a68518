import { toPlainError } from '../errors.js';
import { manifestOf } from '../manifest-of.js';
import type { Plugin } from '../plugin.js';
import type { RecordType } from '../records/index.js';
import { stepOptionsOf } from '../step.js';
import { Unsendable } from '../unsendable.js';
import { builtDocuments, builtState, type DocumentBuild, demandSteps, orWhyNot } from './built.js';
import { choosable } from './choosable.js';
import { compileMapping, type MapRow } from './compile-mapping.js';
import {
  appWebhookOf,
  connectionWebhookOf,
  consentOf,
  documentTaskOf,
  exportOf,
  importOf,
  mappingOf,
  named,
  stateTaskOf,
} from './declared.js';
import { buildContexts, contextOf, mapsOf } from './facts.js';
import { owedTo } from './owed-to.js';
import type { Built, Call, Change, HostCalls, MappedPage, MappedRow, PluginCalls } from './protocol.js';
import { pullPages } from './pull-pages.js';
import { readStatement } from './read-statement.js';

/** Answers the host's calls with a plugin's functions. Runs where the plugin runs. */
export function createRuntime(plugin: Plugin, host: HostCalls): PluginCalls {
  const calls = new Map<number, AbortController>();
  const mapRows = new Map<string, MapRow>();

  const mapRowOf = (id: string): MapRow => {
    const known = mapRows.get(id);
    if (known) return known;
    const compiled = compileMapping(mappingOf(plugin, id));
    mapRows.set(id, compiled);
    return compiled;
  };

  /** Runs `work` with the context of a call, which ends with it. */
  async function during<T>(
    call: Call,
    work: (ctx: CallContext) => Promise<T>,
    onExchange: (exchange: number) => void = () => undefined,
  ): Promise<T> {
    const abort = new AbortController();
    calls.set(call.id, abort);
    try {
      const ctx = contextOf(call, host, abort.signal, onExchange);
      return await work({ ...ctx, api: plugin.client?.(ctx.http, ctx) });
    } finally {
      calls.delete(call.id);
    }
  }

  return {
    manifest: async () => manifestOf(plugin),

    check: (call, check) => during(call, async (ctx) => plugin.connection?.checks[check]?.run(ctx)),

    tenants: (call) => during(call, (ctx) => consentOf(plugin).tenants(ctx)),

    disconnect: (call, tenant) => during(call, async (ctx) => consentOf(plugin).disconnect?.(ctx, tenant)),

    checkStep: (call, step, answers) =>
      during(call, async (ctx) => {
        const declared = plugin.wizard?.[step];
        if (typeof declared !== 'function') return [];
        return (await stepOptionsOf(declared).check?.(answers, ctx)) ?? [];
      }),

    pickList: (call, list, search) =>
      during(call, async (ctx) => choosable(await named(plugin.pickLists, list)(ctx, search))),

    create: (call, what, key) => during(call, (ctx) => named(plugin.creates, what)(ctx, key)),

    pull(call, taskId, from) {
      const task = importOf(plugin, taskId);
      const exchanges: number[] = [];
      return during(
        call,
        (ctx) => {
          const pulling = { ...ctx, owed: <T extends RecordType>(id: string) => owedTo<T>(host, call.id, id) };
          const deliver = (page: MappedPage) => host.page(call.id, page);
          return pullPages(task, pulling, mapRowOf(task.mapping.id), from, exchanges, deliver);
        },
        (exchange) => exchanges.push(exchange),
      );
    },

    readStatement(call, kind, range) {
      const statement = named(plugin.statements, kind);
      const exchanges: number[] = [];
      return during(
        call,
        (ctx) => readStatement(statement, ctx, range, exchanges, (page) => host.stated(call.id, page)),
        (exchange) => exchanges.push(exchange),
      );
    },

    async map(facts, mapping, rows) {
      const ctx = { ...facts, maps: mapsOf(facts) };
      return rows.map((row) => mapRowOf(mapping)(row, ctx)).filter((row): row is MappedRow => row !== undefined);
    },

    async uses(taskId, records, facts) {
      const task = exportOf(plugin, taskId);
      const ctx = { ...facts, maps: mapsOf(facts) };
      return records.map((record) => orWhyNot(() => task.uses?.(record as never, ctx) ?? []));
    },

    async parents(taskId, records, facts) {
      const task = exportOf(plugin, taskId);
      const ctx = { ...facts, maps: mapsOf(facts) };
      return records.map((record) =>
        orWhyNot(() => {
          const parents = task.parents?.(record as never, ctx) ?? [];
          const stranger = parents.find((parent) => !task.follows?.includes(parent.task));
          if (stranger) throw new Error(`${taskId} names a parent of '${stranger.task}', which it does not follow`);
          return parents;
        }),
      );
    },

    async build(facts, taskId, records, known) {
      const task = exportOf(plugin, taskId);
      const contextFor = buildContexts(facts, known);
      return eachInTurn(records, ({ record, shipped }) =>
        orWhyNot((): Built => {
          const built = task.build(record as never, contextFor(shipped));
          return task.kind === 'document' ? builtDocuments(task, built as DocumentBuild) : builtState(built);
        }),
      );
    },

    async merge(facts, taskId, documents, known) {
      const task = documentTaskOf(plugin, taskId);
      return orWhyNot(() => {
        if (!task.merge) throw new Error(`${taskId} gave batch keys but has no merge`);
        return task.merge(documents, buildContexts(facts, known)([]));
      });
    },

    async change(facts, taskId, pairs, known) {
      const task = documentTaskOf(plugin, taskId);
      const ctx = buildContexts(facts, known)([]);
      return pairs.map(({ before, now }): Change => {
        try {
          const change = task.change?.(before, now, ctx) ?? 'ask';
          const answer = Array.isArray(change) ? { steps: change } : change;
          if (typeof answer === 'object' && 'steps' in answer) demandSteps(task, answer.steps);
          return answer;
        } catch (error) {
          return error instanceof Unsendable ? 'ask' : { error: toPlainError(error) };
        }
      });
    },

    prepare: (call, taskId, shipment) =>
      during(call, async (ctx) => documentTaskOf(plugin, taskId).prepare?.(shipment, ctx)),

    step: (call, taskId, step, shipments) =>
      during(call, (ctx) => named(documentTaskOf(plugin, taskId).steps, step)(shipments, ctx)),

    find: (call, taskId, shipments) => during(call, (ctx) => documentTaskOf(plugin, taskId).find(shipments, ctx)),

    send: (call, taskId, items) => during(call, (ctx) => stateTaskOf(plugin, taskId).send(items, ctx)),

    async notified(id, notification) {
      const webhook = connectionWebhookOf(plugin, id);
      return { eventId: webhook.eventId(notification), wakes: webhook.wakes(notification) };
    },

    events: async (id, notification) => appWebhookOf(plugin, id).events(notification),

    async abort(call) {
      calls.get(call)?.abort();
    },
  };
}

const AT_ONCE = 25;

/** Lets others go on every now and then: the plugin may run where pages and answers wait for their turn as well. */
async function eachInTurn<Item, Result>(items: Item[], make: (item: Item) => Result): Promise<Result[]> {
  const results: Result[] = [];
  for (const [at, item] of items.entries()) {
    if (at > 0 && at % AT_ONCE === 0) await new Promise((goOn) => setImmediate(goOn));
    results.push(make(item));
  }
  return results;
}

type CallContext = ReturnType<typeof contextOf> & { api: unknown };

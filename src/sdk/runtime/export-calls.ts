import { toPlainError } from '../errors.js';
import type { Plugin } from '../plugin.js';
import { Unsendable } from '../unsendable.js';
import { builtDocuments, builtState, type DocumentBuild, demandSteps, orWhyNot } from './built.js';
import type { CallsUnderWay } from './calls-under-way.js';
import { documentTaskOf, exportOf, named, stateTaskOf } from './declared.js';
import { buildContexts, mapsOf } from './facts.js';
import type { Built, Change, PluginCalls } from './protocol.js';

type Judging = 'uses' | 'parents' | 'build' | 'merge' | 'change';
type Sending = 'prepare' | 'step' | 'find' | 'send';

/** What becomes of the hub's records: nothing of this reaches the app. */
export function judgingCalls(plugin: Plugin): Pick<PluginCalls, Judging> {
  return {
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
  };
}

/** What tells the app of them. */
export function sendingCalls(plugin: Plugin, calls: CallsUnderWay): Pick<PluginCalls, Sending> {
  return {
    prepare: (call, taskId, shipment) =>
      calls.during(call, async (ctx) => documentTaskOf(plugin, taskId).prepare?.(shipment, ctx)),

    step: (call, taskId, step, shipments) =>
      calls.during(call, (ctx) => named(documentTaskOf(plugin, taskId).steps, step)(shipments, ctx)),

    find: (call, taskId, shipments) => calls.during(call, (ctx) => documentTaskOf(plugin, taskId).find(shipments, ctx)),

    send: (call, taskId, items) => calls.during(call, (ctx) => stateTaskOf(plugin, taskId).send(items, ctx)),
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

import type { Context, HubRecord, Maps, Related } from '../context.js';
import type { RecordType } from '../records/index.js';
import type { BuildContext, Parents, ShippedPart } from '../tasks/index.js';
import type { Call, Facts, HostCalls, Known, PlainParent, PlainRecord } from './protocol.js';

/** The context of a call that may talk to the app. */
export function contextOf(call: Call, host: HostCalls, signal: AbortSignal, onExchange: (id: number) => void): Context {
  const { store, answers, advanced, now } = call.facts;
  return {
    store,
    answers,
    advanced,
    maps: mapsOf(call.facts),
    signal,
    now: () => now,
    // A line that can't be delivered (the channel closes while a run is stopped) must not bring the plugin down.
    log: (message, details) => void host.log(call.id, message, details).catch(() => undefined),
    http: {
      async send(request) {
        signal.throwIfAborted();
        const answer = await host.http(call.id, request);
        onExchange(answer.exchange);
        return answer;
      },
    },
  };
}

export function mapsOf({ maps }: Pick<Facts, 'maps'>): Maps {
  const toApp = new Map(Object.entries(maps).map(([id, pairs]) => [id, new Map(pairs)]));
  const toStore = new Map(
    Object.entries(maps).map(([id, pairs]) => [id, new Map(pairs.map(([store, app]) => [app, store]))]),
  );
  return {
    toApp: (map, value) => toApp.get(map)?.get(value),
    toStore: (map, value) => toStore.get(map)?.get(value),
    pairs: (map) => (maps[map] ?? []).map(([store, app]) => ({ store, app })),
  };
}

function relatedOf(records: PlainRecord[]): Related {
  const byName = new Map(records.map((record) => [`${record.type} ${record.key}`, record]));
  return {
    get: <T extends RecordType>(type: T, key: string) => byName.get(`${type} ${key}`) as HubRecord<T> | undefined,
  };
}

function parentsOf(parents: PlainParent[]): Parents {
  const byName = new Map(parents.map((parent) => [`${parent.task} ${parent.key}`, parent]));
  return { get: (task, key) => byName.get(`${task} ${key}`) };
}

/** Makes the contexts in which the records of one page are built. */
export function buildContexts(facts: Facts, known: Known): (shipped: ShippedPart[]) => BuildContext {
  const { store, answers, advanced } = facts;
  const ctx = {
    store,
    answers,
    advanced,
    maps: mapsOf(facts),
    related: relatedOf(known.related),
    parents: parentsOf(known.parents),
  };
  return (shipped) => ({ ...ctx, shipped });
}

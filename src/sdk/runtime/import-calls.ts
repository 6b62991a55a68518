import type { Plugin } from '../plugin.js';
import type { RecordType } from '../records/index.js';
import type { CallsUnderWay } from './calls-under-way.js';
import { compileMapping, type MapRow } from './compile-mapping.js';
import { importOf, mappingOf, named } from './declared.js';
import { mapsOf } from './facts.js';
import { owedTo } from './owed-to.js';
import type { HostCalls, MappedPage, MappedRow, PluginCalls } from './protocol.js';
import { pullPages } from './pull-pages.js';
import { readStatement } from './read-statement.js';

/** What brings in what the app holds. */
export function importCalls(
  plugin: Plugin,
  host: HostCalls,
  calls: CallsUnderWay,
): Pick<PluginCalls, 'pull' | 'readStatement' | 'map'> {
  const mapRows = new Map<string, MapRow>();

  const mapRowOf = (id: string): MapRow => {
    const known = mapRows.get(id);
    if (known) return known;
    const compiled = compileMapping(mappingOf(plugin, id));
    mapRows.set(id, compiled);
    return compiled;
  };

  return {
    pull(call, taskId, from) {
      const task = importOf(plugin, taskId);
      const exchanges: number[] = [];
      return calls.during(
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
      return calls.during(
        call,
        (ctx) => readStatement(statement, ctx, range, exchanges, (page) => host.stated(call.id, page)),
        (exchange) => exchanges.push(exchange),
      );
    },

    async map(facts, mapping, rows) {
      const ctx = { ...facts, maps: mapsOf(facts) };
      return rows.map((row) => mapRowOf(mapping)(row, ctx)).filter((row): row is MappedRow => row !== undefined);
    },
  };
}

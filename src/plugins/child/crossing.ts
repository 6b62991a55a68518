import type { HostCalls, MappedRow, PluginCalls, StatedRow } from '../../sdk/runtime/index.js';
import { MESSAGE_AT_MOST } from './frames.js';
import { isPlain } from './plain-data.js';

const NOT_PLAIN = 'is no plain data, or too much of it: texts, numbers, lists and objects can cross, and nothing else.';

/**
 * A plugin's functions as they answer across the boundary of its process. What can't cross would take the whole answer with it, so of
 * a record or a batch that comes to such only that is said, and the others go on.
 */
export function crossing(calls: PluginCalls): PluginCalls {
  return {
    ...calls,
    uses: async (...args) => (await calls.uses(...args)).map(orError),
    parents: async (...args) => (await calls.parents(...args)).map(orError),
    build: async (...args) => (await calls.build(...args)).map(orError),
    change: async (...args) => (await calls.change(...args)).map(orError),
    merge: async (...args) => orError(await calls.merge(...args)),
    map: async (...args) => (await calls.map(...args)).map(orRefused),
  };
}

/** The same of what it hands over by itself. */
export function crossingTo(host: HostCalls): HostCalls {
  return {
    ...host,
    page: (call, page) => host.page(call, { ...page, rows: page.rows.map(orRefused) }),
    // Nothing of it is known, and so the host says.
    stated: (call, page) => host.stated(call, { ...page, rows: page.rows.map((row) => orNothing(row)) }),
  };
}

const orError = <T>(answer: T) =>
  isPlain(answer, MESSAGE_AT_MOST) ? answer : { error: { name: 'Error', message: `What it comes to ${NOT_PLAIN}` } };

const orRefused = (row: MappedRow): MappedRow =>
  isPlain(row, MESSAGE_AT_MOST) ? row : { remoteId: row.remoteId, refused: `The row ${NOT_PLAIN}` };

const orNothing = (row: StatedRow): StatedRow => (isPlain(row, MESSAGE_AT_MOST) ? row : ({} as StatedRow));

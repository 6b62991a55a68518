import { NeedsPerson } from '../errors.js';
import type { Mapping, MappingContext } from '../mapping.js';
import type { MappedRow } from './protocol.js';

/** One remote row through a mapping; undefined when it is none of ours. */
export type MapRow = (row: Record<string, unknown>, ctx: MappingContext) => MappedRow | undefined;

/** Resolves paths once, so that a row costs a few property reads and the transforms. */
export function compileMapping(mapping: Mapping): MapRow {
  const idOf = reader(mapping.remoteId);
  const fields = mapping.rows.map(({ from, to, as }) => ({ read: reader(from), to, as }));
  return (row, ctx) => {
    const remoteId = String(idOf(row) ?? '');
    if (mapping.skip?.(row, ctx)) return undefined;
    if (remoteId === '')
      return { remoteId, refused: `The row has no ${mapping.remoteId}, so it can't be told from others.` };
    try {
      const refused = mapping.refuse?.(row, ctx);
      if (refused) return { remoteId, refused };
      return { remoteId, values: mapFields(fields, row, ctx) };
    } catch (error) {
      if (error instanceof NeedsPerson) return { remoteId, refused: error.message };
      return {
        remoteId,
        refused: `The row could not be read: ${error instanceof Error ? error.message : String(error)}`,
      };
    }
  };
}

interface CompiledField {
  read(row: Record<string, unknown>): unknown;
  to: string;
  as?: Mapping['rows'][number]['as'];
}

function mapFields(
  fields: CompiledField[],
  row: Record<string, unknown>,
  ctx: MappingContext,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { read, to, as } of fields) {
    const value = read(row);
    values[to] = as ? as.apply(value, ctx, row) : value;
  }
  return values;
}

/** 'Supplier.SupplierCode' → a function that reads it; a missing step on the way reads as undefined. */
function reader(path: string): (row: Record<string, unknown>) => unknown {
  if (path === '') return (row) => row;
  const names = path.split('.');
  if (names.length === 1) return (row) => row[path];
  return (row) =>
    names.reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], row);
}

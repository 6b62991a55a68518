import { NeedsPerson } from '../errors.js';
import type { Mapping, MappingContext } from '../mapping.js';
import { declarationOf } from '../records/record-types.js';
import { knownBy, plainText } from './known-by.js';
import type { MappedRow } from './protocol.js';

// One row that breaks what the host takes would break its whole page.
const LONGEST_ID = 500;
const LONGEST_REASON = 900;

/** One remote row through a mapping; undefined when it is none of ours. */
export type MapRow = (row: Record<string, unknown>, ctx: MappingContext) => MappedRow | undefined;

/** Resolves paths once, so that a row costs a few property reads and the transforms. */
export function compileMapping(mapping: Mapping): MapRow {
  const idOf = reader(mapping.remoteId);
  const fields = mapping.rows.map(({ from, to, as }) => ({ read: reader(from), to, as }));
  const empty = Object.fromEntries(fields.map(({ to }) => [to, undefined]));
  const { key, title } = declarationOf(mapping.record);
  const naming = [key, title].flatMap((name) => fields.filter(({ to }) => to === name));
  return (row, ctx) => {
    const remoteId = plainText(idOf(row));
    const refuse = (why: string) => ({
      remoteId: remoteId.slice(0, LONGEST_ID),
      refused: why.slice(0, LONGEST_REASON),
      name: knownBy(naming.map((field) => said(field, row, ctx))),
    });
    try {
      if (mapping.skip?.(row, ctx)) return undefined;
      if (remoteId === '') return refuse(`The row has no ${mapping.remoteId}, so it can't be told from others.`);
      if (remoteId.length > LONGEST_ID)
        return refuse(`Its ${mapping.remoteId} has ${remoteId.length} characters; ${LONGEST_ID} are the most.`);
      const refused = mapping.refuse?.(row, ctx);
      return refused ? refuse(refused) : { remoteId, values: mapFields(fields, empty, row, ctx) };
    } catch (error) {
      if (error instanceof NeedsPerson) return refuse(error.message);
      return refuse(`The row could not be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

function said(field: CompiledField, row: Record<string, unknown>, ctx: MappingContext): unknown {
  try {
    return mapField(field, row, ctx);
  } catch {
    // What can't be made of this row may be why it is refused: it goes by what else it says.
    return undefined;
  }
}

interface CompiledField {
  read(row: Record<string, unknown>): unknown;
  to: string;
  as?: Mapping['rows'][number]['as'];
}

function mapFields(
  fields: CompiledField[],
  empty: Record<string, unknown>,
  row: Record<string, unknown>,
  ctx: MappingContext,
): Record<string, unknown> {
  // With room for all of them from the beginning: growing field by field leaves a trail of half-grown objects.
  const values = { ...empty };
  for (const field of fields) values[field.to] = mapField(field, row, ctx);
  return values;
}

function mapField({ read, as }: CompiledField, row: Record<string, unknown>, ctx: MappingContext): unknown {
  const value = read(row);
  return as ? as.apply(value, ctx, row) : value;
}

/** 'Supplier.SupplierCode' → a function that reads it; a missing step on the way reads as undefined. */
function reader(path: string): (row: Record<string, unknown>) => unknown {
  if (path === '') return (row) => row;
  const names = path.split('.');
  if (names.length === 1) return (row) => (row as Record<string, unknown> | null)?.[path];
  return (row) => {
    let value: unknown = row;
    for (const name of names) value = (value as Record<string, unknown> | null | undefined)?.[name];
    return value;
  };
}

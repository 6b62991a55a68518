import {
  declarationOf,
  type Mapping,
  type MappingContext,
  type Master,
  mapping,
  type PeerRecord,
  type RecordType,
  type Transform,
  transform,
} from 'patchbay/sdk';

/** What stands in a row of the other store, as a mapping's own functions see it. */
export type Row = Partial<PeerRecord>;

interface Feed {
  title: string;
  /** Fields that mean something else here than there. */
  as?: Record<string, Transform>;
  /** Who decides about fields that this store has as well. */
  master?: Master;
  refuse?(row: Row, ctx: MappingContext): string | undefined;
  skip?(row: Row, ctx: MappingContext): boolean;
}

/** A record of the other store, field by field as it is, but for what is counted or named per store. */
export function feed<T extends RecordType>(
  id: string,
  record: T,
  { title, as = {}, master, refuse, skip }: Feed,
): Mapping<T> {
  const { key, fields } = declarationOf(record);
  return mapping(id, record, {
    title,
    remoteId: 'id',
    rows: Object.entries(fields).map(([name, { label }]) => ({
      from: `body.${name}`,
      to: name,
      label,
      as: as[name],
      master: name === key ? undefined : master,
    })),
    refuse: refuse && ((row, ctx) => refuse(row as Row, ctx)),
    skip: skip && ((row, ctx) => skip(row as Row, ctx)),
  });
}

const marked = (value: unknown, { answers }: MappingContext): unknown =>
  typeof value === 'string' && value !== '' ? `${answers.mark}${value}` : value;

/** Numbers and names that each store gives by itself. */
export const mark = transform('with the other store’s mark before it', marked);

/** Usernames, unless the same one means the same person. */
export const username = transform(
  'with the other store’s mark before it, where customers are kept apart',
  (value, ctx) => (ctx.answers.customers === 'same' ? value : marked(value, ctx)),
);

/** Lines that name a warehouse of the other store. */
export const markedWarehouses = transform('with the other store’s mark before warehouses', (lines, ctx) =>
  Array.isArray(lines)
    ? lines.map((line: Record<string, unknown>) => ({ ...line, warehouse: marked(line.warehouse, ctx) }))
    : lines,
);

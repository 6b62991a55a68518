import {
  declarationOf,
  type Mapping,
  type MappingContext,
  type Master,
  mapping,
  type PeerRecord,
  type RecordType,
  type RowTo,
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
      to: name as RowTo<T>['to'],
      label,
      as: as[name],
      master: name === key ? undefined : master,
    })),
    refuse: refuse && ((row, ctx) => refuse(row as Row, ctx)),
    skip: skip && ((row, ctx) => skip(row as Row, ctx)),
  });
}

/**
 * What it is called here already: what has come in keeps its name, whatever the mark has become since. One that is called otherwise over there
 * by now is for a person to decide, as with any app.
 */
function known(type: RecordType, key: unknown, { names }: Row): string | undefined {
  const ofType = names?.[type] ?? {};
  if (typeof key !== 'string' || !Object.hasOwn(ofType, key)) return undefined;
  const here = ofType[key];
  return here?.endsWith(key) ? here : undefined;
}

const marked = (value: unknown, { answers }: MappingContext): unknown =>
  typeof value === 'string' && value !== '' ? `${answers.mark}${value}` : value;

const named = (type: RecordType, value: unknown, ctx: MappingContext, row: Row): unknown =>
  known(type, value, row) ?? marked(value, ctx);

/** The number or code of a record of this type: each store gives its own. */
export const mark = (type: RecordType): Transform =>
  transform('with the other store’s mark before it', (value, ctx, row) => named(type, value, ctx, row as Row));

/** What people call it, with the same mark as its code. */
export const markedName = (type: RecordType): Transform =>
  transform('with the other store’s mark before it', (value, ctx, row) => {
    const { key = '' } = row as Row;
    const here = known(type, key, row as Row);
    if (here === undefined) return marked(value, ctx);
    return marked(value, { ...ctx, answers: { ...ctx.answers, mark: here.slice(0, here.length - key.length) } });
  });

/** Usernames, unless the same one means the same person. */
export const username = transform(
  'with the other store’s mark before it, where customers are kept apart',
  (value, ctx, row) =>
    known('customer', value, row as Row) ?? (ctx.answers.customers === 'same' ? value : marked(value, ctx)),
);

/** A list within a record whose rows name records of the other store. */
const marking = (what: string, fields: Record<string, RecordType>) =>
  transform(`with the other store’s mark before ${what}`, (list, ctx, row) =>
    Array.isArray(list)
      ? list.map((one: Record<string, unknown>) => ({
          ...one,
          ...Object.fromEntries(
            Object.entries(fields)
              .filter(([field]) => field in one)
              .map(([field, type]) => [field, named(type, one[field], ctx, row as Row)]),
          ),
        }))
      : list,
  );

export const markedWarehouses = marking('warehouses', { warehouse: 'warehouse' });

/** What was paid on an order is known by the numbers that its payments have here. */
export const markedPayments = marking('the numbers of payments', { number: 'payment', method: 'payment-method' });

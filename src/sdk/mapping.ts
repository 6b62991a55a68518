import type { Context } from './context.js';
import type { RecordBody, RecordType } from './records/index.js';

/** Who decides what a field of the record holds. */
export type Master =
  /** The app's value enters the record whenever it changes. */
  | 'app'
  /** The store's value stays; where the app says otherwise it is shown as drift. */
  | 'store'
  /** The app's value enters only while the record has none. */
  | 'fill'
  /** The row is switched off: the app's value is passed over, in new records too. */
  | 'off';

/** What a transform may look at: facts and answers, no calls. */
export type MappingContext = Pick<Context, 'store' | 'answers' | 'advanced' | 'maps'>;

/** A pure function of one value. It gets a name so that people see what happens to the value on its way. */
export interface Transform {
  /** What it does, in a few words: 'first 20 characters'. */
  title: string;
  /** `row` is the whole remote row, for values made of several fields. */
  apply(value: unknown, ctx: MappingContext, row: Record<string, unknown>): unknown;
}

/** `transform('grams to kilograms', (value) => money.divide(String(value), 1000, 3))` */
export const transform = (title: string, apply: Transform['apply']): Transform => ({ title, apply });

/** One remote field and the record field it fills. */
export interface MappingRow {
  /** Where the value stands in the remote row: 'Supplier.SupplierCode', or '' for the whole row. */
  from: string;
  /** The record field. */
  to: string;
  /** What people call the remote field; `from` when absent. */
  label?: string;
  as?: Transform;
  /**
   * 'app' unless said. For the row that fills the record's key it is 'app' or 'fill'. Use 'fill' where the app has no name of its own
   * for such a thing: what it says then names new records only, and those found by `match` keep the name they have.
   */
  master?: Master;
}

/** How rows of the app become records; made by `mapping`. */
export interface Mapping<T extends RecordType = RecordType> {
  /** Unique within the plugin. */
  id: string;
  title: string;
  record: T;
  /** Where the row's own id in the app stands: 'Guid'. */
  remoteId: string;
  rows: MappingRow[];
  /** Why a row must not be imported, in words for the log; undefined lets it through. Pure. */
  refuse?(row: Record<string, unknown>, ctx: MappingContext): string | undefined;
  /** Rows that are none of ours, passed over in silence. Pure. */
  skip?(row: Record<string, unknown>, ctx: MappingContext): boolean;
  /**
   * Record fields that find an existing record when no link does, tried in order; the key when absent. 'company+name' takes both
   * to agree.
   */
  match?: string[];
}

/** A row of a mapping to records of one type: it fills a field that they have. */
export interface RowTo<T extends RecordType> extends MappingRow {
  to: keyof RecordBody<T> & string;
}

/** Declares how rows of the app become records, a row per field. */
export function mapping<T extends RecordType>(
  id: string,
  record: T,
  declaration: { title: string; remoteId: string; rows: RowTo<T>[] } & Pick<Mapping, 'refuse' | 'skip' | 'match'>,
): Mapping<T> {
  return { id, record, ...declaration };
}

/** A table that a merchant fills in: what a value of the store is called in the app. */
export interface ValueMap {
  id: string;
  title: string;
  /** What it decides, in a sentence. */
  help: string;
  /**
   * The store's side: records of a type (those that the store's own platform knows, or a store that feeds it), or the distinct values
   * seen in a field of past records: of each element of a list ('return.lines[].reason'), or without one of the record itself.
   */
  store: { records: RecordType } | { seen: { record: RecordType; list?: string; field: string } };
  /** The app's side: records of a type (those imported from the app), or free text. */
  app: { records: RecordType } | { text: { maxLength: number } };
  /** Exports wait until each value in use has its pair. */
  required?: boolean;
  /** Only records that hold a value without a pair wait for it. Where neither is said, the app gets along without. */
  awaited?: boolean;
  /** Two store values may not share one app value. */
  unique?: boolean;
  /** What a person must tick for each row, when only a person can know: 'Added in the app under Settings → Reasons'. */
  confirm?: string;
}

import { twin } from 'patchbay/sdk';
import type { Books } from '../books/books.js';
import { type Answer, json, nothing, refused } from './answers.js';
import { wireInstant } from './dates.js';
import type { Call } from './router.js';
import type { Kept, Shelf } from './shelf.js';
import { conditionOf, type Fields, orderOf, type Value } from './where.js';

/** How a record is shown. */
export interface How {
  books: Books;
  /** With its lines and everything else that takes time to look up. */
  whole: boolean;
  /** Decimals of unit amounts. */
  places: 2 | 4;
}

/** How one noun is listed and written. */
export interface Noun<T extends Kept> {
  /** The wrapper's name: 'Invoices'. */
  name: string;
  idName: string;
  /** Listed all at once and whole, whatever page is asked for. */
  unpaged?: true;
  shelf: (books: Books) => Shelf<T>;
  fields: Fields<T>;
  write: (record: T, how: How) => object;
  /** Fields that an index answers. */
  lookups?: Record<string, (books: Books, value: Value) => T[]>;
}

const USUAL_SIZE = 100;
const LARGEST_SIZE = 1000;
const HIGH_VOLUME = 100_000;

export const howOf = ({ books, query }: Call, whole: boolean): How => ({ books, whole, places: query.unitPlaces });

/** The answer around the records. */
export function envelope(books: Books, name: string, records: object[], more: object = {}): Answer {
  return json({
    Id: twin.guidFrom(books.organisation.id, name, books.now(), books.next('answer')),
    Status: 'OK',
    ProviderName: 'Patchbay',
    DateTimeUTC: wireInstant(books.now()),
    ...more,
    [name]: records,
  });
}

/**
 * A list as the query asks for it. `chosen` are the records that the noun's own parameters select, undefined when none was
 * given. Without `page` a list is everything, but each record only in outline.
 */
export function list<T extends Kept>(
  call: Call,
  noun: Noun<T>,
  chosen?: T[],
  visible?: (record: T) => boolean,
): Answer {
  const { books, query } = call;
  const [since, page] = [query.since(), noun.unpaged ? undefined : query.whole('page')];
  const found = select(call, noun, chosen, since, visible);
  if (since !== undefined && found.total === 0 && call.unchanged === 304) return nothing(304);
  const how = howOf(call, noun.unpaged ?? (page !== undefined && !query.flag('summaryOnly')));
  if (page === undefined) {
    return envelope(
      books,
      noun.name,
      found.slice(0, found.total).map((record) => noun.write(record, how)),
    );
  }
  const pageSize = Math.min(Math.max(query.whole('pageSize') ?? USUAL_SIZE, 1), LARGEST_SIZE);
  const at = Math.max(page, 1);
  const records = found.slice((at - 1) * pageSize, at * pageSize).map((record) => noun.write(record, how));
  const pageCount = Math.max(1, Math.ceil(found.total / pageSize));
  return envelope(books, noun.name, records, {
    pagination: { page: at, pageSize, pageCount, itemCount: found.total },
  });
}

interface Found<T> {
  total: number;
  slice: (from: number, to: number) => T[];
}

function select<T extends Kept>(
  { books, query }: Call,
  noun: Noun<T>,
  chosen: T[] | undefined,
  since: number | undefined,
  visible?: (record: T) => boolean,
): Found<T> {
  const shelf = noun.shelf(books);
  const [where, order] = [query.text('where'), query.text('order')];
  if (!chosen && since === undefined && !where && !order && !visible) {
    return { total: shelf.size, slice: (from, to) => shelf.slice(from, to) };
  }
  const condition = where === undefined ? undefined : conditionOf(where, noun.fields);
  const candidates = chosen ?? looked(books, noun, condition?.equals ?? []);
  if (!candidates && where && shelf.size > HIGH_VOLUME) {
    throw refused(400, 'HighVolumeException', 'The filter would touch more than 100,000 records.');
  }
  const all = candidates ?? (since === undefined ? [...shelf.all()] : shelf.since(since));
  const records = all.filter(
    (record) =>
      (since === undefined || record.updated >= since) &&
      (!visible || visible(record)) &&
      (!condition || condition.holds(record)),
  );
  if (order) records.sort(orderOf(order, noun.fields));
  return { total: records.length, slice: (from, to) => records.slice(from, to) };
}

function looked<T extends Kept>(books: Books, noun: Noun<T>, equals: { field: string; value: Value }[]) {
  for (const { field, value } of equals) {
    const lookup = Object.entries(noun.lookups ?? {}).find(([name]) => name.toLowerCase() === field.toLowerCase());
    if (lookup) return lookup[1](books, value);
  }
  return undefined;
}

/** One record, whole. */
export const show = <T extends Kept>(call: Call, noun: Noun<T>, record: T): Answer =>
  envelope(call.books, noun.name, [noun.write(record, howOf(call, true))]);

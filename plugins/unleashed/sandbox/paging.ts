import type { Answer } from './answers.js';
import { writtenInstant } from './dates.js';
import type { Query } from './query.js';

const USUAL = 200;
const LARGEST = 1000;

/** Answers one page of a selection; only the rows of that page are ever written as text. */
export function page<T>(all: readonly T[], number: number, query: Query, write: (row: T) => string): Answer {
  const size = Math.min(query.whole('pageSize') ?? USUAL, LARGEST);
  const rows = all.slice((number - 1) * size, number * size);
  const pagination = {
    NumberOfItems: all.length,
    PageSize: size,
    PageNumber: number,
    NumberOfPages: size === 0 ? 0 : Math.ceil(all.length / size),
  };
  // Added up rather than joined: a text that grows is copied once when it is sent, a joined one twice.
  let text = `{"Pagination":${JSON.stringify(pagination)},"Items":[`;
  rows.forEach((row, at) => {
    text += at === 0 ? write(row) : `,${write(row)}`;
  });
  return { status: 200, text: `${text}]}` };
}

interface Dated {
  Guid: string;
  CreatedOn: string;
  LastModifiedOn: string;
}

/** In the order asked for; records that tie keep to their guids, so that pages never overlap. */
export function ordered<T extends Dated>(records: T[], query: Query, usual: (record: T) => string): T[] {
  const asked = query.lower('orderBy');
  const direction = query.lower('sort') === 'desc' ? -1 : 1;
  const key = asked === 'lastmodifiedon' || asked === 'createdon' ? dateKey<T>(asked) : usual;
  return records.sort((a, b) => direction * compare(key(a), key(b)) || compare(a.Guid, b.Guid));
}

const dateKey =
  <T extends Dated>(asked: 'lastmodifiedon' | 'createdon') =>
  (record: T): number =>
    writtenInstant(asked === 'createdon' ? record.CreatedOn : record.LastModifiedOn);

export const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

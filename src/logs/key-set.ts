import type { SqlParameter, SqlValue } from '../database/database.js';

/** Rows of a table that one index holds together, already in the order of the key. */
export interface Branch {
  index: string;
  /** Without the key's own conditions: `store_id = ? and state = ?`. */
  where: string;
  values: SqlParameter[];
  /** Columns of the key that are the same in all its rows. */
  fixed?: Record<string, SqlValue>;
}

/** Where a page ended: the values of its last row's key. */
export type KeyValues = SqlValue[];

export interface KeySet {
  table: string;
  /** What tells rows apart and puts them in order, oldest to newest. */
  key: string[];
  columns: string;
}

export interface Slice {
  /** Rows older or newer than this key; from the newest on when there is none. */
  from?: { key: KeyValues; direction: 'older' | 'newer' };
  limit: number;
}

/**
 * Reads a page of the rows that lie in any of these branches: of each at most a page, in order, from its own index. So it takes as
 * long with a hundred rows as with a hundred million. Newer ones come oldest first. Undefined when there can't be any.
 */
export function readSlice(
  { table, key, columns }: KeySet,
  branches: Branch[],
  { from, limit }: Slice,
): { sql: string; values: SqlParameter[] } | undefined {
  const newer = from?.direction === 'newer';
  const order = `order by ${key.map((column) => `${column} ${newer ? 'asc' : 'desc'}`).join(', ')} limit ?`;
  const parts = branches.flatMap(({ index, where, values, fixed = {} }) => {
    const beyond = from ? beyondKey(key, from.key, newer ? '>' : '<', fixed) : 'all';
    if (beyond === 'none') return [];
    const more = beyond === 'all' ? { sql: '', values: [] } : { sql: ` and ${beyond.sql}`, values: beyond.values };
    const sql = `(select ${columns} from ${table} force index (${index}) where ${where}${more.sql} ${order})`;
    return [{ sql, values: [...values, ...more.values, limit] }];
  });
  if (parts.length === 0) return undefined;
  return {
    sql: `select * from (${parts.map((part) => part.sql).join(' union all ')}) slice ${order}`,
    values: [...parts.flatMap((part) => part.values), limit],
  };
}

/** How many rows there are in these branches, counted up to a bound: once it is reached the further ones are not looked at. */
export function countUpTo(table: string, branches: Branch[], bound: number) {
  const counts = branches.map(
    ({ index, where }) =>
      `(select count(*) from (select 1 from ${table} force index (${index}) where ${where} limit ${bound}) counted)`,
  );
  const sum = counts.reduceRight(
    (further, count) => `if((@n := @n + ${count}) >= ${bound}, ${bound}, ${further})`,
    '@n',
  );
  return {
    sql: `select cast(if((@n := 0) = 0, ${sum}, 0) as signed) n`,
    values: branches.flatMap(({ values }) => values),
  };
}

type Condition = { sql: string; values: SqlValue[] } | 'all' | 'none';

/**
 * `(a, b) < (x, y)`, spelt so that the database reads it as ranges of an index: it can't when a column turns out to be the same
 * everywhere and leaves `b < y or b = y` behind.
 */
function beyondKey(
  [column, ...rest]: string[],
  [value, ...others]: KeyValues,
  than: '<' | '>',
  fixed: Record<string, SqlValue>,
): Condition {
  if (column === undefined || value === undefined) return 'none';
  const further = beyondKey(rest, others, than, fixed);
  const here = fixed[column];
  if (here !== undefined && here !== null && value !== null) {
    if (here === value) return further;
    return here < value === (than === '<') ? 'all' : 'none';
  }
  if (further === 'none') return { sql: `${column} ${than} ?`, values: [value] };
  if (further === 'all') return { sql: `${column} ${than}= ?`, values: [value] };
  return {
    sql: `(${column} ${than} ? or (${column} = ? and ${further.sql}))`,
    values: [value, value, ...further.values],
  };
}

const ALPHABET = 'base64url';

/** A key as one word of an address. */
export function writeKey(key: KeyValues): string {
  const plain = key.map((value) => (value instanceof Date ? value.toISOString() : value));
  return Buffer.from(JSON.stringify(plain)).toString(ALPHABET);
}

export type KeyKind = 'instant' | 'number' | 'text';

/** Undefined for what no page of ours has written. */
export function readKey(word: unknown, kinds: KeyKind[]): KeyValues | undefined {
  if (typeof word !== 'string' || word === '') return undefined;
  try {
    const values: unknown = JSON.parse(Buffer.from(word, ALPHABET).toString('utf8'));
    if (!Array.isArray(values) || values.length !== kinds.length) return undefined;
    const key = values.map((value: unknown, at) => readValue(value, kinds[at]!));
    return key.every((value) => value !== undefined) ? (key as KeyValues) : undefined;
  } catch {
    // Not one of ours: the page then begins where it would without it.
    return undefined;
  }
}

function readValue(value: unknown, kind: KeyKind): SqlValue | undefined {
  if (kind === 'number') return Number.isSafeInteger(value) ? (value as number) : undefined;
  if (typeof value !== 'string') return undefined;
  if (kind === 'text') return value;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

import type { Database } from '../database/database.js';
import { type Branch, countUpTo } from './key-set.js';

export interface Counted {
  n: number;
  /** There are more than were counted. */
  more: boolean;
}

/** Counting further would cost more than the number is worth. */
const COUNTED = 10_000;

/** How many rows there are of each kind, counted up to a bound. One statement for all: most of them cost more on the way than in the database. */
export async function countEach<Name extends string>(
  database: Database,
  table: string,
  names: readonly Name[],
  branchesOf: (name: Name) => Branch[],
  bound = COUNTED,
): Promise<Record<Name, Counted>> {
  const asked = names.flatMap((name) => {
    const branches = branchesOf(name);
    return branches.length === 0 ? [] : [{ name, ...countUpTo(table, branches, bound + 1) }];
  });
  const counts = asked.map(({ name, sql }) => `(${sql}) \`${name}\``);
  const values = asked.flatMap((one) => one.values);
  const found =
    asked.length > 0 ? await database.one<Record<string, number>>(`select ${counts.join(', ')}`, values) : {};
  const each = names.map((name) => [name, countedOf(found?.[name] ?? 0, bound)] as const);
  return Object.fromEntries(each) as Record<Name, Counted>;
}

const countedOf = (n: number, bound: number): Counted => ({ n: Math.min(n, bound), more: n > bound });

import type { StoreClock } from './clock.js';
import type { Answer } from './envelope.js';
import { type Criteria, tests } from './filter.js';
import { Refusal } from './refusal.js';
import { reader, type Table } from './selectors.js';
import { type Given, text, texts } from './wire.js';

const DEFAULT_LIMIT = 100;

/** What one read asks for: a filter, selectors, and one page counted from 0. */
export class Reading {
  readonly filter: Given;
  readonly selectors: string[];
  readonly page: number;
  readonly limit: number;

  constructor(
    body: Given,
    readonly clock: StoreClock,
    maxLimit: number,
  ) {
    this.filter = typeof body.Filter === 'object' && body.Filter !== null ? (body.Filter as Given) : {};
    this.selectors = texts(this.filter.OutputSelector);
    if (this.selectors.length === 0) throw new Refusal('At least one OutputSelector is required');
    this.page = count(this.filter, 'Page', 0);
    this.limit = Math.min(maxLimit, count(this.filter, 'Limit', DEFAULT_LIMIT) || DEFAULT_LIMIT);
  }

  /** At least one criterion is asked for, as the store does; Page and Limit are none. */
  tests<T>(criteria: Criteria<T>): ((row: T) => boolean)[] {
    return tests(this.filter, criteria, this.clock);
  }

  answer<T>(name: string, rows: Iterable<T>, criteria: Criteria<T>, table: Table<T>): Answer {
    const found = this.tests(criteria);
    this.demand(found.length);
    return this.tell(
      name,
      this.turn(rows, (row) => found.every((test) => test(row))),
      table,
    );
  }

  demand(criteria: number): void {
    if (criteria === 0) throw new Refusal('At least one filter criterion is required');
  }

  /** The rows of the asked page; the walk stops where the page ends. */
  turn<T>(rows: Iterable<T>, matches: (row: T) => boolean): T[] {
    const start = this.page * this.limit;
    const turned: T[] = [];
    let seen = 0;
    for (const row of rows) {
      if (!matches(row)) continue;
      if (seen++ >= start) turned.push(row);
      if (turned.length === this.limit) break;
    }
    return turned;
  }

  tell<T>(name: string, rows: T[], table: Table<T>): Answer {
    return { body: { [name]: rows.map(reader(table, this.selectors)) } };
  }
}

function count(filter: Given, name: string, otherwise: number): number {
  const given = text(filter[name]);
  if (!given) return otherwise;
  if (!/^\d+$/.test(given)) throw new Refusal(`Invalid ${name}: '${given}'`);
  return Number(given);
}

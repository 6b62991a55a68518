import { createHash } from 'node:crypto';
import { type Context, type HttpAnswer, type HttpRequest, TryLater } from 'patchbay/sdk';
import { sinceText } from '../dates.js';
import type { Answered } from '../wire.js';
import { type Wrong, warningsOf, wrongOf, wrongsOf } from '../wrongs.js';
import { parsed, readObject, rowsIn, turnedAway, wordsOf } from './answers.js';

type Query = HttpRequest['query'];

/** Where an interrupted reading goes on. */
export interface Place {
  page: number;
}

export interface Reading {
  since?: Date;
  place?: Partial<Place>;
  /** It can wait till tomorrow: it stops when few of the day's requests are left. */
  spares?: boolean;
}

/** What came of one element of a write: the app's copy of it, or why it said no. */
export type Said<Row> = { row: Row; warnings: Wrong[] } | { wrongs: Wrong[] };

export interface Writing {
  /** 'Create 50 invoices', for the log. */
  purpose: string;
  /** What tells this try from any other: the app answers a repeated one with what it answered first, for a few minutes. */
  key: string[];
  /**
   * Sent again by itself when no answer comes, because the app refuses it the second time. Without this an unanswered one is looked up
   * first, or rests until it can no longer be carried out late: the app's own memory of keys is too short to be trusted.
   */
  repeatable?: boolean;
}

/** Longer than this isn't waited out: it is the day's limit. */
const LONG = 5 * 60;

/** The app's manners, the same for all its nouns: headers, paging, and how it says no. */
export class Calls {
  constructor(private readonly ctx: Pick<Context, 'http' | 'now' | 'advanced'>) {}

  /** Every page of a list, with its details, and the place behind each. */
  async *pages<Row extends object>(noun: string, query: Query, from: Reading = {}) {
    const pageSize = Number(this.ctx.advanced.pageSize ?? 200);
    for (let page = from.place?.page ?? 1; ; page++) {
      const answer = await this.get(noun, { ...query, page, pageSize }, { since: from.since, page });
      if (from.spares) this.spareTheDay(answer);
      const rows = answer.status === 304 ? [] : rowsIn<Row & Record<string, unknown>>(answer, noun);
      const { pagination = {} } = readObject(answer.body) as {
        pagination?: { pageCount?: number; itemCount?: number };
      };
      yield { rows, bookmark: { page: page + 1 } satisfies Place, total: pagination.itemCount };
      if (rows.length === 0 || page >= (pagination.pageCount ?? (rows.length < pageSize ? page : page + 1))) return;
    }
  }

  /** A list that the app gives in one piece. */
  async all<Row>(path: string, query: Query = {}, { since, list = path }: { since?: Date; list?: string } = {}) {
    const answer = await this.get(path, query, { since });
    return answer.status === 304 ? [] : rowsIn<Row>(answer, list);
  }

  /** One row by its id or number; undefined where there is none. */
  async one<Row>(noun: string, id: string): Promise<Row | undefined> {
    const path = `${noun}/${encodeURIComponent(id)}`;
    const answer = await this.send({ path, query: decimalsOf(noun), purpose: `Look one up: ${noun}` });
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw new Error(wordsOf(answer));
    return rowsIn<Row>(answer, noun)[0];
  }

  /** Creates (`PUT`) or updates (`POST`) many. The app takes those that are right and says of each other one what is wrong. */
  async write<Row extends Answered>(
    method: 'PUT' | 'POST',
    noun: string,
    elements: object[],
    writing: Writing,
    query: Query = {},
  ): Promise<Said<Row>[]> {
    const answer = await this.send({
      method,
      path: noun,
      query: { summarizeErrors: false, ...decimalsOf(noun), ...query },
      ...this.written({ [noun]: elements }, writing),
      repeatable: writing.repeatable ?? false,
      timeout: 60_000,
      purpose: writing.purpose,
    });
    if (answer.status >= 300) return this.refusedAll(answer, elements.length);
    const rows = rowsIn<Row>(answer, noun);
    if (rows.length !== elements.length) {
      throw new Error(`Xero answered ${rows.length} ${noun} for ${elements.length}.`);
    }
    return rows.map(saidOf);
  }

  /** A request with a body of its own shape: an allocation, a note. */
  async tell<Answer>(
    method: 'PUT' | 'POST' | 'DELETE',
    path: string,
    json: object | undefined,
    writing: Writing,
  ): Promise<{ answer: Answer } | { wrongs: Wrong[] }> {
    const answer = await this.send({
      method,
      path,
      ...this.written(json, writing),
      repeatable: writing.repeatable ?? false,
      purpose: writing.purpose,
    });
    if (answer.status >= 300) return { wrongs: [wrongOf(textOf(answer))] };
    return { answer: answer.body.trim() === '' ? ({} as Answer) : parsed<Answer>(answer) };
  }

  async get(noun: string, query: Query, { since, page }: { since?: Date; page?: number } = {}): Promise<HttpAnswer> {
    const modified = sinceText(since);
    const purpose = `Read ${NOUNS[noun] ?? noun}${page === undefined ? '' : `, page ${page}`}`;
    const answer = await this.send({
      path: noun,
      query: { ...query, ...decimalsOf(noun) },
      headers: modified ? { 'if-modified-since': modified } : {},
      purpose,
    });
    if (answer.status !== 200 && answer.status !== 304) throw new Error(`${purpose}: ${wordsOf(answer)}`);
    return answer;
  }

  async send(request: HttpRequest): Promise<HttpAnswer> {
    const headers = { accept: 'application/json', ...request.headers };
    const answer = await this.ctx.http.send({ ...request, headers }).catch((error: unknown) => {
      throw error instanceof TryLater && (error.seconds ?? 0) > LONG ? this.usedUp(error.seconds!) : error;
    });
    if (answer.status === 401 || answer.status === 403) throw turnedAway(answer, request.path);
    return answer;
  }

  /** The same request within one try has the same key; a later try has another, for refusals are remembered as well. */
  private written(json: object | undefined, { key }: Writing): Pick<HttpRequest, 'body' | 'headers'> {
    const body = json && JSON.stringify(json);
    const tells = createHash('sha256').update(JSON.stringify([key, this.ctx.now()]));
    const headers = { 'idempotency-key': tells.update(body ?? '').digest('hex') };
    return body === undefined ? { headers } : { body, headers: { ...headers, 'content-type': 'application/json' } };
  }

  private refusedAll<Row>(answer: HttpAnswer, count: number): Said<Row>[] {
    const { Elements: elements } = readObject(answer.body) as { Elements?: Answered[] };
    const each = Array.isArray(elements) && elements.length === count ? elements : [];
    const all = [wrongOf(textOf(answer))];
    return Array.from({ length: count }, (_, at) => {
      const wrongs = each[at] ? wrongsOf(each[at]) : [];
      return { wrongs: wrongs.length > 0 ? wrongs : all };
    });
  }

  /** What people start by hand shall still get through when imports have been busy all day. */
  private spareTheDay({ headers }: HttpAnswer): void {
    const left = headers['x-daylimit-remaining'];
    const spared = Number(this.ctx.advanced.dayReserve ?? 100);
    if (left === undefined || Number(left) >= spared) return;
    const why = `Only ${left} of Xero’s daily requests are left. They are kept for exports and for what people start by hand.`;
    throw new TryLater({ seconds: 3600, why });
  }

  private usedUp(seconds: number): TryLater {
    const at = new Date(this.ctx.now() + seconds * 1000).toISOString();
    const why = `Xero’s requests for today are used up. It opens again on ${at.slice(0, 10)}, ${at.slice(11, 16)} UTC.`;
    return new TryLater({ seconds, why });
  }
}

function saidOf<Row extends Answered>(row: Row): Said<Row> {
  const wrongs = wrongsOf(row);
  return wrongs.length > 0 ? { wrongs } : { row, warnings: warningsOf(row) };
}

function textOf(answer: HttpAnswer): string {
  const { Elements: elements, Message, Detail } = readObject(answer.body) as Record<string, unknown>;
  const inner = Array.isArray(elements) ? (elements as Answered[]).flatMap((element) => wrongsOf(element)) : [];
  return inner[0]?.text ?? String(Detail ?? Message ?? wordsOf(answer));
}

/** Prices keep four decimals only when every read and every write asks for it. */
const decimalsOf = (noun: string): Query => (PRICED.has(noun) ? { unitdp: 4 } : {});

/** Lists of whose prices something is made. */
const PRICED = new Set(['Invoices', 'CreditNotes', 'Items', 'BankTransactions']);

const NOUNS: Record<string, string> = {
  Accounts: 'accounts',
  Contacts: 'contacts',
  CreditNotes: 'credit notes',
  Invoices: 'invoices',
  Items: 'items',
  Organisation: 'the organisation',
  Payments: 'payments',
  TaxRates: 'tax rates',
  TrackingCategories: 'tracking categories',
};

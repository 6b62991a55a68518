import type { Context } from './context.js';

/** What a statement is about: documents that ask for money, or money that has come in. */
export const STATEMENT_KINDS = ['invoice', 'payment'] as const;
/** `invoice`: credit notes are among them, as negative ones. `payment`: refunds are, likewise. */
export type StatementKind = (typeof STATEMENT_KINDS)[number];

/**
 * One document as the app holds it now. One that makes no sense (without a date, say) is told of as well: the report lists it as
 * such, and compares the others. Plain data; amounts are exact decimals as text, in the row's own currency: '19.95'.
 */
export interface StatementRow {
  /** The id by which a step's `remoteId` names it as well. Unique within the statement. */
  remoteId: string;
  /** What people search for in the app. */
  number?: string;
  /** The reference under which a document of ours was created, if the app keeps it; prefix and all. Else what stands in its place. */
  reference?: string;
  /** A calendar date, 'YYYY-MM-DD', never shifted by a time zone. */
  date: string;
  /**
   * Tax included. An invoice is positive, a credit note negative. A payment is what was received: positive; a refund is negative.
   */
  amount: string;
  /** The tax within `amount`, of the same sign. */
  tax?: string;
  /** ISO 4217, 'AUD'. */
  currency: string;
  /** `draft`, `open` and `paid` exist; `voided` and `deleted` did once. Tell of those too, where the app still does. */
  status: 'draft' | 'open' | 'paid' | 'voided' | 'deleted';
  /** Whose it is, by the name that the app shows. */
  contact?: string;
  /** Where a person finds it in the app. */
  url?: string;
  /** What `amount` is made of, where the app says so: finds which part of it differs. */
  parts?: {
    /** The sum of the lines, tax included, roundings left out. */
    lines?: string;
    /** A line or field of its own that only evens out roundings. */
    rounding?: string;
  };
  /**
   * Texts in which somebody may have written the store's number: a reference, a source, a comment. By them the hub finds what was
   * entered by hand under a number of the app's own, and what another tool has sent already; see `takesOver` of document tasks.
   */
  says?: string[];
  /** What is on it, charges and roundings left out: as the store's orders name goods. */
  goods?: { sku: string; quantity: string }[];
  /** When it was last changed in the app; milliseconds since 1970, UTC. Tells a change over there from one over here. */
  changedAt?: number;
  /**
   * Whose marker it carries: true for this store's own, false for that of another store which shares the connection (it is then
   * none of this report's business). Absent when the app's copy carries none.
   */
  ours?: boolean;
}

/** One page of a statement. */
export interface StatementPage {
  rows: StatementRow[];
  /** Plain JSON from which `read` goes on behind this page. Absent: an interrupted reading starts again from the beginning. */
  bookmark?: unknown;
  /** How many rows the whole statement will have, where the app says so. */
  total?: number;
}

/** What `read` may touch, and what it is to read. */
export interface StatementContext<Api> extends Context {
  api: Api;
  /** The first calendar date wanted, 'YYYY-MM-DD', inclusive. Rows from outside do no harm. */
  from: string;
  /** The last one, inclusive. */
  to: string;
  /** What an interrupted reading last kept. */
  bookmark?: unknown;
}

/** What the app says it holds, read for the reconciliation report. */
export interface StatementDeclaration<Api = unknown> {
  /** What a merchant calls it: 'Invoices in Parcelly'. */
  title: string;
  /**
   * Document tasks of this plugin whose records the rows are compared with: ['export-invoices']. There is no comparison with records
   * that only come in from the app. Of returns and refunds the
   * amount counts as negative. Of several tasks over records of one type, the first answers for what none of them has sent.
   */
  tasks: string[];
  /** The app dates documents itself (on completion, say), so that another date over there is no difference. */
  ownDates?: boolean;
  /**
   * Everything dated within the range, page by page, in any order; what made up for a later change (a credit, a further invoice)
   * beside the document itself, or its amount differs for ever. Reads only: it changes nothing in the app.
   */
  read(ctx: StatementContext<Api>): AsyncIterable<StatementPage>;
}

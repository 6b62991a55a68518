import type { SqlValue } from '../../database/database.js';
import type { Striker } from '../strike-out.js';
import { bodyOf, KEPT_BYTES, packBody, unpackBody } from './bodies.js';
import type { Exchange, KeptMessage, Sent } from './exchange.js';
import { type LongAnswer, longAnswerIn } from './long-answers.js';

export const COLUMNS = `store_id, id, installation_id, run_id, connection_id, at, ms, method, url, purpose, status, failure,
  request_headers, request_length, request_body, answer_headers, answer_length, answer_body, long_answer`;

/** Reads `StoredRow`s of exchanges `e`. */
export const READ = `select e.*, a.body as long_body
  from exchanges e left join long_answers a on a.store_id = e.store_id and a.digest = e.long_answer`;

/** An exchange as it is kept: `values` in the order of `COLUMNS`, and a long answer beside them. */
export interface Row {
  values: SqlValue[];
  long?: LongAnswer;
  /** What it adds to a statement. */
  bytes: number;
}

export interface StoredRow {
  store_id: number;
  id: number;
  installation_id: number;
  run_id: number | null;
  connection_id: number | null;
  at: Date;
  ms: number;
  method: string;
  url: string;
  purpose: string | null;
  status: number | null;
  failure: string | null;
  request_headers: string;
  request_length: number;
  request_body: Buffer | null;
  answer_headers: string | null;
  answer_length: number;
  answer_body: Buffer | null;
  long_body: Buffer | null;
}

const LONGEST_HEADERS = 16_000;
const LONGEST_URL = 4000;

/** Writes an exchange as a row without its secrets. */
export function toRow(id: number, sent: Sent): Row {
  const { strike, hidden } = sent;
  const request = bodyOf(sent.requestBody, strike);
  const requestBody = packBody(request.bytes);
  const answer = bodyOf(sent.answerBody, strike, sent.answerBytes);
  const long = longAnswerIn(sent, answer.bytes);
  const answerBody = long ? null : packBody(answer.bytes);
  const requestHeaders = headersText(sent.requestHeaders, hidden, strike);
  const answerHeaders = sent.answerHeaders ? headersText(sent.answerHeaders, hidden, strike) : null;
  const values = [
    sent.storeId,
    id,
    sent.installationId,
    sent.runId ?? null,
    sent.connectionId ?? null,
    sent.at,
    Math.max(0, Math.round(sent.ms)),
    sent.method,
    strike(sent.url).slice(0, LONGEST_URL),
    sent.purpose ? strike(sent.purpose).slice(0, 190) : null,
    sent.status ?? null,
    sent.failure ? strike(sent.failure).slice(0, 500) : null,
    requestHeaders,
    request.length,
    requestBody,
    answerHeaders,
    answer.length,
    answerBody,
    long?.digest ?? null,
  ];
  const bytes = 500 + requestHeaders.length + (requestBody?.length ?? 0) + (answerBody?.length ?? 0);
  return { values, long, bytes };
}

export async function fromRow(row: StoredRow): Promise<Exchange> {
  const answerBody = row.answer_body ?? row.long_body;
  return {
    id: row.id,
    storeId: row.store_id,
    installationId: row.installation_id,
    runId: row.run_id,
    connectionId: row.connection_id,
    at: row.at,
    ms: row.ms,
    method: row.method,
    url: row.url,
    purpose: row.purpose,
    status: row.status,
    failure: row.failure,
    request: await message(row.request_headers, row.request_length, row.request_body),
    answer: row.answer_headers === null ? null : await message(row.answer_headers, row.answer_length, answerBody),
  };
}

async function message(headers: string, length: number, body: Buffer | null): Promise<KeptMessage> {
  return { headers: JSON.parse(headers), body: await unpackBody(body), length, clipped: length > KEPT_BYTES };
}

function headersText(headers: Record<string, string>, hidden: ReadonlySet<string>, strike: Striker): string {
  const kept = Object.entries(headers).map(([name, value]) => [name, hidden.has(name) ? '•••' : strike(value)]);
  const text = JSON.stringify(Object.fromEntries(kept));
  return text.length > LONGEST_HEADERS ? JSON.stringify({ note: 'The headers were too long to be kept.' }) : text;
}

import { readBody } from '../../sdk/host/index.js';
import { declarationOf, type RecordType } from '../../sdk/index.js';
import { knownBy, type MappedPage, type MappedRow } from '../../sdk/runtime/index.js';
import { digest, type Fingerprint } from '../fingerprint.js';
import { unreal } from '../head.js';
import type { Incoming } from './import-run.js';

/** One row on its way in. Filled in as it is looked at: thousands of these live for a moment only. */
export interface Row {
  page: MappedPage;
  /** Its place within the page. */
  at: number;
  remoteId: string;
  values: Record<string, unknown> | undefined;
  /** What the app says with it: as JSON, and in short; '' when that can't be told. */
  text: string;
  hash: Fingerprint;
  /** Why it can't be imported. */
  refused: string | undefined;
  /** The checked values, and the record's key among them. */
  said: Record<string, unknown>;
  key: string;
}

const LONGEST_ID = 191;
// Letters a database compares as we do. Others are brought into the form in which they come back from it.
const PLAIN = /^[\x21-\x7e]+$/;
const NOTHING: Record<string, unknown> = Object.freeze({});

/** The rows of a page, each with what it says in short. Nothing is checked yet: most rows say what they said before. */
export function rowsOf(page: MappedPage, version: string): Row[] {
  return page.rows.map((mapped, at) => {
    const row = rowOf(page, mapped, at);
    row.refused ??= print(row, version);
    return row;
  });
}

function rowOf(page: MappedPage, { remoteId: given, values, refused }: MappedRow, at: number): Row {
  const remoteId = PLAIN.test(given) ? given : Buffer.from(given.trim()).toString();
  const row: Row = { page, at, remoteId, values, text: '', hash: '', refused, said: NOTHING, key: '' };
  if (refused !== undefined) return row;
  if (values === undefined) row.refused = 'The row has no values.';
  if (remoteId === '') row.refused = 'The row has no id in the app, so it can’t be told from others.';
  if (remoteId.length > LONGEST_ID) {
    row.refused = `Its id in the app has ${remoteId.length} characters; at most ${LONGEST_ID} fit.`;
    row.remoteId = `${remoteId.slice(0, LONGEST_ID - 1)}…`;
  }
  return row;
}

function print(row: Row, version: string): string | undefined {
  try {
    row.text = JSON.stringify(row.values);
    row.hash = digest(version + row.text);
    return undefined;
  } catch (error) {
    return `The row is no plain data: ${(error as Error).message.split('\n')[0]}`;
  }
}

/** The fields that are switched off. What a record can't be without never is. */
export function offIn({ type, masters }: Pick<Incoming, 'type' | 'masters'>): string[] {
  const { fields } = declarationOf(type);
  return [...masters].flatMap(([field, master]) => (master === 'off' && fields[field]?.must !== true ? [field] : []));
}

/** Checks a row that says something new; answers why it can't be imported. */
export function check(row: Row, type: RecordType, off: string[]): string | undefined {
  if (row.refused !== undefined) return row.refused;
  const { key, fields } = declarationOf(type);
  const { body, problems } = readBody(type, off.length === 0 ? row.values! : without(row.values!, off));
  if (problems.length > 0) return problems.map(({ field, problem }) => `${problem} (${field})`).join('; ');
  if (body[key] === '') return `${fields[key]!.label} is empty`;
  row.said = body;
  row.key = body[key] as string;
  return unreal(type, body);
}

/** What a refused row goes by: its id in the app may be one that nobody has ever seen. */
export function nameOf(type: RecordType, { page, at, values }: Row): string | undefined {
  const { key, title } = declarationOf(type);
  return values ? knownBy([values[key], values[title]]) : page.rows[at]?.name;
}

function without(values: Record<string, unknown>, off: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([field]) => !off.includes(field)));
}

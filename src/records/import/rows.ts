import { declarationOf, readBody } from '../../sdk/index.js';
import type { MappedPage, MappedRow } from '../../sdk/runtime/index.js';
import { digest, type Fingerprint } from '../fingerprint.js';
import { unreal } from '../head.js';
import type { Incoming } from './import-run.js';

/** One row on its way in. */
export interface Row {
  page: MappedPage;
  /** Its place within the page. */
  at: number;
  remoteId: string;
  values?: Record<string, unknown>;
  /** What the app says with it, in short. */
  hash?: Fingerprint;
  /** Why it can't be imported. */
  refused?: string;
}

/** A row whose values were checked. */
export interface GoodRow extends Row {
  hash: Fingerprint;
  key: string;
  said: Record<string, unknown>;
}

const LONGEST_ID = 191;
// Letters a database compares as we do. Others are brought into the form in which they come back from it.
const PLAIN = /^[\x21-\x7e]+$/;

/** The rows of a page, each with what it says in short. Nothing is checked yet: most rows say what they said before. */
export function rowsOf(page: MappedPage, version: string): Row[] {
  return page.rows.map((mapped, at) => rowOf(page, mapped, at, version));
}

function rowOf(page: MappedPage, { remoteId: given, values, refused }: MappedRow, at: number, version: string): Row {
  const remoteId = PLAIN.test(given) ? given : Buffer.from(given.trim()).toString();
  const row = { page, at, remoteId };
  if (refused !== undefined || values === undefined) return { ...row, refused: refused ?? 'The row has no values.' };
  if (remoteId.length > LONGEST_ID) {
    const reason = `Its id in the app has ${remoteId.length} characters; at most ${LONGEST_ID} fit.`;
    return { ...row, remoteId: `${remoteId.slice(0, LONGEST_ID - 1)}…`, refused: reason };
  }
  if (remoteId === '') return { ...row, refused: 'The row has no id in the app, so it can’t be told from others.' };
  try {
    return { ...row, values, hash: digest(version + JSON.stringify(values)) };
  } catch (error) {
    return { ...row, refused: `The row is no plain data: ${(error as Error).message.split('\n')[0]}` };
  }
}

/** Checks a row that says something new. */
export function check(row: Row, { type }: Pick<Incoming, 'type'>): GoodRow | { refused: string } {
  if (row.refused !== undefined) return { refused: row.refused };
  const { body, problems } = readBody(type, row.values!);
  const reasons = problems.map(({ field, problem }) => `${problem} (${field})`);
  const wrongDay = unreal(type, body);
  if (wrongDay) reasons.push(wrongDay);
  if (reasons.length > 0) return { refused: reasons.join('; ') };
  const key = body[declarationOf(type).key] as string;
  if (key === '') return { refused: `${declarationOf(type).fields[declarationOf(type).key]!.label} is empty` };
  return { ...row, hash: row.hash!, key, said: body };
}

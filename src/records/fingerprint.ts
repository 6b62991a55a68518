import { hash } from 'node:crypto';
import { declarationOf, type RecordType } from '../sdk/index.js';

/** Sixteen bytes in hexadecimal letters. */
export type Fingerprint = string;

/** Kept for a row that the app no longer has: nothing it may say afterwards is equal. */
export const GONE: Fingerprint = '0'.repeat(32);

/**
 * What some fields of a record say: equal exactly when their values are. `body` is in its written form (`readBody`); an
 * absent field counts as an empty one.
 */
export function fingerprint(type: RecordType, fields: Iterable<string>, body: Record<string, unknown>): Fingerprint {
  const wanted = new Set(fields);
  const values = Object.keys(declarationOf(type).fields)
    .filter((name) => wanted.has(name))
    .map((name) => [name, body[name] ?? null]);
  return digest(JSON.stringify([type, values]));
}

export function digest(text: string): Fingerprint {
  return hash('sha256', text).slice(0, 32);
}

import { type Envelope, isRow, listOf, type Row } from './envelope.js';

/** What became of one element of a batch. */
export type Verdict =
  /** `remarks` are what the store said about it all the same. */
  | { done: true; row: Row; remarks: string[] }
  /** The store has nothing of this key. */
  | { missing: true }
  | { refused: string };

const MISSING = /\b(cannot find|can't find|not found|does not exist|doesn't exist)\b/i;

/**
 * Tells a batch's elements apart. What was written is listed by its key; what was not is named in a message. Undefined
 * for an element that the answer says nothing about.
 */
export function verdictsOf(envelope: Envelope, noun: string, key: string, keys: string[]): (Verdict | undefined)[] {
  const written = new Map(
    listOf(envelope.body[noun])
      .filter(isRow)
      .map((row) => [String(row[key] ?? ''), row]),
  );
  const about = messagesByKey([...envelope.errors, ...envelope.warnings], keys);
  return keys.map((one) => {
    const row = written.get(one);
    const said = about.get(one) ?? [];
    if (row) return { done: true, row, remarks: said };
    if (said.some((message) => MISSING.test(message))) return { missing: true };
    if (said.length > 0) return { refused: said.join(' ') };
    return envelope.ack === 'Success' && written.size === 0 ? { done: true, row: {}, remarks: [] } : undefined;
  });
}

/** Each message under the longest key it names: 'Cannot find Item POT-10' is not about POT. */
function messagesByKey(messages: string[], keys: string[]): Map<string, string[]> {
  const longestFirst = [...keys].sort((one, other) => other.length - one.length);
  const about = new Map<string, string[]>();
  for (const message of messages) {
    const key = longestFirst.find((candidate) => names(message, candidate));
    if (key !== undefined) about.set(key, [...(about.get(key) ?? []), message]);
  }
  return about;
}

/** Whether a message speaks of this key as a word of its own. */
export function names(message: string, key: string): boolean {
  for (let at = key ? message.indexOf(key) : -1; at >= 0; at = message.indexOf(key, at + 1)) {
    const before = message[at - 1] ?? ' ';
    const behind = message.slice(at + key.length, at + key.length + 2);
    if (!/[\w.-]/.test(before) && !/^(\w|[.-]\w)/.test(behind)) return true;
  }
  return false;
}

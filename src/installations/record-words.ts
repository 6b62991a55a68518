import type { RecordType } from '../sdk/index.js';

/** What people call records of a type, in the plural: `stock levels`. */
export function recordWords(type: RecordType): string {
  const word = type.replaceAll('-', ' ');
  if (word.endsWith('y')) return `${word.slice(0, -1)}ies`;
  return word.endsWith('s') ? word : `${word}s`;
}

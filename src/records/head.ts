import { declarationOf, type RecordType } from '../sdk/index.js';
import { quoted } from './sql-text.js';

type Read = (body: Record<string, unknown>) => string;

const readers = new Map<RecordType, Read>();

/** The typed columns beside a record's body: number, date, amount, currency, status, as SQL text. */
export function headOf(type: RecordType, body: Record<string, unknown>): string {
  const read = readers.get(type) ?? compile(type);
  readers.set(type, read);
  return read(body);
}

function compile(type: RecordType): Read {
  const { number, date, amount, currency, status } = declarationOf(type).head;
  const fields = [number, date, amount, currency, status];
  return (body) => {
    let sql = '';
    for (const field of fields) {
      const value = field === undefined ? undefined : body[field];
      sql += sql === '' ? '' : ',';
      sql += typeof value === 'string' ? quoted(value) : 'null';
    }
    return sql;
  };
}

/** A day that the calendar has: '2026-02-30' reads like a date, and the database would refuse the whole page for it. */
export function unreal(type: RecordType, body: Record<string, unknown>): string | undefined {
  const field = declarationOf(type).head.date;
  const value = field === undefined ? undefined : body[field];
  if (typeof value !== 'string' || new Date(value).toISOString().startsWith(value)) return undefined;
  return `${declarationOf(type).fields[field!]!.label} is a day that the calendar doesn’t have: ${value}`;
}

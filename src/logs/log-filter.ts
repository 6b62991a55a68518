import { isRecordType } from '../sdk/index.js';
import { readDay } from './days.js';
import type { LogPlace } from './log-apps.js';

/** Which lines of a log a page, a file or an act is about. */
export interface LogFilter extends LogPlace {
  /** Calendar days in the store's time zone, both included. */
  from?: string;
  to?: string;
  text?: string;
}

/** Reads what an address or a form says; what makes no sense is left out. `app`: the only one that may be asked for. */
export function readLogFilter(query: Record<string, unknown>, app?: number): LogFilter {
  const type = saidIn(query, 'type');
  return withoutAbsent({
    app: app ?? numberIn(query, 'app'),
    task: saidIn(query, 'task').slice(0, 64) || undefined,
    type: isRecordType(type) ? type : undefined,
    from: readDay(saidIn(query, 'from')),
    to: readDay(saidIn(query, 'to')),
    text: saidIn(query, 'text').slice(0, 100) || undefined,
  });
}

/** One of these names, or nothing. */
export function oneOf<Name extends string>(
  query: Record<string, unknown>,
  part: string,
  names: Record<Name, unknown>,
): Name | undefined {
  const said = saidIn(query, part);
  return Object.hasOwn(names, said) ? (said as Name) : undefined;
}

export function numberIn(query: Record<string, unknown>, part: string): number | undefined {
  const said = saidIn(query, part);
  return /^\d{1,15}$/.test(said) ? Number(said) : undefined;
}

export function withoutAbsent<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

function saidIn(query: Record<string, unknown>, part: string): string {
  const said = query[part];
  return typeof said === 'string' ? said.trim() : '';
}

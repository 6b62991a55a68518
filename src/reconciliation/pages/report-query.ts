import { readDay } from '../../logs/days.js';
import { STATEMENT_KINDS } from '../../sdk/host/index.js';
import type { StatementKind } from '../../sdk/index.js';
import { type Cause, isCause } from '../causes.js';

/** Which rows of a report are meant. `expected`: what a person took as right; `all`: what matched as well. */
export type Shown = 'unmatched' | 'expected' | 'all';

/** What the address of the report asks for. */
export interface ReportQuery {
  app?: number;
  kind?: StatementKind;
  /** One of the history; the newest unless said. */
  report?: number;
  show: Shown;
  cause?: Cause;
  /** Documents dated within. */
  from?: string;
  to?: string;
}

export function readQuery(query: Record<string, unknown>): ReportQuery {
  const show = query.show === 'all' || query.show === 'expected' ? query.show : 'unmatched';
  return {
    app: numberIn(query.app),
    kind: STATEMENT_KINDS.find((kind) => kind === query.kind),
    report: numberIn(query.report),
    show,
    cause: isCause(query.cause) ? query.cause : undefined,
    from: readDay(query.from),
    to: readDay(query.to),
  };
}

/** As parts of an address; what goes without saying is left out. */
export function partsOf(query: ReportQuery): Record<string, string | number | undefined> {
  return { ...query, show: query.show === 'unmatched' ? undefined : query.show };
}

export function numberIn(value: unknown): number | undefined {
  return typeof value === 'string' && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : undefined;
}

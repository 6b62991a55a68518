import type { SqlParameter, SqlValue } from '../database/database.js';
import type { TaskManifest } from '../sdk/host/index.js';
import type { EligibleRow } from '../sdk/index.js';
import type { Facts } from '../sdk/runtime/index.js';

/** A piece of SQL with its values. */
export interface SqlPiece {
  sql: string;
  parameters: SqlParameter[];
}

/** Only what creates documents has rules. */
export const rulesOf = (task: TaskManifest): EligibleRow[] => (task.kind === 'document' ? task.eligible : []);

/**
 * The rules of a task as one SQL expression over `records r`: null when the record is due, else the sentence of the first
 * rule that keeps it back. A value that isn't known yet keeps nothing in: what can't be judged is not sent.
 */
export function reasonNotDue(rules: EligibleRow[], facts: Pick<Facts, 'answers' | 'advanced'>): SqlPiece {
  const parameters: SqlParameter[] = [];
  const cases = rules.map((rule) => {
    const failing = failsWhen(rule, facts);
    parameters.push(...failing.parameters, rule.because);
    return `when ${failing.sql} then ?`;
  });
  return {
    sql: `case ${cases.join(' ')} when r.retired_at is not null then 'It was removed in the store.' else null end`,
    parameters,
  };
}

/** The first day of documents that the rules let through; undefined where none of them says so, or nobody has answered it. */
export function startOf(rules: EligibleRow[], facts: Pick<Facts, 'answers' | 'advanced'>): string | undefined {
  const from = rules.find((rule) => rule.head === 'date' && rule.from !== undefined)?.from;
  const day = from && resolve(from, facts);
  return typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : undefined;
}

function failsWhen(rule: EligibleRow, facts: Pick<Facts, 'answers' | 'advanced'>): SqlPiece {
  const column = `r.${rule.head}`;
  const parts: string[] = [];
  const parameters: SqlParameter[] = [];
  if (rule.from !== undefined) {
    parts.push(`${column} is null or ${column} < ?`);
    parameters.push(resolve(rule.from, facts) as SqlValue);
  }
  if (rule.in !== undefined) {
    const allowed = typeof rule.in === 'string' ? resolve(rule.in, facts) : rule.in;
    parts.push(`${column} is null or ${column} not in (?)`);
    parameters.push(Array.isArray(allowed) ? (allowed as SqlValue[]) : [allowed as SqlValue]);
  }
  if (rule.notIn !== undefined) {
    parts.push(`${column} in (?)`);
    parameters.push(rule.notIn);
  }
  return { sql: `(${parts.join(' or ')})`, parameters };
}

/** 'answers.startDate' → what was answered; anything else stands for itself. */
function resolve(value: string, facts: Pick<Facts, 'answers' | 'advanced'>): unknown {
  const [room, name] = value.split('.');
  if ((room !== 'answers' && room !== 'advanced') || name === undefined) return value;
  return facts[room][name] ?? null;
}

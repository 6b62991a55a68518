import { fieldsLike, flag, listOf, number, type Outline, oneOf, optional, text } from './outline.js';

const written =
  (pattern: RegExp, what: string): Outline =>
  (value, field, problems) => {
    if (typeof value !== 'string' || !pattern.test(value)) problems.push({ field, problem: `must be ${what}` });
  };

const amount = written(/^-?\d{1,14}(\.\d{1,4})?$/, "an amount as text, such as '19.95'");

const calendarDate: Outline = (value, field, problems) => {
  const date = typeof value === 'string' && /^[12]\d{3}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00Z`) : null;
  // '2026-02-30' is read as a day in March.
  const exists = date && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(String(value));
  if (!exists) problems.push({ field, problem: 'must be a calendar date, YYYY-MM-DD' });
};

/** What one row of a statement must look like: what is compared with the books is looked at closely. */
export const statementRowOutline = fieldsLike({
  remoteId: written(/^.{1,191}$/s, 'a text of 1 to 191 characters'),
  number: optional(text(500)),
  reference: optional(text(500)),
  date: calendarDate,
  amount,
  tax: optional(amount),
  currency: written(/^[A-Z]{3}$/, "three capital letters, such as 'AUD'"),
  status: oneOf('draft', 'open', 'paid', 'voided', 'deleted'),
  contact: optional(text(500)),
  url: optional(text(2_000)),
  parts: optional(fieldsLike({ lines: optional(amount), rounding: optional(amount) })),
  says: optional(listOf(text(20_000), 50)),
  goods: optional(listOf(fieldsLike({ sku: text(500), quantity: text(50) }), 5_000)),
  changedAt: optional(number),
  ours: optional(flag),
});

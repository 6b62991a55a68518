import type { Master } from '../../sdk/index.js';

export interface Difference {
  field: string;
  before: unknown;
  after: unknown;
}

export interface Merged {
  body: Record<string, unknown>;
  /** What enters the record. */
  changes: Difference[];
  /** Where the app says otherwise (`after`) and is not asked. */
  drift: Difference[];
}

/** Lets an app's values into a record, field by field, as far as each field's master allows. */
export function merge(
  held: Record<string, unknown>,
  said: Record<string, unknown>,
  masters: ReadonlyMap<string, Master>,
): Merged {
  const body = { ...held };
  const changes: Difference[] = [];
  const drift: Difference[] = [];
  for (const field in said) {
    const difference = { field, before: held[field] ?? null, after: said[field] ?? null };
    if (same(difference.before, difference.after)) continue;
    const master = masters.get(field) ?? 'app';
    if (master === 'app' || (master === 'fill' && difference.before === null)) {
      body[field] = difference.after;
      changes.push(difference);
    } else {
      drift.push(difference);
    }
  }
  return { body, changes, drift };
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));
}

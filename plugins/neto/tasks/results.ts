import type { StepResult } from 'patchbay/sdk';
import type { Verdict } from '../client.js';

/** The store holds no longer SKU, and no longer username. */
const LONGEST_KEY = 25;

export const tooLong = (what: string, key: string) =>
  key.length > LONGEST_KEY
    ? { rejected: `${what} ${key} has ${key.length} characters; the store takes ${LONGEST_KEY}.` }
    : undefined;

/** What the hub keeps of the store's answer about one element. */
export function resultOf(verdict: Verdict | undefined, remoteId: string | undefined, missing: StepResult): StepResult {
  if (verdict === undefined) return { needsPerson: 'The store said nothing about this one.' };
  if ('done' in verdict) return { done: true, remoteId };
  return 'missing' in verdict ? missing : { rejected: verdict.refused };
}

/** Leaves out what isn't known: the store then keeps what it has. */
export function known<T>(fields: Record<string, T | null | undefined>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      (entry): entry is [string, T] => entry[1] !== null && entry[1] !== undefined && entry[1] !== '',
    ),
  );
}

export const flag = (value: boolean | null | undefined): string | null =>
  value === null || value === undefined ? null : value ? 'True' : 'False';

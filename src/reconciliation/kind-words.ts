import type { StatementKind } from '../sdk/index.js';

/** What a statement is about, as it begins a sentence or names a tab. */
export const KIND_WORDS: Record<StatementKind, string> = { invoice: 'Invoices', payment: 'Payments' };

import { money } from 'patchbay/sdk';

/** What an answer of the app said of its copy. */
export interface Written {
  total?: number;
  currency?: string;
  status?: string;
  warning?: string;
  at?: number;
}

/** What it has to come to. */
export interface Due {
  total: string;
  currency: string;
}

export const GONE = new Set(['VOIDED', 'DELETED']);

/** What was said longer ago may have been changed by hand since. */
const FRESH = 60_000;

interface Row {
  Total?: number;
  CurrencyCode?: string;
  Status?: string;
}

export const writtenAs = ({ Total: total, CurrencyCode: currency, Status: status }: Row): Written => ({
  total,
  currency,
  status,
});

/** What was said of it is compared as it stands while that is fresh; else it is read anew. */
export const lately = <Said extends { at?: number }>(said: Said | undefined, now: number): Said | undefined =>
  said?.at !== undefined && now - said.at < FRESH ? said : undefined;

/** It stands over there with the store's total, and as it was sent. */
export const isRight = (written: Written, due: Due): boolean =>
  !written.warning && !GONE.has(written.status ?? '') && comesTo(written, due);

export const comesTo = ({ total = 0, currency }: Written, due: Due): boolean =>
  (currency ?? due.currency) === due.currency && money.compare(total, due.total) === 0;

/** What a person reads of one that comes to something else. */
export function apart(name: string, { total = 0, currency }: Written, due: Due): string {
  const [theirs, ours] = [money.shown(total, currency ?? due.currency), money.shown(due.total, due.currency)];
  return `${name} comes to ${theirs} in Xero, but the store’s total is ${ours}. Mend it in Xero, then try again.`;
}

export const notAsSent = (name: string, warning: string): string =>
  `${name} was saved in Xero, but not as it was sent: ${warning}`;

/** Why a document, written or read anew, is not what it has to be; undefined where it is. */
export function whatIsWrong(name: string, written: Written | undefined, due: Due): string | undefined {
  if (!written || GONE.has(written.status ?? ''))
    return `${name} is no longer in force in Xero. Enter it there anew, or mark it as expected.`;
  if (written.warning) return notAsSent(name, written.warning);
  return comesTo(written, due) ? undefined : apart(name, written, due);
}

import { money } from 'patchbay/sdk';

/** What creating or updating said of the app's copy. */
export interface Written {
  total?: number;
  status?: string;
  warning?: string;
  at?: number;
}

export const GONE = new Set(['VOIDED', 'DELETED']);

/** It stands over there with the store's total, and as it was sent. */
export const isRight = ({ total = 0, status = '', warning }: Written, due: string): boolean =>
  !warning && !GONE.has(status) && money.compare(total, due) === 0;

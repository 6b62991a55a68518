import { type Document, money, type SentDocument } from 'patchbay/sdk';
import { changeCreditNote } from '../credits/change-credit-note.js';
import { isCredit } from '../credits/credit-note.js';
import { unfinished } from '../money/change-payment.js';
import type { Paying } from '../money/money-document.js';
import type { ReceivedRefund } from './received-refund.js';

/** Money that went back is never altered. */
export function changeRefund(before: SentDocument, now: Document | undefined): string[] | 'ask' | 'nothing' {
  if (!before.payload || !now) return 'ask';
  if (isCredit(before.payload) && isCredit(now.payload)) return changeCreditNote(before, now);
  if (isCredit(before.payload) || isCredit(now.payload)) return 'ask';
  return bookedAs(before.payload) === bookedAs(now.payload) ? unfinished(before) : 'ask';
}

function bookedAs(payload: unknown): string {
  const { kind, account, date, amount, currency, of } = payload as Paying | ReceivedRefund;
  return [kind, of, account, date, money.add(amount), currency].join('|');
}

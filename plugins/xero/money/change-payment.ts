import { type Document, money } from 'patchbay/sdk';
import type { MoneyDocument } from './money-document.js';

/** Money is never altered: what still says the same stays, the rest is for a person. */
export function changePayment(before: Document, now: Document | undefined): 'ask' | 'nothing' {
  const [was, is] = [before.payload, now?.payload] as [MoneyDocument | null, MoneyDocument | undefined];
  return was && is && bookedAs(was) === bookedAs(is) ? 'nothing' : 'ask';
}

function bookedAs(document: MoneyDocument): string {
  const { kind, account, date, amount, currency } = document;
  const target = document.kind === 'payment' ? document.target.id : document.of;
  return [kind, target, account, date, money.add(amount), currency].join('|');
}

import { type Document, money, type SentDocument, stepsLeft } from 'patchbay/sdk';
import type { MoneyDocument } from './money-document.js';

/** Money is never altered: what still says the same is carried to its end, the rest is for a person. */
export function changePayment(before: SentDocument, now: Document | undefined): string[] | 'ask' | 'nothing' {
  const [was, is] = [before.payload, now?.payload] as [MoneyDocument | null, MoneyDocument | undefined];
  if (!was || !is || bookedAs(was) !== bookedAs(is)) return 'ask';
  // A batch is not this payment's alone: it goes on by the steps that it left with.
  return now?.batchKey === undefined ? unfinished(before) : 'nothing';
}

/** By the steps that it left with: what was sent when fewer were taken is complete as it is. */
export function unfinished(before: SentDocument): string[] | 'nothing' {
  const left = stepsLeft(before);
  return before.done.length > 0 && left.length > 0 ? left : 'nothing';
}

function bookedAs(document: MoneyDocument): string {
  const { kind, account, date, amount, currency } = document;
  const target = document.kind === 'payment' ? document.target.id : document.of;
  return [kind, target, account, date, money.add(amount), currency].join('|');
}

import { type Document, money, type SentDocument, stepsLeft } from 'patchbay/sdk';
import type { CreditNote } from './credit-note.js';

/** A draft follows its return. What is approved is never altered: what still says the same stays, the rest is for a person. */
export function changeCreditNote(before: SentDocument, now: Document | undefined): string[] | 'ask' | 'nothing' {
  const [was, is] = [before.payload, now?.payload] as [CreditNote | null, CreditNote | undefined];
  if (!was || !is) return 'ask';
  if (bookedAs(was) !== bookedAs(is)) return was.status === 'AUTHORISED' ? 'ask' : ['update', ...now!.steps.slice(1)];
  // Money that went back before such payments were compared stays as it is.
  const takes = (step: string) => step !== 'verify-payment' || before.steps.includes(step);
  // An update that was stopped on its way has not landed, whatever it was to say.
  const wanted = stepsLeft(before).includes('update') ? ['update', ...now!.steps] : now!.steps;
  const left = wanted.filter((step) => !before.done.includes(step) && takes(step));
  return left.length > 0 ? left : 'nothing';
}

const bookedAs = ({ date, currency, total, tax, lines, refund }: CreditNote): string =>
  JSON.stringify([
    date,
    currency,
    money.add(total),
    money.add(tax),
    lines.map(({ account, taxCode, amount }) => [account, taxCode, money.add(amount)]),
    refund && [refund.account, refund.date, money.add(refund.amount)],
  ]);

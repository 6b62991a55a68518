import {
  type BuildContext,
  type Difference,
  type Document,
  type FurtherSteps,
  money,
  type SentDocument,
  stepsLeft,
} from 'patchbay/sdk';
import { inTurn } from '../credits/about-order.js';
import { settingsOf } from '../settings.js';
import { differenceOf } from './difference.js';
import { isBatch, orderOf, type SalesInvoice } from './sales-invoice.js';

/**
 * What to do about an invoice whose order has changed since. A draft follows the store; what was sent as approved is never altered:
 * a credit note or a further invoice makes up for it, and a person is asked first unless the merchant wants it otherwise.
 */
export function changeInvoice(
  before: SentDocument,
  now: Document | undefined,
  ctx: BuildContext,
): string[] | FurtherSteps | 'ask' | 'nothing' | Difference {
  const was = before.payload as SalesInvoice | null;
  const { cancelled, edits } = settingsOf(ctx);
  if (!was || before.done.includes('delete') || before.done.includes('void')) return now ? 'ask' : 'nothing';
  const isDraft = was.status !== 'AUTHORISED';
  if (!now) {
    const serialBy = inTurn(orderOf(was));
    if (isDraft) return { steps: ['delete'], serialBy };
    if (cancelled === 'void') return { steps: ['void'], serialBy };
    return offered(differenceOf(before, was, undefined, ctx), cancelled === 'ask');
  }
  if (saysTheSame(was, invoiceOf(now))) return before.done.includes('verify') ? 'nothing' : goingOn(before, ['verify']);
  if (isDraft) return goingOn(before, ['update', 'verify']);
  return offered(differenceOf(before, was, invoiceOf(now), ctx), edits === 'ask');
}

/** These steps, and those that are left of what it was sent with: an update that was stopped on its way, a note in its history. */
function goingOn(before: SentDocument, wanted: string[]): string[] {
  const left = new Set([...stepsLeft(before), ...wanted]);
  return ['update', 'verify', 'note'].filter((step) => left.has(step));
}

const offered = (difference: Document | undefined, ask: boolean): Difference | 'ask' =>
  difference ? { difference, ask } : 'ask';

const invoiceOf = ({ payload }: Document): SalesInvoice => payload as SalesInvoice;

/** Whether what was booked still holds: who, when, what for, how much. A customer's telephone number doesn't matter. */
export function saysTheSame(one: SalesInvoice, other: SalesInvoice): boolean {
  const head = ({ date, currency, total, tax, inclusive }: SalesInvoice) =>
    [date, currency, money.add(total), money.add(tax), inclusive].join('|');
  if (head(one) !== head(other) || !isSameContact(one, other)) return false;
  // A batch says no more of a line than where it is booked.
  return isBatch(one) ? sumsOf(one) === sumsOf(other) : linesOf(one) === linesOf(other);
}

/** The id may have become known since. */
function isSameContact({ contact: one }: SalesInvoice, { contact: other }: SalesInvoice): boolean {
  if (one.id && other.id) return one.id === other.id;
  return one.customer === other.customer;
}

function sumsOf({ lines }: SalesInvoice): string {
  const sums = new Map<string, string>();
  for (const { account, taxCode, tracking, amount } of lines) {
    const place = JSON.stringify([account, taxCode, tracking]);
    sums.set(place, money.add(sums.get(place) ?? 0, amount));
  }
  return JSON.stringify([...sums].filter(([, sum]) => !money.isZero(sum)).sort());
}

const linesOf = ({ lines }: SalesInvoice): string =>
  lines
    .map(({ description, quantity, amount, tax, account, taxCode, item, tracking }) =>
      JSON.stringify([
        description,
        money.add(quantity),
        money.add(amount),
        money.add(tax),
        account,
        taxCode,
        item,
        tracking,
      ]),
    )
    .sort()
    .join('\n');

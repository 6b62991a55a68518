import { type BuildContext, type Document, money } from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import type { SalesInvoice } from './sales-invoice.js';

/**
 * What to do about an invoice whose order has changed since. A draft follows the store; what was sent as approved is never altered
 * in silence.
 */
export function changeInvoice(
  before: Document & { done: string[] },
  now: Document | undefined,
  ctx: BuildContext,
): string[] | 'ask' | 'nothing' {
  const was = invoiceOf(before);
  if (before.done.includes('delete') || before.done.includes('void')) return now ? 'ask' : 'nothing';
  const isDraft = was.status !== 'AUTHORISED';
  if (!now) return isDraft ? ['delete'] : settingsOf(ctx).cancelled === 'void' ? ['void'] : 'ask';
  if (saysTheSame(was, invoiceOf(now))) return before.done.includes('verify') ? 'nothing' : ['verify'];
  return isDraft ? ['update', 'verify'] : 'ask';
}

const invoiceOf = ({ payload }: Document): SalesInvoice => payload as SalesInvoice;

/** Whether what was booked still holds: who, when, what for, how much. A customer's telephone number doesn't matter. */
export function saysTheSame(one: SalesInvoice, other: SalesInvoice): boolean {
  const head = ({ date, currency, total, tax, inclusive }: SalesInvoice) =>
    [date, currency, money.add(total), money.add(tax), inclusive].join('|');
  return head(one) === head(other) && isSameContact(one, other) && linesOf(one) === linesOf(other);
}

/** The id may have become known since. */
function isSameContact({ contact: one }: SalesInvoice, { contact: other }: SalesInvoice): boolean {
  if (one.id && other.id) return one.id === other.id;
  return one.customer === other.customer;
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

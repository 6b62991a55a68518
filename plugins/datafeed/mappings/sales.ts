import type { MappingContext } from 'patchbay/sdk';
import { feed, mark, markedPayments, markedWarehouses, type Row, username } from './feed.js';

export const orderMapping = feed('orders', 'invoice', {
  title: 'Orders',
  as: { username, payments: markedPayments, lines: markedWarehouses },
  skip: ({ body }, { answers }) => String(body?.date ?? '') < String(answers.startDate),
  refuse: ({ key = '', taken }, { answers, store }) => {
    if (taken)
      return `${store.name} has an order ${key} of its own. This one keeps out: two orders can’t have one number.`;
    if (!isNumberedApart(key, answers)) {
      return `${key} was numbered before the order prefix became ${answers.orderPrefix}: ${store.name} may have used that number itself.`;
    }
    return undefined;
  },
});

/** Money and goods follow their order: what belongs to one that stays out stays out as well. */
const ofStrangers = ({ body, orderTaken }: Row, { answers }: MappingContext): boolean =>
  orderTaken === true || !isNumberedApart(String(body?.invoice ?? ''), answers);

export const paymentMapping = feed('payments', 'payment', {
  title: 'Payments',
  as: { number: mark('payment'), method: mark('payment-method') },
  skip: ofStrangers,
});

export const returnMapping = feed('returns', 'return', {
  title: 'Returns',
  as: { number: mark('return'), username, lines: markedWarehouses },
  skip: ofStrangers,
});

export const refundMapping = feed('refunds', 'refund', {
  title: 'Refunds',
  as: { number: mark('refund'), return: mark('return'), username, method: mark('payment-method') },
  skip: ofStrangers,
});

function isNumberedApart(number: string, answers: Record<string, unknown>): boolean {
  return number.startsWith(String(answers.orderPrefix));
}

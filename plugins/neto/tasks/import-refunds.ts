import { importTask } from 'patchbay/sdk';
import type { NetoApi, Place, Row } from '../client.js';
import { isBelowZero } from '../decimals.js';
import { refundMapping } from '../mappings/refunds.js';
import { PAYMENT, REFUNDS } from '../nouns.js';
import { startOf } from './start.js';

/** First the refunds of returns, then the money that went back without one. */
interface Bookmark {
  of: 'returns' | 'payments';
  place: Place;
}

export const importRefunds = importTask<'refund', NetoApi>({
  id: 'import-refunds',
  title: 'Import refunds',
  record: 'refund',
  schedule: 'every 15 minutes',
  mapping: refundMapping,
  pulls: 'changes',
  // Payments can only be asked for by the day they were made, and one is often entered days after it.
  overlap: '3 days',
  async *pull({ api, since, bookmark, ...ctx }) {
    const from = bookmark as Bookmark | undefined;
    const start = () => startOf(since, ctx);
    if (from?.of !== 'payments') {
      for await (const { rows, next } of api.changes(REFUNDS, 'DateUpdated', from?.place ?? start())) {
        const onwards: Bookmark = next ? { of: 'returns', place: next } : { of: 'payments', place: start() };
        yield { rows: rows.flatMap(refundsOf), bookmark: onwards };
      }
    }
    const place = from?.of === 'payments' ? from.place : start();
    for await (const { rows, next } of api.changes(PAYMENT, 'DatePaid', place)) {
      const backward = rows.filter(({ AmountPaid }) => isBelowZero(AmountPaid)).map(asRefund);
      yield { rows: backward, bookmark: next && { of: 'payments', place: next } };
    }
  },
});

function refundsOf({ Refunds, ...rma }: Row): Row[] {
  if (!Array.isArray(Refunds)) return [];
  return Refunds.flatMap((refund: unknown) =>
    typeof refund === 'object' && refund !== null ? [{ ...rma, ...refund }] : [],
  );
}

/** Its number is marked: payments and refunds are counted apart. */
function asRefund(payment: Row): Row {
  const { PaymentID: id, AmountPaid: amount, PaymentMethod: method } = payment;
  return { ...payment, RefundID: `P${id}`, RefundAmount: amount, PaymentMethodID: method, RefundStatus: 'Refunded' };
}

import { mapping, transform } from 'patchbay/sdk';
import { type Row, timeZoneOf } from '../client.js';
import { isBelowZero } from '../decimals.js';
import { dayOf, shopClock } from '../shop-time.js';
import { clip, first, isCurrency, said } from './transforms.js';

/** The day in the store on which the money came, whichever of the three spellings of the moment there is. */
export const paidOn = transform('the day in the store', (_, ctx, { DatePaidUTC, DatePaidLocal, DatePaid }) => {
  const utc = said(DatePaidUTC);
  const clock = shopClock(timeZoneOf(ctx));
  const at = utc ? clock.instant(`${utc.replace(/Z$/, '')}Z`) : undefined;
  return dayOf(DatePaidLocal) ?? dayOf(at === undefined ? DatePaid : clock.written(at)) ?? null;
});
const reference = transform('authorisation or cheque number', (authorisation, _, { ChequeNumber }) =>
  clip(said(authorisation) ?? ChequeNumber, 200),
);

export const paymentMapping = mapping('payments', 'payment', {
  title: 'Payments',
  remoteId: 'PaymentID',
  // Money that went back: it comes in with the refunds.
  skip: ({ AmountPaid }: Row) => isBelowZero(AmountPaid),
  rows: [
    { from: 'PaymentID', to: 'number', label: 'Payment ID' },
    { from: 'OrderID', to: 'invoice', label: 'Order ID', as: first(50) },
    { from: 'PaymentMethod', to: 'method', label: 'Payment method', as: first(50) },
    { from: 'AmountPaid', to: 'amount', label: 'Amount paid' },
    { from: 'CurrencyCode', to: 'currency', label: 'Currency', as: isCurrency },
    { from: 'DatePaid', to: 'paidOn', label: 'Date paid', as: paidOn },
    { from: 'CardAuthorisation', to: 'reference', label: 'Card authorisation', as: reference },
  ],
});

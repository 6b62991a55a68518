import { mapping, transform } from 'patchbay/sdk';
import { dayOf } from '../shop-time.js';
import { paidOn } from './payments.js';
import { clip, day, first, isCurrency, said } from './transforms.js';

const status = transform('refunded or pending', (word, _, { DateRefunded }) =>
  dayOf(DateRefunded) || said(word)?.toLowerCase() === 'refunded' ? 'refunded' : 'pending',
);
const refundedOn = transform(
  'the day in the store',
  (refunded, ctx, row) => dayOf(refunded) ?? paidOn.apply(null, ctx, row),
);
const invoice = transform('the order it belongs to', (order, _, { InvoiceNumber }) =>
  clip(said(order) ?? InvoiceNumber, 50),
);
/** Money that went back is written as a positive amount here, and as a negative payment where no return belongs to it. */
const amount = transform('without its sign', (value) => said(value)?.replace(/^-/, '') ?? null);
const method = transform('its id, else its name', (id, _, { PaymentMethodName }) =>
  clip(said(id) ?? PaymentMethodName, 50),
);

export const refundMapping = mapping('refunds', 'refund', {
  title: 'Refunds',
  remoteId: 'RefundID',
  rows: [
    { from: 'RefundID', to: 'number', label: 'Refund ID' },
    { from: 'RefundStatus', to: 'status', label: 'Refund status', as: status },
    { from: 'RmaID', to: 'return', label: 'RMA ID', as: first(50) },
    { from: 'OrderID', to: 'invoice', label: 'Order ID', as: invoice },
    { from: 'CustomerUsername', to: 'username', label: 'Customer', as: first(100) },
    { from: 'PaymentMethodID', to: 'method', label: 'Payment method', as: method },
    { from: 'RefundAmount', to: 'amount', label: 'Refund amount', as: amount },
    { from: 'CurrencyCode', to: 'currency', label: 'Currency', as: isCurrency },
    { from: 'DateIssued', to: 'issuedOn', label: 'Date issued', as: day },
    { from: 'DateRefunded', to: 'refundedOn', label: 'Date refunded', as: refundedOn },
    { from: 'CardAuthorisation', to: 'reference', label: 'Card authorisation', as: first(200) },
  ],
});

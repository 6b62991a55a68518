import type { Order } from './xero-orders.js';

const ACCOUNT = { AccountCode: '200', TaxType: 'OUTPUT' };

/** An order as Xero takes it, as somebody would write it by hand. The connector says the same. */
export const toInvoice = (order: Order, contactId: string) => ({
  Type: 'ACCREC',
  InvoiceNumber: order.number,
  Reference: `${order.number} / ${order.reference}`,
  Url: `http://localhost:3000/logs/exports?store=9&text=${order.number}`,
  Contact: { ContactID: contactId },
  Date: order.date,
  DueDate: order.date,
  LineAmountTypes: 'Inclusive',
  CurrencyCode: order.currency,
  Status: 'AUTHORISED',
  LineItems: [
    ...order.lines.map(({ name, sku, quantity, unitPrice }) => ({
      Description: `${name} (${sku})`,
      Quantity: Number(quantity),
      UnitAmount: Number(unitPrice),
      ...ACCOUNT,
    })),
    { Description: 'Shipping', Quantity: 1, UnitAmount: Number(order.shipping), ...ACCOUNT, AccountCode: '210' },
  ],
});

import { type Ledger, type Parents } from './books.js';
import { PAYMENTS, payment } from './payments.js';
import { invoice, line } from './sales.js';

export const RETURNS = 'export-credit-notes';
export const REFUNDS = 'export-refunds';

export const order = (more: Parameters<typeof invoice>[1] = {}) =>
  invoice([line('POT', 2, '55'), line('FERN', 1, '22')], { payments: [{ number: '501', amount: '132' }], ...more });
/** On account: nothing was paid yet. */
export const unpaid = () => order({ payments: [] });
export const returned = (more: object = {}) => ({
  number: '5001',
  status: 'closed',
  invoice: 'N1001',
  username: 'almond',
  currency: 'AUD',
  taxInclusive: true,
  issuedOn: '2026-08-02',
  approvedOn: '2026-08-03',
  total: '66',
  tax: '6',
  shippingRefund: '11',
  shippingTaxCode: 'GST',
  lines: [
    { id: '1', sku: 'POT', name: 'A POT', quantity: '1', refund: '55', tax: '5', taxCode: 'GST', reason: 'Cracked' },
  ],
  ...more,
});
export const refund = (more: object = {}) => ({
  number: '50011',
  status: 'refunded',
  return: '5001',
  invoice: 'N1001',
  username: 'almond',
  method: '1',
  amount: '66',
  currency: 'AUD',
  refundedOn: '2026-08-03',
  ...more,
});

export const credit = async ({ who }: Ledger, number: string) =>
  (await who.get(`/CreditNotes/${number}`)).body.CreditNotes[0];
export const bill = async ({ who }: Ledger, number = 'N1001') =>
  (await who.get(`/Invoices/${number}`)).body.Invoices[0];

export async function pay(books: Ledger, parents: Parents, more: object = {}, of = order()) {
  const body = payment({ amount: '132', ...more });
  const [document] = await books.documents(PAYMENTS, 'payment', body, { order: of, parents });
  return books.send(PAYMENTS, document!);
}

/** Sends a return and answers it as a parent. */
export async function credited(books: Ledger, parents: Parents, more: object = {}, of = order()) {
  const body = returned(more);
  const [document] = await books.documents(RETURNS, 'return', body, { order: of, parents });
  const { shipment, result } = await books.send(RETURNS, document!);
  const { remoteId, number } = shipment.done.create ?? {};
  const parent = { task: RETURNS, key: body.number, state: 'exported' as const, remoteId, number, parts: [] };
  return { document: document!, shipment, result, parent };
}

export async function paidBack(books: Ledger, parents: Parents, more: object = {}, around: object = {}) {
  const [document] = await books.documents(REFUNDS, 'refund', refund(more), { order: order(), parents, ...around });
  return { document: document!, ...(await books.send(REFUNDS, document!)) };
}

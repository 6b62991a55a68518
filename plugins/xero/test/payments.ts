import type { Ledger } from './books.js';
import { invoice, line } from './sales.js';

export const PAYMENTS = 'export-payments';

/** An order of one pot, which is paid. */
export const order = (more: Parameters<typeof invoice>[1] = {}) =>
  invoice([line('POT', 1, '110')], { payments: [{ number: '501', amount: '110' }], ...more });
export const payment = (more: object = {}) => ({
  number: '501',
  invoice: 'N1001',
  method: '1',
  amount: '110',
  currency: 'AUD',
  paidOn: '2026-08-02',
  ...more,
});

/** An order and what goes before its payments: its invoice, in the books. */
export const invoiced = async (books: Ledger, body = order()) => ({
  order: body,
  parents: [await books.invoiced(body)],
});

export async function due({ who }: Ledger, number = 'N1001'): Promise<number> {
  const { body } = await who.get(`/Invoices/${number}`);
  return body.Invoices[0].AmountDue;
}

/** Sends an order and the payments of it. */
export async function paid(books: Ledger, body: ReturnType<typeof order>, payments: object[]) {
  const around = await invoiced(books, body);
  const documents = (
    await Promise.all(payments.map((one) => books.documents(PAYMENTS, 'payment', one, around)))
  ).flat();
  const results = [];
  for (const document of documents) results.push(await books.send(PAYMENTS, document));
  return { documents, results };
}

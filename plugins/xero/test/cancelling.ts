import type { Document } from 'patchbay/sdk';
import { expect } from 'vitest';
import type { Ledger, Parents } from './books.js';
import { credited, order, refund, returned } from './returns.js';
import { TASK as INVOICES } from './sales.js';

export type Parent = Parents[number];

export const cancelled = order({ status: 'cancelled' });

/** One of the two pots comes back, and nothing of the shipping. */
const ONE_POT = {
  total: '55',
  tax: '5',
  shippingRefund: null,
  shippingTaxCode: null,
  lines: [{ id: '1', sku: 'POT', name: 'A POT', quantity: '1', refund: '55', tax: '5', taxCode: 'GST' }],
};
export const potBack = (more: object = {}) => returned({ ...ONE_POT, ...more });
export const giveBack = (books: Ledger, invoiced: Parent, more: object = {}, of = order()) =>
  credited(books, [invoiced], { ...ONE_POT, ...more }, of);
/** Without a return, and all of it unless another amount is named. */
export const moneyBack = (more: object = {}) => refund({ return: null, amount: '132', ...more });

/** What the connector makes of a change of the order; without one, of its cancellation. */
export const changing = async (books: Ledger, { parts: [part] }: Parent, now?: Document) => {
  const before = { ...part!, steps: ['create', 'verify'], done: ['create', 'verify'] };
  return books.app.change(INVOICES, before, now);
};

/** The order is cancelled: what the connector makes of its invoice, taken through its steps. */
export async function cancel(books: Ledger, invoiced: Parent) {
  const answer = (await changing(books, invoiced)) as { difference: Document } | { steps: string[] };
  const [part] = invoiced.parts;
  if ('difference' in answer) {
    const { shipment, result } = await books.send(INVOICES, answer.difference);
    const { remoteId, number } = shipment.done['create-credit'] ?? {};
    const { reference, payload } = answer.difference;
    const credit = { part: 'difference', reference, remoteId, number, payload, done: shipment.done };
    return { result, parent: { ...invoiced, parts: [part!, credit] } };
  }
  const shipment = { ...books.app.shipment({ ...part!, steps: [] }), done: part!.done };
  const [result] = await books.app.step(INVOICES, answer.steps[0]!, [shipment]);
  const done = { ...part!.done, [answer.steps[0]!]: {} };
  return { result: result!, parent: { ...invoiced, parts: [{ ...part!, done }] } };
}

/** What all credit notes in force come to that were written for customers, and what the invoice stands at. */
export async function standing({ who }: Ledger) {
  const { body } = await who.get('/CreditNotes?page=1&pageSize=1000');
  const credits: { Type: string; Status: string; Total: number; Reference?: string }[] = body.CreditNotes;
  const ours = credits.filter(
    ({ Type, Status, Reference = '' }) =>
      Type === 'ACCRECCREDIT' && Status !== 'VOIDED' && Status !== 'DELETED' && Reference.includes('N1001'),
  );
  const [bill] = (await who.get('/Invoices/N1001')).body.Invoices;
  return { credited: ours.reduce((sum, { Total }) => sum + Total, 0), bill };
}

/** A person is asked, in words that contain these, in their order. */
export const person = (...words: string[]) => ({
  needsPerson: expect.stringMatching(words.map((word) => word.replaceAll(/[.()]/g, '\\$&')).join('.*')),
});

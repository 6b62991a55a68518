import type { Document } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import type { Paying } from '../money/money-document.js';
import { type Ledger, ledger, type Parents } from './books.js';
import { due, order, PAYMENTS, payment } from './payments.js';
import { TASK as INVOICES, line, shopOf } from './sales.js';

const lines = [line('POT', 1, '110'), line('FERN', 1, '55')];
const grown = (...amounts: string[]) =>
  order({ lines, total: '165', payments: amounts.map((amount, at) => ({ number: `${501 + at}`, amount })) });

/** An order that came to more after its invoice was approved: what a further invoice says of it is there as well. */
async function further(books: Ledger) {
  const parent = await books.invoiced(order());
  const sent = { ...parent.parts[0]!, steps: ['create', 'verify'], done: ['create', 'verify'] };
  const now = await (await shopOf(books.app)).sale(grown('110', '55'));
  const { difference } = (await books.app.change(INVOICES, sent, now)) as { difference: Document };
  const { shipment } = await books.send(INVOICES, difference);
  const { remoteId, number } = shipment.done.create!;
  const { reference, payload } = difference;
  const more = { part: 'difference', reference, payload, remoteId, number, done: shipment.done };
  return { parent, parents: [{ ...parent, parts: [...parent.parts, more] }] as Parents };
}

const paidFor = (documents: Document[]) =>
  documents.map(({ part, payload }) => [part, (payload as Paying).of, (payload as Paying).amount]);

describe('payments of an order that came to more after its invoice was approved', () => {
  it('pay what that is invoiced by', async () => {
    const books = await ledger();
    const { parents } = await further(books);
    const around = { order: grown('110', '55'), parents };
    for (const body of [payment(), payment({ number: '502', amount: '55' })]) {
      const documents = await books.documents(PAYMENTS, 'payment', body, around);
      expect(documents).toHaveLength(1);
      expect((await books.send(PAYMENTS, documents[0]!)).result).toMatchObject({ done: true });
    }
    expect([await due(books), await due(books, 'N1001-D')]).toEqual([0, 0]);
  });

  it('pay both where one is for both, and stay so', async () => {
    const books = await ledger();
    const { parents } = await further(books);
    const body = payment({ amount: '165' });
    const around = { order: grown('165'), parents };
    const documents = await books.documents(PAYMENTS, 'payment', body, around);
    expect(paidFor(documents)).toEqual([
      [undefined, 'N1001', '110'],
      ['further', 'N1001-D', '55'],
    ]);
    const shipped = documents.map(({ part = '', reference, payload, steps }) => ({
      part,
      reference,
      payload,
      done: steps,
    }));
    const cut = { order: { ...grown('165'), total: '110' }, parents, shipped };
    expect(paidFor(await books.documents(PAYMENTS, 'payment', body, cut))).toEqual(paidFor(documents));
    // Of the two, one may still be on its way.
    const half = { ...around, shipped: shipped.slice(0, 1) };
    expect(paidFor(await books.documents(PAYMENTS, 'payment', body, half))).toEqual(paidFor(documents));
  });

  it('wait while somebody is asked about what it came to, and no longer', async () => {
    const books = await ledger();
    const { parent } = await further(books);
    const body = payment({ number: '502', amount: '55' });
    const asked = { order: grown('110', '55'), parents: [{ ...parent, changed: 'asked' as const }] };
    expect(await books.build(PAYMENTS, 'payment', body, asked)).toEqual({
      awaits: expect.stringContaining('came to more after it was sent'),
    });
    const first = await books.documents(PAYMENTS, 'payment', payment(), asked);
    expect(paidFor(first)).toEqual([[undefined, 'N1001', '110']]);
    const left = { ...asked, parents: [parent] };
    expect(paidFor(await books.documents(PAYMENTS, 'payment', body, left))).toEqual([[undefined, 'N1001', '55']]);
  });

  it('of a batch pay the further invoice of their own order', async () => {
    const books = await ledger({ answers: { mode: 'batched', customer: 'web' } });
    const { parent, parents } = await further(books);
    const batch = { ...parent.parts[0]!, payload: { numbers: ['N1001', 'N1002'], total: '500' } };
    const around = (parts: object[]) => ({
      order: grown('110', '55'),
      parents: [{ ...parent, parts }] as Parents,
    });
    const body = payment({ number: '502', amount: '55' });
    const [more] = parents[0]!.parts.slice(1);
    const [one] = await books.documents(PAYMENTS, 'payment', body, around([batch, more!]));
    expect(paidFor([one!])).toEqual([[undefined, 'N1001-D', '55']]);
    expect(one!.batchKey).toBeUndefined();
    const [joins] = await books.documents(PAYMENTS, 'payment', payment(), around([batch, more!]));
    expect(joins!.batchKey).toContain(String(parent.remoteId));
  });
});

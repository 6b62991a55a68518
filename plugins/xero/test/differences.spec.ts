import type { Document } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import type { CreditNote } from '../credits/credit-note.js';
import type { SalesInvoice } from '../sales/sales-invoice.js';
import { asker } from '../sandbox/testing.js';
import { invoice, line, shopOf, TASK } from './sales.js';
import { open } from './shop.js';

type Offer = { difference: Document & { payload: CreditNote & SalesInvoice }; ask: boolean };

const ordered = invoice([line('POT', 3, '11'), line('FERN', 1, '22')], {
  shipping: '5.50',
  shippingTax: '0.50',
  total: '60.50',
});

/** An order that was sent and approved, and what the connector would do about a change of it. */
async function approved(options: Parameters<typeof open>[0] = {}) {
  const { app, twin } = open(options);
  const shop = await shopOf(app);
  const document = await shop.sale(ordered);
  const { shipment } = await shop.send(document);
  const { remoteId } = shipment.done.create!;
  const change = (now: Document | undefined, payload: unknown = document.payload) =>
    app.change(TASK, { ...document, payload, done: ['create', 'verify'], remoteId }, now);
  const offer = async (now: Document | undefined): Promise<Offer> => {
    const answer = await change(now);
    if (typeof answer === 'object' && 'difference' in answer) return answer as Offer;
    throw new Error(JSON.stringify(answer));
  };
  const who = await asker(twin);
  const bill = async (number = 'N1001') => (await who.get(`/Invoices/${number}`)).body.Invoices[0];
  const credit = async (number: string) => (await who.get(`/CreditNotes/${number}`)).body.CreditNotes[0];
  return { app, ...shop, document, change, offer, bill, credit };
}

const fewer = { ...ordered, lines: [line('POT', 1, '11'), line('FERN', 1, '22')], total: '38.5' };
const more = { ...ordered, lines: [line('POT', 3, '11'), line('FERN', 2, '22')], total: '82.5' };

describe('rule 5: an approved invoice whose order came to', () => {
  it('less is made up for by a credit note that is allocated to it', async () => {
    const { sale, send, offer, bill, credit } = await approved();
    const { difference, ask } = await offer(await sale(fewer));
    expect(ask).toBe(true);
    expect(difference).toMatchObject({
      reference: 'N1001-C',
      steps: ['create-credit', 'verify-credit', 'allocate-credit'],
      payload: { total: '22', lines: [{ description: 'A POT (POT)', amount: '22' }] },
    });
    expect((await send(difference)).result).toMatchObject({ done: true });
    expect(await credit('N1001-C')).toMatchObject({ Total: 22, RemainingCredit: 0 });
    expect(await bill()).toMatchObject({ Total: 60.5, AmountDue: 38.5 });
  });

  it('more is made up for by a further invoice', async () => {
    const { sale, send, offer, bill } = await approved();
    const { difference } = await offer(await sale(more));
    expect(difference).toMatchObject({ reference: 'N1001-D', steps: ['create', 'verify'], payload: { total: '22' } });
    expect((await send(difference)).result).toMatchObject({ done: true });
    expect(await bill('N1001-D')).toMatchObject({ Total: 22, Contact: (await bill()).Contact });
  });

  it('something else in several lines comes out at the difference, to the cent', async () => {
    const { sale, send, offer, credit } = await approved();
    const lines = [line('POT', 1, '11'), line('MOSS', 1, '9.95')];
    const { difference } = await offer(await sale({ ...ordered, lines, total: '26.45' }));
    expect(difference.payload.lines.map(({ description, amount }) => [description, amount])).toEqual([
      ['A POT (POT)', '22'],
      ['A FERN (FERN)', '22'],
      ['A MOSS (MOSS)', '-9.95'],
    ]);
    expect((await send(difference)).result).toMatchObject({ done: true });
    expect(await credit('N1001-C')).toMatchObject({ Total: 34.05 });
  });

  it('less is made up for though both ends were rounded as far as may be, each its own way', async () => {
    const { app } = open();
    const shop = await shopOf(app);
    const before = await shop.sale({ ...ordered, total: '60.55' });
    const now = await shop.sale({ ...fewer, total: '38.45' });
    const sent = { ...before, done: ['create', 'verify'], remoteId: 'some' };
    const { difference } = (await app.change(TASK, sent, now)) as Offer;
    expect(difference.payload).toMatchObject({ total: '22.1', lines: [{ amount: '22' }, { amount: '0.1' }] });
  });

  it('goes without asking where the merchant wants it so', async () => {
    const { sale, offer } = await approved({ advanced: { edits: 'difference' } });
    expect((await offer(await sale(fewer))).ask).toBe(false);
  });

  it('is for a person where the customer is another one', async () => {
    const { sale, change } = await approved();
    expect(await change(await sale({ ...fewer, username: 'somebody' }))).toBe('ask');
  });

  it('counts what was made up for already', async () => {
    const { sale, change } = await approved();
    const now = await sale(fewer);
    const again = await sale({ ...fewer, lines: [line('FERN', 1, '22')], total: '27.5' });
    expect(await change(again, now.payload)).toMatchObject({ difference: { payload: { total: '11' } } });
  });
});

describe('rule 5: an order that is cancelled after export', () => {
  it('is credited whole, and the credit takes the place of its payment', async () => {
    const { app, send, offer, bill, credit } = await approved();
    const { difference, ask } = await offer(undefined);
    expect(ask).toBe(false);
    expect((await send(difference)).result).toMatchObject({ done: true });
    expect(await credit('N1001-C')).toMatchObject({ Total: 60.5, Reference: 'Cancelled: N1001 / N1001' });
    expect(await bill()).toMatchObject({ AmountDue: 0, Status: 'PAID' });
    expect(await app.find(TASK, [app.shipment(difference)])).toMatchObject([
      { steps: ['create-credit', 'allocate-credit'] },
    ]);
  });

  it('is asked about, or voided, where the merchant wants it so', async () => {
    expect((await (await approved({ advanced: { cancelled: 'ask' } })).offer(undefined)).ask).toBe(true);
    expect(await (await approved({ advanced: { cancelled: 'void' } })).change(undefined)).toEqual({
      steps: ['void'],
      serialBy: 'credits of N1001',
    });
  });
});

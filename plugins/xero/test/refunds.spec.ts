import type { Document } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { PAYS } from '../money/money-document.js';
import { ledger } from './books.js';
import { credit, order, paidBack, pay, REFUNDS, refund } from './returns.js';
import { line, shopOf } from './sales.js';

describe('rule 1: a refund without a return', () => {
  it('is a coded credit line that is paid back at once', async () => {
    const books = await ledger({ answers: { refundsAccount: '218' } });
    const invoiced = await books.invoiced(order({ tax: '12' }));
    await pay(books, [invoiced]);
    const goodwill = { return: null, amount: '11' };
    const { document, result } = await paidBack(books, [invoiced], goodwill, { order: order({ tax: '12' }) });
    expect(document).toMatchObject({ reference: 'R50011', steps: ['create', 'verify', 'refund', 'verify-payment'] });
    expect(result).toMatchObject({ done: true });
    expect(await credit(books, 'R50011')).toMatchObject({
      Total: 11,
      TotalTax: 1,
      RemainingCredit: 0,
      LineItems: [{ AccountCode: '218' }],
    });
    expect(await books.moved('611')).toBe(121);
    expect(await books.app.find(REFUNDS, [books.app.shipment(document)])).toMatchObject([
      { steps: ['create', 'refund', 'verify-payment'] },
    ]);
    // The statement of payments names it as the export does, or the report would take it for two.
    const { rows } = await books.app.state('payment', { from: '2026-01-01', to: '2027-12-31' });
    expect(rows.filter(({ amount }) => amount === '-11')).toMatchObject([
      { reference: 'R50011', remoteId: result && 'remoteId' in result ? result.remoteId : undefined },
    ]);
  });
});

describe('rule 1: a refund of an order that was cancelled after it was invoiced', () => {
  const cancelled = order({ status: 'cancelled' });

  it('is paid from the credit that took its invoice back, for a second credit would take it back twice', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    await pay(books, [invoiced]);
    const [part] = invoiced.parts;
    const before = {
      reference: 'N1001',
      payload: part!.payload,
      steps: ['create', 'verify'],
      done: ['create', 'verify'],
    };
    const change = (await books.app.change('export-invoices', before, undefined)) as { difference: Document };
    const { shipment } = await books.send('export-invoices', change.difference);
    const { remoteId, number } = shipment.done['create-credit']!;
    const credit = { ...part!, part: 'difference', reference: 'N1001-C', remoteId, number, payload: shipment.payload };
    const parent = { ...invoiced, parts: [part!, credit] };
    const around = { order: cancelled };
    const { document, result } = await paidBack(books, [parent], { return: null, amount: '132' }, around);
    expect(document).toMatchObject({ steps: PAYS, payload: { target: { kind: 'CreditNote', id: remoteId } } });
    expect(result).toMatchObject({ done: true });
    expect(await books.moved('611')).toBe(0);
    const { body } = await books.who.get(`/CreditNotes/${remoteId}`);
    expect(body.CreditNotes).toMatchObject([{ RemainingCredit: 0, Status: 'PAID' }]);
  });

  it('is paid from that credit as well where the payment gets there after it, so that nothing is left', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    const [part] = invoiced.parts;
    const before = { ...part!, steps: ['create', 'verify'], done: ['create', 'verify'] };
    const record = books.app.record('invoice', cancelled);
    expect(await books.app.uses('export-invoices', record)).toContainEqual({ type: 'invoice', key: 'N1001' });
    const change = await books.app.change('export-invoices', before, undefined, [record]);
    const { difference } = change as { difference: Document };
    const { shipment, result } = await books.send('export-invoices', difference);
    expect(result).toMatchObject({ done: true, data: { allocated: '0' } });
    expect((await pay(books, [invoiced])).result).toMatchObject({ done: true });
    const { remoteId, number } = shipment.done['create-credit']!;
    const credit = { ...part!, part: 'difference', reference: 'N1001-C', remoteId, number, payload: shipment.payload };
    const parents = [{ ...invoiced, parts: [part!, credit] }];
    const back = await paidBack(books, parents, { return: null, amount: '132' }, { order: cancelled });
    expect(back.result).toMatchObject({ done: true });
    expect(await books.moved('611')).toBe(0);
  });

  it('waits for that credit, and says what to do where none comes', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    const build = (changed?: 'soon' | 'asked') =>
      books.build(REFUNDS, 'refund', refund({ return: null, amount: '132' }), {
        order: cancelled,
        parents: [{ ...invoiced, changed }],
      });
    expect(await build('soon')).toEqual({
      awaits: expect.stringContaining('once the credit of its invoice is in Xero'),
    });
    expect(await build('asked')).toEqual({
      awaits: expect.stringMatching(/Send the credit that is offered.*leave the invoice.*mark this line as expected/),
    });
    expect(await build()).toEqual({
      rejected: expect.stringMatching(/its invoice was left as it is.*by hand, then mark this line as expected/),
    });
  });
});

describe('rule 1: a refund of an order that was cut after it was invoiced', () => {
  it('is paid from the credit of that where it is as much, and from its own where it is something else', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    const cut = order({ lines: [line('POT', 2, '55')], total: '110' });
    const [part] = invoiced.parts;
    const sent = { ...part!, steps: ['create', 'verify'], done: ['create', 'verify'] };
    const now = await (await shopOf(books.app)).sale(cut);
    const { difference } = (await books.app.change('export-invoices', sent, now)) as { difference: Document };
    const { payload, reference } = difference;
    const parents = [
      { ...invoiced, parts: [part!, { ...part!, part: 'difference', reference, payload, number: reference }] },
    ];
    const build = async (amount: string) =>
      (await books.documents(REFUNDS, 'refund', refund({ return: null, amount }), { order: cut, parents }))[0]!;
    expect(await build('22')).toMatchObject({ steps: PAYS, payload: { of: 'N1001-C' } });
    expect((await build('5')).steps).toContain('create');
  });
});

import type { Document } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { PAYS } from '../money/money-document.js';
import { type Ledger, ledger, type Parents } from './books.js';
import { invoice, line, shopOf } from './sales.js';

const INVOICES = 'export-invoices';
const RETURNS = 'export-credit-notes';
const REFUNDS = 'export-refunds';

type Parent = Parents[number];

const order = (more: Parameters<typeof invoice>[1] = {}) =>
  invoice([line('POT', 2, '55'), line('FERN', 1, '22')], { payments: [{ number: '501', amount: '132' }], ...more });
const cancelled = order({ status: 'cancelled' });
const returned = (more: object = {}) => ({
  number: '5001',
  status: 'closed',
  invoice: 'N1001',
  username: 'almond',
  currency: 'AUD',
  taxInclusive: true,
  approvedOn: '2026-08-03',
  total: '55',
  tax: '5',
  lines: [{ id: '1', sku: 'POT', name: 'A POT', quantity: '1', refund: '55', tax: '5', taxCode: 'GST' }],
  ...more,
});
const refund = (more: object = {}) => ({
  number: '50011',
  status: 'refunded',
  invoice: 'N1001',
  username: 'almond',
  method: '1',
  amount: '132',
  currency: 'AUD',
  refundedOn: '2026-08-03',
  ...more,
});

/** On account: nothing was paid yet. */
const unpaid = order({ payments: [] });

async function giveBack(books: Ledger, invoiced: Parent, more: object = {}, of = order()) {
  const around = { order: of, parents: [invoiced] };
  const [document] = await books.documents(RETURNS, 'return', returned(more), around);
  return { document: document!, ...(await books.send(RETURNS, document!)) };
}

/** What the connector makes of a change of the order; without one, of its cancellation. */
const changing = async (books: Ledger, { parts: [part] }: Parent, now?: Document) => {
  const before = { ...part!, steps: ['create', 'verify'], done: ['create', 'verify'] };
  return books.app.change(INVOICES, before, now);
};

/** The order is cancelled: what the connector makes of its invoice, taken through its steps. */
async function cancel(books: Ledger, invoiced: Parent) {
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
async function standing({ who }: Ledger) {
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
const person = (...words: string[]) => ({
  needsPerson: expect.stringMatching(words.map((word) => word.replaceAll(/[.()]/g, '\\$&')).join('.*')),
});

describe('rule 5, “Cancelled after export: credit”: what was returned before', () => {
  it('is not credited again with the whole order: the rest is, account by account', async () => {
    const books = await ledger({ advanced: { creditNotePrefix: 'CR-' } });
    const invoiced = await books.invoiced(unpaid);
    expect((await giveBack(books, invoiced, {}, unpaid)).result).toMatchObject({ done: true });
    const { result, parent } = await cancel(books, invoiced);
    expect(result).toMatchObject({ done: true });
    const { credited, bill } = await standing(books);
    expect([credited, bill.AmountDue]).toEqual([132, 0]);
    const { remoteId } = parent.parts[1]!;
    const [rest] = (await books.who.get(`/CreditNotes/${remoteId}`)).body.CreditNotes;
    expect(rest).toMatchObject({ Total: 77, TotalTax: 7, Status: 'PAID' });
    expect(rest.LineItems.at(-1)).toMatchObject({ LineAmount: -55, AccountCode: '200', TaxType: 'OUTPUT' });
    // Its answer got lost: it is found, and what it had to come to is worked out once more.
    const lost = books.app.shipment({ ...parent.parts[1]!, steps: [] });
    expect(await books.app.find(INVOICES, [lost])).toMatchObject([{ remoteId }]);
    lost.done['create-credit'] = { remoteId };
    expect(await books.app.step(INVOICES, 'verify-credit', [lost])).toMatchObject([{ done: true }]);
  });

  it('is made up for in prices without tax as well, cent by cent', async () => {
    const books = await ledger();
    const lines = [line('POT', 3, '10.03'), line('FERN', 3, '3.33', { tax: '1.00' })];
    const exclusive = order({ taxInclusive: false, lines, total: '44.09', payments: [] });
    const invoiced = await books.invoiced(exclusive);
    const back = { id: '1', sku: 'POT', name: 'A POT', quantity: '1', refund: '10.03', tax: '1', taxCode: 'GST' };
    const more = { taxInclusive: false, total: '11.03', tax: '1', lines: [back] };
    expect((await giveBack(books, invoiced, more, unpaid)).result).toMatchObject({ done: true });
    expect((await cancel(books, invoiced)).result).toMatchObject({ done: true });
    const { credited, bill } = await standing(books);
    expect([credited.toFixed(2), bill.AmountDue]).toEqual(['44.09', 0]);
  });

  it('is for a person where it was shown otherwise, for then the rest can’t be said to the cent', async () => {
    const books = await ledger({ advanced: { creditNotePrefix: 'CR-' } });
    const invoiced = await books.invoiced(order());
    const more = {
      taxInclusive: false,
      lines: [{ id: '1', sku: 'POT', quantity: '1', refund: '50', tax: '5', taxCode: 'GST' }],
    };
    expect((await giveBack(books, invoiced, more)).result).toMatchObject({ done: true });
    const { result } = await cancel(books, invoiced);
    expect(result).toEqual(
      person('55.00 AUD of the order N1001', 'CR-5001: 55.00 AUD', 'up to 77.00 AUD', 'mark this line as expected'),
    );
    const { credited, bill } = await standing(books);
    expect([credited, credited <= bill.Total]).toEqual([55, true]);
  });

  it('leaves nothing to credit where it was all', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    await giveBack(books, invoiced);
    await giveBack(books, invoiced, {
      number: '5002',
      total: '77',
      tax: '7',
      lines: [{ id: '1', sku: 'POT', name: 'A POT', quantity: '1', refund: '77', tax: '7', taxCode: 'GST' }],
    });
    const { result, parent } = await cancel(books, invoiced);
    expect(result).toMatchObject({ done: true });
    expect((await standing(books)).credited).toBe(132);
    const around = { order: cancelled, parents: [parent] };
    expect(await books.build(RETURNS, 'return', returned({ number: '5003' }), around)).toEqual({
      notDue: 'Its order was cancelled, and all of it was credited before.',
    });
  });

  it('counts no more once it is voided, nor does what is another order’s, another customer’s or somebody’s own', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    const { Contact } = (await standing(books)).bill;
    const credit = async (CreditNoteNumber: string, Reference: string, more: object = {}) => {
      const LineItems = [{ Description: 'By hand', Quantity: 1, UnitAmount: 10, AccountCode: '200' }];
      const body = {
        Type: 'ACCRECCREDIT',
        CreditNoteNumber,
        Reference,
        Contact,
        Date: '2026-08-02',
        LineItems,
        ...more,
      };
      const answer = await books.who.put('/CreditNotes', { CreditNotes: [{ Status: 'AUTHORISED', ...body }] });
      expect(answer.status).toBe(200);
    };
    await credit('6001', 'Return 6001 of N10010');
    await credit('6002', 'Return 6002 of N1001', { Contact: { Name: 'Somebody else' } });
    await credit('HAND-1', 'Return 6003 of N1001');
    await credit('6004', 'Return 6004 of N1001');
    await books.who.post('/CreditNotes/6004', { CreditNoteNumber: '6004', Status: 'VOIDED' });
    expect((await cancel(books, invoiced)).result).toMatchObject({ done: true });
    expect((await standing(books)).bill).toMatchObject({ AmountDue: 0 });
  });

  it('counts where it was paid back without a return as well', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    const around = { order: order(), parents: [invoiced] };
    const [goodwill] = await books.documents(REFUNDS, 'refund', refund({ amount: '11' }), around);
    expect((await books.send(REFUNDS, goodwill!)).result).toMatchObject({ done: true });
    expect((await cancel(books, invoiced)).result).toMatchObject({ done: true });
    const { credited, bill } = await standing(books);
    expect([credited, bill.AmountDue]).toEqual([132, 11]);
  });

  it.each([
    ['goes where both fit into the invoice', [line('POT', 2, '55')], '110', { done: true }],
    ['is for a person where they don’t', [line('FERN', 1, '22')], '22', person('55.00 AUD', 'up to 77.00 AUD')],
  ])('and then cut by an edit %s', async (_, lines, total, outcome) => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    await giveBack(books, invoiced);
    const now = await (await shopOf(books.app)).sale(order({ lines, total }));
    const { difference } = (await changing(books, invoiced, now)) as { difference: Document };
    expect((await books.send(INVOICES, difference)).result).toMatchObject(outcome);
    const { credited, bill } = await standing(books);
    expect(credited).toBeLessThanOrEqual(bill.Total);
  });

  it.each([
    ['voided', { cancelled: 'void' }, 'AUTHORISED'],
    ['deleted while it is a draft', { status: 'DRAFT' }, 'DRAFT'],
  ])('keeps the invoice from being %s', async (_, advanced, stays) => {
    const books = await ledger({ advanced });
    const invoiced = await books.invoiced(order());
    await giveBack(books, invoiced);
    expect((await cancel(books, invoiced)).result).toEqual(
      person('N1001 was to be closed', '5001: 55.00 AUD', '77.00'),
    );
    expect((await standing(books)).bill.Status).toBe(stays);
  });
});

describe('what takes revenue of one order back', () => {
  it('goes one after the other, whichever task sends it', async () => {
    const turnIn = async (books: Ledger) => {
      const invoiced = await books.invoiced(order());
      const around = { order: order(), parents: [invoiced] };
      const [back] = await books.documents(RETURNS, 'return', returned(), around);
      const [goodwill] = await books.documents(REFUNDS, 'refund', refund({ amount: '11' }), around);
      const change = await changing(books, invoiced);
      const closing = change as { serialBy?: string; difference?: Document };
      return [back!.serialBy, goodwill!.serialBy, closing.serialBy ?? closing.difference?.serialBy];
    };
    const all = [{}, { cancelled: 'void' }, { status: 'DRAFT' }].map(async (advanced) =>
      turnIn(await ledger({ advanced })),
    );
    expect(new Set((await Promise.all(all)).flat())).toEqual(new Set(['credits of N1001']));
  });
});

describe('rule 5, “Cancelled after export: credit”: what is returned afterwards', () => {
  it.each([
    ['credited', {}, 'N1001-C credits all of it'],
    ['voided', { cancelled: 'void' }, 'no longer in force'],
    ['deleted', { status: 'DRAFT' }, 'no longer in force'],
  ])('is not due once the whole order is %s', async (_, advanced, why) => {
    const books = await ledger({ advanced });
    const { parent, result } = await cancel(books, await books.invoiced(order()));
    expect(result).toMatchObject({ done: true });
    const around = { order: cancelled, parents: [parent] };
    expect(await books.build(RETURNS, 'return', returned(), around)).toEqual({ notDue: expect.stringContaining(why) });
  });

  it.each([
    ['credited', {}, 'N1001-C credits all of it', 132],
    ['voided', { cancelled: 'void' }, 'was voided in Xero', 0],
    ['deleted', { status: 'DRAFT' }, 'was deleted in Xero', 0],
  ])('is not created either where it was on its way before the order was %s', async (_, advanced, why, sum) => {
    const books = await ledger({ advanced });
    const invoiced = await books.invoiced(order());
    const around = { order: order(), parents: [invoiced] };
    const [late] = await books.documents(RETURNS, 'return', returned(), around);
    expect((await cancel(books, invoiced)).result).toMatchObject({ done: true });
    expect((await books.send(RETURNS, late!)).result).toEqual(person(why, 'by hand'));
    expect((await standing(books)).credited).toBe(sum);
  });

  it('waits for what becomes of the invoice, and is for a person where that was marked as expected', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    const build = (parent: Parent) =>
      books.build(RETURNS, 'return', returned(), { order: cancelled, parents: [parent] });
    for (const changed of ['soon', 'asked'] as const)
      expect(await build({ ...invoiced, changed })).toEqual({
        awaits: expect.stringContaining('What becomes of its invoice goes first'),
      });
    expect(await build(invoiced)).toEqual({ rejected: expect.stringMatching(/was left as it is.*by hand/) });
    expect(await build({ ...invoiced, state: 'expected' })).toEqual(person('marked as expected', 'by hand'));
  });

  it('has its refund paid from the credit of the whole order', async () => {
    const books = await ledger();
    const { parent } = await cancel(books, await books.invoiced(order()));
    const part = { task: RETURNS, key: '5001', state: 'not-due' as const, parts: [] };
    const around = { order: cancelled, parents: [parent, part] };
    const back = refund({ return: '5001', amount: '55' });
    const [document] = await books.documents(REFUNDS, 'refund', back, around);
    expect(document).toMatchObject({ steps: PAYS, payload: { of: 'N1001-C' } });
  });
});

describe('rule 5, “Cancelled after export: credit”: a refund without a credit to be paid from', () => {
  const build = (books: Ledger, parent: Parent, more: object = {}) =>
    books.build(REFUNDS, 'refund', refund(more), { order: cancelled, parents: [parent] });

  it.each(['before', 'after'])(
    'says that none comes where invoices are voided instead, %s that is done',
    async (when) => {
      const books = await ledger({ advanced: { cancelled: 'void' } });
      const invoiced = await books.invoiced(order());
      const { parent } = when === 'after' ? await cancel(books, invoiced) : { parent: invoiced };
      expect(await build(books, parent)).toEqual(person('voided or deleted instead of credited', 'by hand'));
    },
  );

  it('is for a person where somebody marked the invoice as expected, or where it is more than the credit', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    expect(await build(books, { ...invoiced, state: 'expected' })).toEqual(person('marked as expected', 'by hand'));
    const { parent } = await cancel(books, invoiced);
    expect(await build(books, parent, { amount: '150' })).toEqual(person('more than the credit'));
  });
});

describe('payments that may stand on the first open day', () => {
  it('are looked for after asking once which day that is', async () => {
    const books = await ledger({ advanced: { lockedPeriod: 'first-open-day' } });
    const parents = [await books.invoiced(order())];
    const made = ['2026-08-01', '2026-08-02', '2026-08-02'].map(async (paidOn, at) => {
      const body = { number: `${501 + at}`, invoice: 'N1001', method: '1', amount: '11', currency: 'AUD', paidOn };
      const [document] = await books.documents('export-payments', 'payment', body, { order: order(), parents });
      return books.app.shipment(document!);
    });
    const shipments = await Promise.all(made);
    const before = books.app.exchanges.length;
    await books.app.find('export-payments', shipments);
    const asked = books.app.exchanges.slice(before).filter(({ url }) => url.includes('/Organisation'));
    expect(asked).toHaveLength(1);
  });
});

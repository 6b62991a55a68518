import type { Document } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { type Ledger, ledger } from './books.js';
import { cancel, cancelled, changing, giveBack, moneyBack, person, potBack, standing } from './cancelling.js';
import { order, paidBack, REFUNDS, RETURNS, unpaid } from './returns.js';
import { TASK as INVOICES, line, shopOf } from './sales.js';

describe('rule 5, “Cancelled after export: credit”: what was returned before', () => {
  it('is not credited again with the whole order: the rest is, account by account', async () => {
    const books = await ledger({ advanced: { creditNotePrefix: 'CR-' } });
    const invoiced = await books.invoiced(unpaid());
    expect((await giveBack(books, invoiced, {}, unpaid())).result).toMatchObject({ done: true });
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
    expect((await giveBack(books, invoiced, more, unpaid())).result).toMatchObject({ done: true });
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
    expect(await books.build(RETURNS, 'return', potBack({ number: '5003' }), around)).toEqual({
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

  it.each([
    ['the number', () => ({})],
    ['the id', (id: string) => ({ contact: { id, name: 'Al Mond' } })],
  ])('counts where somebody merged the contact that was known by %s', async (_, known) => {
    const books = await ledger();
    const invoiced = await books.invoiced(unpaid());
    expect((await giveBack(books, invoiced, {}, unpaid())).result).toMatchObject({ done: true });
    const { Contact } = (await standing(books)).bill;
    await books.who.put('/Contacts', { Contacts: [{ Name: 'Almond Group' }] });
    books.twin.mergeContacts(Contact.Name, 'Almond Group');
    const [part] = invoiced.parts;
    const payload = { ...(part!.payload as object), ...known(Contact.ContactID) };
    expect((await cancel(books, { ...invoiced, parts: [{ ...part!, payload }] })).result).toMatchObject({ done: true });
    const { credited, bill } = await standing(books);
    expect([credited, bill.AmountDue, bill.Contact.Name]).toEqual([132, 0, 'Almond Group']);
  });

  it('counts where it was paid back without a return as well', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    const goodwill = { return: null, amount: '11' };
    expect((await paidBack(books, [invoiced], goodwill)).result).toMatchObject({ done: true });
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
      const [back] = await books.documents(RETURNS, 'return', potBack(), around);
      const [goodwill] = await books.documents(REFUNDS, 'refund', moneyBack({ amount: '11' }), around);
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

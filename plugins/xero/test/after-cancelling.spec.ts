import { describe, expect, it } from 'vitest';
import { PAYS } from '../money/money-document.js';
import { type Ledger, ledger } from './books.js';
import { cancel, cancelled, moneyBack, type Parent, person, potBack, standing } from './cancelling.js';
import { order, REFUNDS, RETURNS } from './returns.js';

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
    expect(await books.build(RETURNS, 'return', potBack(), around)).toEqual({ notDue: expect.stringContaining(why) });
  });

  it.each([
    ['credited', {}, 'N1001-C credits all of it', 132],
    ['voided', { cancelled: 'void' }, 'was voided in Xero', 0],
    ['deleted', { status: 'DRAFT' }, 'was deleted in Xero', 0],
  ])('is not created either where it was on its way before the order was %s', async (_, advanced, why, sum) => {
    const books = await ledger({ advanced });
    const invoiced = await books.invoiced(order());
    const around = { order: order(), parents: [invoiced] };
    const [late] = await books.documents(RETURNS, 'return', potBack(), around);
    expect((await cancel(books, invoiced)).result).toMatchObject({ done: true });
    // Its build says that it isn't due, once it is asked again.
    expect((await books.send(RETURNS, late!)).result).toEqual({
      outdated: expect.stringMatching(new RegExp(`${why}.*by hand`)),
    });
    expect((await standing(books)).credited).toBe(sum);
  });

  it('waits for what becomes of the invoice, and is for a person where that was marked as expected', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    const build = (parent: Parent) =>
      books.build(RETURNS, 'return', potBack(), { order: cancelled, parents: [parent] });
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
    const back = moneyBack({ return: '5001', amount: '55' });
    const [document] = await books.documents(REFUNDS, 'refund', back, around);
    expect(document).toMatchObject({ steps: PAYS, payload: { of: 'N1001-C' } });
  });
});

describe('rule 5, “Cancelled after export: credit”: a refund without a credit to be paid from', () => {
  const build = (books: Ledger, parent: Parent, more: object = {}) =>
    books.build(REFUNDS, 'refund', moneyBack(more), { order: cancelled, parents: [parent] });

  it.each(['before', 'after'])(
    'says that none comes where invoices are voided instead, %s that is done',
    async (when) => {
      const books = await ledger({ advanced: { cancelled: 'void' } });
      const invoiced = await books.invoiced(order());
      const { parent } = when === 'after' ? await cancel(books, invoiced) : { parent: invoiced };
      expect(await build(books, parent)).toEqual(person('voided or deleted instead of credited', 'by hand'));
    },
  );

  /** The goodwill was on its way when the order was cancelled. */
  const goodwill = async (more: object = {}) => {
    const books = await ledger({ advanced: { cancelled: 'void', ...more } });
    const invoiced = await books.invoiced(order());
    const around = { order: order(), parents: [invoiced] };
    const [late] = await books.documents(REFUNDS, 'refund', moneyBack({ amount: '11' }), around);
    expect((await cancel(books, invoiced)).result).toMatchObject({ done: true });
    return { books, late: late! };
  };

  it.each([
    ['voided', {}],
    ['deleted', { status: 'DRAFT' }],
  ])('takes back nothing of an invoice that was %s while it was on its way', async (done, advanced) => {
    const { books, late } = await goodwill(advanced);
    expect((await books.send(REFUNDS, late)).result).toEqual({
      outdated: expect.stringMatching(new RegExp(`N1001 was ${done} in Xero.*by hand`)),
    });
    expect((await standing(books)).credited).toBe(0);
  });

  it('takes its share of the invoice that was exported once more', async () => {
    const { books, late } = await goodwill();
    const { Contact } = (await standing(books)).bill;
    const again = { Type: 'ACCREC', InvoiceNumber: 'N1001-R7', Status: 'AUTHORISED', Contact };
    const LineItems = [{ Description: 'Pots', Quantity: 1, UnitAmount: 132, AccountCode: '200' }];
    const days = { Date: '2026-08-02', DueDate: '2026-08-02' };
    const { status } = await books.who.put('/Invoices', { Invoices: [{ ...again, ...days, LineItems }] });
    expect(status).toBe(200);
    expect((await books.send(REFUNDS, late)).result).toMatchObject({ done: true });
    expect((await standing(books)).credited).toBe(11);
  });

  it('is for a person where somebody marked the invoice as expected, or where it is more than the credit', async () => {
    const books = await ledger();
    const invoiced = await books.invoiced(order());
    expect(await build(books, { ...invoiced, state: 'expected' })).toEqual(person('marked as expected', 'by hand'));
    const { parent } = await cancel(books, invoiced);
    expect(await build(books, parent, { amount: '150' })).toEqual(person('more than the credit'));
  });
});

import { describe, expect, it } from 'vitest';
import { PAYS } from '../money/money-document.js';
import { ledger } from './books.js';
import { due, invoiced, order, PAYMENTS, paid, payment } from './payments.js';

/** Five more than the pot costs. */
const tooMuch = order({ payments: [{ number: '501', amount: '115' }] });

describe('what was paid too much', () => {
  const payments = [
    { number: '501', amount: '100' },
    { number: '502', amount: '15' },
  ];

  it('is an overpayment of the last that paid, where money comes in through a bank account', async () => {
    const books = await ledger({ advanced: { overpaymentPrefix: 'O-' } });
    const before = await books.moved('090');
    const { documents } = await paid(books, order({ payments }), [
      payment({ amount: '100', method: '2' }),
      payment({ number: '502', amount: '15', method: '2' }),
    ]);
    expect(documents.map(({ reference, steps }) => [reference, steps])).toEqual([
      ['501', PAYS],
      ['502', PAYS],
      ['O-502', ['receive', 'verify']],
    ]);
    const { body } = await books.who.get('/Overpayments?References=O-502&page=1');
    expect(body.Overpayments).toMatchObject([{ Total: 5, RemainingCredit: 5, Reference: 'O-502' }]);
    expect([await due(books), (await books.moved('090')) - before]).toEqual([0, 115]);
    expect(await books.app.find(PAYMENTS, [books.app.shipment(documents[2]!)])).toMatchObject([{ steps: ['receive'] }]);
  });

  it('is owed on an account of its own elsewhere, since Xero takes such money through banks only', async () => {
    const books = await ledger({ answers: { overpaymentsAccount: '831' } });
    const { documents, results } = await paid(books, tooMuch, [payment({ amount: '115' })]);
    expect(documents.map(({ steps }) => steps)).toEqual([PAYS, ['owe', 'verify', 'settle', 'verify-payment']]);
    expect(results.map(({ result }) => result)).toMatchObject([{ done: true }, { done: true }]);
    const { body } = await books.who.get('/Invoices/501-OWED');
    expect(body.Invoices[0]).toMatchObject({ Total: 5, AmountDue: 0, LineItems: [{ AccountCode: '831' }] });
    expect(await books.moved('611')).toBe(115);
    expect(await books.app.find(PAYMENTS, [books.app.shipment(documents[1]!)])).toMatchObject([
      { steps: ['owe', 'settle', 'verify-payment'] },
    ]);
  });

  it('is never taken for one of another store that calls its own alike', async () => {
    const books = await ledger({ answers: { overpaymentsAccount: '831' } });
    const around = await invoiced(books, tooMuch);
    const other = await ledger({
      sandbox: books.twin,
      answers: { overpaymentsAccount: '831' },
      store: { id: 2, address: 'https://hub.example/logs/exports?store=2&text=' },
    });
    for (const method of ['1', '2']) {
      const [, over] = await books.documents(PAYMENTS, 'payment', payment({ amount: '115', method }), around);
      expect((await books.send(PAYMENTS, over!)).result).toMatchObject({ done: true });
      expect(await other.app.find(PAYMENTS, [other.app.shipment(over!)]), method).toEqual([undefined]);
    }
  });

  it('asks which account where there is neither', async () => {
    const books = await ledger();
    const around = await invoiced(books, tooMuch);
    expect(await books.build(PAYMENTS, 'payment', payment({ amount: '115' }), around)).toMatchObject({
      needsPerson: expect.stringContaining('overpayments account'),
    });
  });

  it('goes one after the other, and is sent again only by a person', async () => {
    const books = await ledger();
    const around = await invoiced(books, tooMuch);
    const [, over] = await books.documents(PAYMENTS, 'payment', payment({ amount: '115', method: '2' }), around);
    expect(over!.serialBy).toBe('money without an invoice');
    const lost = books.app.shipment(over!);
    expect(await books.app.find(PAYMENTS, [lost])).toEqual([undefined]);
  });
});

import { describe, expect, it } from 'vitest';
import { type Ledger, ledger, notSent } from './books.js';
import { order, PAYMENTS, payment } from './payments.js';
import { REFUNDS } from './returns.js';

describe('rule 6: payments and refunds', () => {
  const abroad = order({ currency: 'USD', payments: [{ number: '501', amount: '115', paidOn: '2026-08-02' }] });
  const cancelled = order({ ...abroad, status: 'cancelled', date: null });
  const prepaid = [notSent('N1001', 'It was cancelled before it was exported.')];
  const money = { currency: 'USD', amount: '115', method: '2' };
  const refund = { number: '9', invoice: 'N1001', status: 'refunded', refundedOn: '2026-08-03', ...money };
  const opened = (rates: string) => ledger({ answers: { rates }, advanced: { exchangeRates: 'USD=0.66' } });
  const built = async (books: Ledger) => {
    const parents = [await books.invoiced(abroad)];
    const paid = await books.documents(PAYMENTS, 'payment', payment(money), { order: abroad, parents });
    const [before] = await books.documents(PAYMENTS, 'payment', payment(money), { order: cancelled, parents: prepaid });
    const goodwill = { order: abroad, parents };
    const [back] = await books.documents(REFUNDS, 'refund', { ...refund, amount: '11' }, goodwill);
    const all = [...paid, before!, back!];
    for (const document of all) {
      const task = document === back ? REFUNDS : PAYMENTS;
      expect((await books.send(task, document)).result, document.reference).toMatchObject({ done: true });
    }
    return all.map(({ payload }) => payload as { currency: string; rate?: string });
  };

  it('keep their currency, at Xero’s rate of the day or at one that is given', async () => {
    for (const payload of await built(await opened('app'))) expect(payload.rate).toBeUndefined();
    const given = await built(await opened('given'));
    expect(given).toHaveLength(4);
    for (const payload of given) expect(payload).toMatchObject({ currency: 'USD', rate: '0.66' });
  });

  it('are paid at the rate of their invoices where store and books count in different currencies', async () => {
    const books = await ledger({
      store: { currency: 'USD' },
      answers: { rates: 'given' },
      advanced: { exchangeRates: 'USD=0.66' },
    });
    const payloads = await built(books);
    expect(payloads.map(({ rate }) => rate)).toEqual(['0.66', '0.66', '0.66', '0.66']);
  });

  it('wait for a person where the merchant wants that', async () => {
    const books = await opened('none');
    const around = { order: cancelled, parents: prepaid };
    const asked = { needsPerson: expect.stringContaining('The order is in USD') };
    expect(await books.build(PAYMENTS, 'payment', payment(money), around)).toEqual(asked);
    expect(await books.build(REFUNDS, 'refund', refund, around)).toEqual(asked);
  });
});

import type { Document } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { type Ledger, ledger, notSent } from './books.js';
import { aCentLess, misbooks } from './misbooks.js';
import { order, PAYMENTS, payment } from './payments.js';

const payments = [{ number: '501', amount: '115' }];

/** What is too much, through a bank account or owed on another, and what came in for an order that was cancelled. */
const KINDS = [
  { what: 'an overpayment', method: '2', cancelled: false, noun: 'BankTransactions', name: '501', sum: '5.00' },
  { what: 'a prepayment', method: '2', cancelled: true, noun: 'BankTransactions', name: '501', sum: '115.00' },
  { what: 'what is owed', method: '1', cancelled: false, noun: 'Invoices', name: '501-OWED', sum: '5.00' },
] as const;
type Kind = (typeof KINDS)[number];

const opened = () => ledger({ answers: { overpaymentsAccount: '831' } });

/** The money that belongs to no invoice. */
async function owing(books: Ledger, { method, cancelled }: Kind): Promise<Document> {
  const body = order(cancelled ? { payments, status: 'cancelled', date: null } : { payments });
  const parents = [cancelled ? notSent('N1001', 'It was cancelled.') : await books.invoiced(body)];
  const documents = await books.documents(PAYMENTS, 'payment', payment({ method, amount: '115' }), {
    order: body,
    parents,
  });
  return documents.at(-1)!;
}

const held = ({ twin }: Ledger, { noun, name }: Kind) =>
  twin
    .documents(noun)
    .filter(({ Reference, InvoiceNumber }) => (noun === 'Invoices' ? InvoiceNumber : Reference) === name);

describe('rule 7: money without an invoice', () => {
  it.each(KINDS)('is compared with the store’s amount by the answer itself: $what', async (kind) => {
    const books = await opened();
    const document = await owing(books, kind);
    const before = books.app.exchanges.length;
    const { shipment, result } = await books.send(PAYMENTS, document);
    expect(result).toMatchObject({ done: true });
    expect(Object.keys(shipment.done).sort()).toEqual([...document.steps].sort());
    const requests = books.app.exchanges.slice(before).map(({ method, url }) => `${method} ${url}`);
    const written = requests.findIndex((one) => one.startsWith('PUT') && one.includes(`/${kind.noun}?`));
    expect(requests.slice(written + 1).filter((one) => one.startsWith('GET'))).toEqual([]);
  });

  it.each(KINDS)('is a failure when it comes to something else, whatever the app said: $what', async (kind) => {
    const books = await opened();
    const document = await owing(books, kind);
    misbooks(books.twin, kind.noun, aCentLess);
    const { shipment, result } = await books.send(PAYMENTS, document);
    const theirs = (Number(kind.sum) - 0.01).toFixed(2);
    const wrong = {
      needsPerson: `${kind.name} comes to ${theirs} AUD in Xero, but the store’s total is ${kind.sum} AUD. Mend it in Xero, then try again.`,
    };
    expect(result).toEqual(wrong);
    expect(shipment.done).not.toHaveProperty('settle');
    // Later it is read anew, for somebody may have mended it.
    for (const done of Object.values(shipment.done)) done.data = undefined;
    expect(await books.app.step(PAYMENTS, 'verify', [shipment])).toEqual([wrong]);
    // Exported once more it is found, whatever it came to, so it is never made twice.
    const [found] = await books.app.find(PAYMENTS, [shipment]);
    expect(found).toMatchObject({ steps: [document.steps[0]] });
    expect(held(books, kind)).toHaveLength(1);
  });

  it('is a failure in another currency, be the amount the same', async () => {
    const books = await opened();
    const document = await owing(books, KINDS[0]);
    const shipment = books.app.shipment(document);
    const [made] = await books.app.step(PAYMENTS, 'receive', [shipment]);
    const data = (made as { data: object }).data;
    shipment.done.receive = { ...made, data: { ...data, currency: 'NZD' } };
    expect(await books.app.step(PAYMENTS, 'verify', [shipment])).toMatchObject([
      { needsPerson: expect.stringContaining('comes to 5.00 NZD in Xero, but the store’s total is 5.00 AUD') },
    ]);
  });

  it('is right once somebody has mended it, and is settled then', async () => {
    const books = await opened();
    const kind = KINDS[2];
    const document = await owing(books, kind);
    misbooks(books.twin, kind.noun, aCentLess);
    const { shipment } = await books.send(PAYMENTS, document);
    const [row] = held(books, kind) as { LineItems: object[] }[];
    books.twin.editInvoice(kind.name, { LineItems: [{ ...row!.LineItems[0], UnitAmount: 5, LineAmount: undefined }] });
    shipment.done.owe!.data = undefined;
    const [right] = await books.app.step(PAYMENTS, 'verify', [shipment]);
    expect(right).toMatchObject({ done: true, remoteId: shipment.done.owe!.remoteId });
    expect(await books.app.step(PAYMENTS, 'settle', [shipment])).toMatchObject([{ done: true }]);
    expect(held(books, kind)).toMatchObject([{ Total: 5, AmountDue: 0 }]);
  });

  it('says that it is gone when it was taken out over there', async () => {
    const books = await opened();
    const { shipment } = await books.send(PAYMENTS, await owing(books, KINDS[0]));
    const [{ BankTransactionID: id }] = held(books, KINDS[0]) as [{ BankTransactionID: string }];
    await books.who.post(`/BankTransactions/${id}`, { BankTransactionID: id, Status: 'DELETED' });
    shipment.done.receive!.data = undefined;
    expect(await books.app.step(PAYMENTS, 'verify', [shipment])).toMatchObject([
      { needsPerson: expect.stringContaining('501 is no longer in force in Xero') },
    ]);
  });

  it.each(KINDS)('stays as it is where it went out before anything was compared: $what', async (kind) => {
    const books = await opened();
    const now = await owing(books, kind);
    const former = { ...now, steps: now.steps.filter((step) => !step.startsWith('verify')) };
    const change = (steps: string[], done: string[]) => books.app.change(PAYMENTS, { ...now, steps, done }, now);
    expect(await change(former.steps, former.steps)).toBe('nothing');
    expect(await change(now.steps, now.steps)).toBe('nothing');
    // What was begun is carried to its end, by the steps that it left with.
    expect(await change(now.steps, now.steps.slice(0, 1))).toEqual({ steps: now.steps.slice(1) });
    // One that is on its way by the former steps goes through them.
    expect((await books.send(PAYMENTS, former)).result).toMatchObject({ done: true });
    expect(held(books, kind)).toHaveLength(1);
  });
});

import type { Document } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { type Ledger, ledger, notSent } from './books.js';
import { misbooks } from './misbooks.js';
import { PAYMENTS, payment } from './payments.js';
import { credited, order, pay, REFUNDS, refund } from './returns.js';

interface Kind {
  what: string;
  task: string;
  /** What it is called over there, and what of. */
  name: string;
  sum: string;
  /** What goes before it, and then its document. */
  of(books: Ledger): Promise<Document>;
}

const paidBefore = { payments: [{ number: '501', amount: '132', paidOn: '2026-08-02' }] };
const cancelled = order({ status: 'cancelled', date: null, ...paidBefore });

async function paying(books: Ledger, body: typeof cancelled, more: object): Promise<Document> {
  const parents = [await books.invoiced(body)];
  const all = await books.documents(PAYMENTS, 'payment', payment({ amount: '132', ...more }), { order: body, parents });
  return all.at(-1)!;
}

const KINDS: Kind[] = [
  {
    what: 'a payment',
    task: PAYMENTS,
    name: '501 of N1001',
    sum: '132.00',
    of: (books) => paying(books, order(), {}),
  },
  {
    what: 'what settles money that is owed',
    task: PAYMENTS,
    name: '501 of N1001',
    sum: '5.00',
    of: (books) => paying(books, order({ payments: [{ number: '501', amount: '137' }] }), { amount: '137' }),
  },
  {
    what: 'a refund of a return',
    task: REFUNDS,
    name: 'R50011 of 5001',
    sum: '66.00',
    async of(books) {
      const invoiced = await books.invoiced(order());
      await pay(books, [invoiced]);
      const { parent } = await credited(books, [invoiced]);
      const around = { order: order(), parents: [invoiced, parent] };
      return (await books.documents(REFUNDS, 'refund', refund(), around))[0]!;
    },
  },
  {
    what: 'a refund by a credit of its own',
    task: REFUNDS,
    name: 'R50011 of R50011',
    sum: '11.00',
    async of(books) {
      const parents = [await books.invoiced(order())];
      await pay(books, parents);
      const body = refund({ return: null, amount: '11' });
      return (await books.documents(REFUNDS, 'refund', body, { order: order(), parents }))[0]!;
    },
  },
  {
    what: 'a refund of a prepayment',
    task: REFUNDS,
    name: 'R50011 of N1001',
    sum: '132.00',
    async of(books) {
      const around = { order: cancelled, parents: [notSent('N1001', 'It was cancelled.')] };
      await pay(books, around.parents, { method: '2' }, cancelled);
      const body = refund({ return: null, amount: '132', method: '2' });
      return (await books.documents(REFUNDS, 'refund', body, around))[0]!;
    },
  },
];

const opened = () => ledger({ answers: { overpaymentsAccount: '831' } });

describe('rule 7: payments and refunds', () => {
  it.each(KINDS)('are compared with the store’s amount by the answer itself: $what', async ({ task, of }) => {
    const books = await opened();
    const document = await of(books);
    const { shipment, result } = await books.send(task, document);
    expect(result).toMatchObject({ done: true, also: ['verify-payment'] });
    expect(Object.keys(shipment.done).sort()).toEqual([...document.steps].sort());
    expect(books.app.exchanges.at(-1)).toMatchObject({ method: 'PUT', purpose: 'Create 1 payment' });
  });

  it.each(KINDS)('are a failure when the app booked something else: $what', async ({ task, of, name, sum }) => {
    const books = await opened();
    const document = await of(books);
    const before = books.twin.documents('Payments').length;
    misbooks(books.twin, 'Payments', (one) => {
      one.Amount -= 0.01;
    });
    const { shipment, result } = await books.send(task, document);
    const theirs = (Number(sum) - 0.01).toFixed(2);
    const wrong = {
      needsPerson: `The payment ${name} is ${theirs} AUD in Xero, but the store’s is ${sum} AUD. Remove it there and enter it anew, then mark this line as expected.`,
    };
    expect(result).toEqual(wrong);
    // Tried again later it is read anew.
    const made = Object.values(shipment.done).at(-1)!;
    made.data = { ...(made.data as object), at: 0 };
    expect(await books.app.step(task, 'verify-payment', [shipment])).toEqual([wrong]);
    // Sent anew it is looked up first, and found whatever it came to: it is never made twice.
    const [found] = await books.app.find(task, [shipment]);
    expect(found!.steps).not.toContain('verify-payment');
    expect(books.twin.documents('Payments')).toHaveLength(before + 1);
  });

  it('say that a payment was taken out over there', async () => {
    const books = await opened();
    const { shipment } = await books.send(PAYMENTS, await KINDS[0]!.of(books));
    books.twin.deletePayment(shipment.done.pay!.remoteId!);
    shipment.done.pay!.data = undefined;
    expect(await books.app.step(PAYMENTS, 'verify-payment', [shipment])).toEqual([
      {
        needsPerson:
          'The payment 501 of N1001 is no longer in force in Xero. Enter it there anew, or mark it as expected.',
      },
    ]);
  });

  it.each(KINDS)('stay as they are where they went out before anything was compared: $what', async ({ task, of }) => {
    const books = await opened();
    const now = await of(books);
    const former = now.steps.filter((step) => step !== 'verify-payment');
    const change = (steps: string[], done: string[]) => books.app.change(task, { ...now, steps, done }, now);
    expect(await change(former, former)).toBe('nothing');
    expect(await change(now.steps, now.steps)).toBe('nothing');
    expect(await change(now.steps, former)).toEqual({ steps: ['verify-payment'] });
    if (task === PAYMENTS) {
      const inBatch = { ...now, batchKey: 'one|day' };
      expect(await books.app.change(task, { ...now, done: former }, inBatch)).toBe('nothing');
    }
    expect((await books.send(task, { ...now, steps: former })).result).toMatchObject({ done: true });
  });
});

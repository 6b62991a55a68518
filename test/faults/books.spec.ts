import { beforeEach, describe, expect, it } from 'vitest';
import { ownSource } from '../support/own-source.js';
import { xeroMoney } from './tasks/xero-money.js';
import { Books } from './xero/books.js';
import { answersOf, openTwin } from './xero/shop.js';

const source = ownSource();

class KilledBooks extends Books {
  static async open(advanced: Record<string, unknown> = {}): Promise<KilledBooks> {
    const twin = openTwin(() => Date.UTC(2026, 10, 22));
    const scene = new KilledBooks(source(), xeroMoney.plugin, twin, 'export-invoices');
    const answers = { ...answersOf(twin), mode: 'individually', overpaymentsAccount: '831' };
    await scene.open(answers, { maps: xeroMoney.maps, advanced });
    await scene.plantAll(await xeroMoney.surroundings());
    return scene;
  }

  /** The process dies after so many requests of this run. */
  async killedAfter(requests: number): Promise<void> {
    const before = this.line.story.length;
    await this.runUntilKilled((life) => this.line.story.length >= before + requests && life.end());
  }

  /** It died in the middle of a request, and nothing of that is carried out any more. */
  async settled(task?: string): Promise<void> {
    for (let looks = 0; looks < 3; looks++) {
      this.clock.moveTo(this.clock.now() + 180_000);
      await this.run(task);
    }
  }
}

let books: KilledBooks;

describe('a draft that is brought up to date', () => {
  it('is so though the update was stopped on its way and its order then changed in nothing that is booked', async () => {
    books = await KilledBooks.open({ status: 'DRAFT' });
    await books.order();
    await books.run('export-contacts');
    await books.run();
    await books.order({ total: '132' });
    // The invoice is read, and its change is not written any more.
    await books.killedAfter(1);
    await books.run();
    await books.order({ total: '132', dueOn: '2026-12-24' });
    await books.settled();
    expect(await books.log()).toEqual({ N1: 'exported' });
    expect(books.held('Invoices').map(({ Total }) => Total)).toEqual([132]);
  });
});

describe('a return that is on its way while its order is cancelled', () => {
  const refund = {
    invoice: 'N1',
    username: 'almond',
    currency: 'AUD',
    status: 'refunded',
    method: 'card',
    refundedOn: '2026-11-21',
  };
  const payment = { number: 'N1-0', amount: '110', paidOn: '2026-11-20' };
  const paid = { payments: [payment] };

  beforeEach(async () => {
    books = await KilledBooks.open();
    await books.order(paid);
    await books.plant('payment', { ...payment, invoice: 'N1', method: 'card', currency: 'AUD' });
    await books.giveBack();
    await books.plant('refund', { ...refund, number: 'REF1', return: 'RMA1', amount: '55' });
    await books.plant('refund', { ...refund, number: 'REF2', amount: '11' });
    for (const task of ['export-contacts', 'export-invoices', 'export-payments']) await books.run(task);
    // Both it and a goodwill have been written down, and have to come again later.
    books.line.turnAway(2);
    for (const task of ['export-credit-notes', 'export-refunds']) await books.run(task);
    expect((await books.log('export-credit-notes')).RMA1).toMatch(/^waiting: The app asked/);
    expect((await books.log('export-refunds')).REF2).toMatch(/^waiting: The app asked/);
    await books.order({ ...paid, status: 'cancelled' });
    await books.run('export-invoices');
    expect(books.held('CreditNotes').map(({ CreditNoteNumber }) => CreditNoteNumber)).toEqual(['N1-C']);
  });

  it('is not due, and its refund is paid from what credits all of it', async () => {
    await books.settled('export-credit-notes');
    await books.settled('export-refunds');
    expect(await books.log('export-credit-notes')).toEqual({
      RMA1: 'not-due: Its order was cancelled: N1-C credits all of it, this return included.',
    });
    expect(await books.log('export-refunds')).toEqual({ REF1: 'exported', REF2: 'exported' });
    expect(books.held('CreditNotes')).toHaveLength(1);
    const back = books.held('Payments').filter(({ CreditNote }) => CreditNote);
    expect(back.map(({ Amount, CreditNote: of }) => [Amount, of?.CreditNoteNumber]).sort()).toEqual([
      [11, 'N1-C'],
      [55, 'N1-C'],
    ]);
  });

  it('has goodwill of its order paid from that as well, which from then on only a person repeats', async () => {
    await books.settled('export-refunds');
    expect((await books.log('export-refunds')).REF2).toBe('exported');
    const back = books.held('Payments').filter(({ CreditNote }) => CreditNote);
    expect(back).toMatchObject([{ Amount: 11, CreditNote: { CreditNoteNumber: 'N1-C' } }]);
    const doubles = await source().query(
      "select reference, doubles from shipments where store_id = ? and task = 'export-refunds'",
      [books.storeId],
    );
    expect(doubles).toEqual([{ reference: 'RREF2', doubles: 1 }]);
  });

  it('is for a person where the order was opened again, for its own build knows of nothing', async () => {
    await books.order(paid);
    await books.settled('export-credit-notes');
    expect((await books.log('export-credit-notes')).RMA1).toMatch(/^needs-person: .*N1-C credits all of it/);
    expect(books.held('CreditNotes')).toHaveLength(1);
  });
});

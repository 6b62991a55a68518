import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Merchant } from '../../../test/support/hub.js';
import { type Books, BooksHub } from './books.js';

/** A hub, and in each test a merchant with books of their own that nothing has been sent to. */
export function ownBooks(answers: Record<string, unknown> = {}) {
  let hub: BooksHub;
  let merchant: Merchant;
  let books: Books;

  beforeAll(async () => {
    hub = await BooksHub.start();
  });
  afterAll(() => hub?.stop());
  beforeEach(async () => {
    hub.twin.depot.consignments.splice(0);
    merchant = await hub.merchant();
    books = await hub.open(merchant, answers);
  });

  return {
    get hub() {
      return hub;
    },
    get merchant() {
      return merchant;
    },
    get books() {
      return books;
    },
    invoice: (number: string, more: Record<string, unknown> = {}) => hub.invoice(books, number, more),
    export: () => hub.export(books),
    /** What a report of November 2026 finds now. */
    found: async (from?: string) => hub.found(await hub.report(books, from)),
  };
}

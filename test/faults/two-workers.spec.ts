import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import xero from '../../plugins/xero/plugin.js';
import { money } from '../../src/sdk/index.js';
import { ownSource } from '../support/own-source.js';
import { Books, type Held } from './xero/books.js';
import { answersOf, imported, MAPS, openTwin } from './xero/shop.js';

const source = ownSource();

const INVOICES = 'export-invoices';
const RETURNS = 'export-credit-notes';

/** A shop of which an order has left, and whose books are kept by two workers at a time. */
class SharedBooks extends Books {
  protected override readonly number = 'N1001';

  static async open(advanced: Record<string, unknown>): Promise<SharedBooks> {
    let books: SharedBooks | undefined;
    const twin = openTwin(() => books?.clock.now() ?? Date.UTC(2026, 10, 22));
    books = new SharedBooks(source(), xero, twin, INVOICES);
    await books.open({ ...answersOf(twin), mode: 'individually' }, { maps: MAPS, advanced });
    await books.plantAll(await imported());
    await books.order();
    for (const task of ['export-contacts', INVOICES]) await books.run(task);
    return books;
  }

  /** The first request like this is on its way for as long as `meanwhile` takes. */
  async whileOnItsWay(method: string, noun: string, sending: () => Promise<void>, meanwhile: () => Promise<void>) {
    const { handle } = this.app;
    const [came, arrived] = signal();
    const [over, letGo] = signal();
    this.app.handle = async (request) => {
      if (request.method !== method || !new URL(request.url).pathname.endsWith(`/${noun}`)) return handle(request);
      this.app.handle = handle;
      arrived();
      await over;
      return handle(request);
    };
    const first = sending();
    await Promise.race([came, first.then(() => Promise.reject(new Error(`Nobody sent ${method} ${noun}.`)))]);
    await meanwhile();
    letGo();
    await first;
  }

  /** The app is busy for the next request. */
  refuseOnce(): void {
    const { handle } = this.app;
    this.app.handle = async () => {
      this.app.handle = handle;
      return new Response('', { status: 429 });
    };
  }

  async settle(): Promise<void> {
    for (let n = 0; n < 4; n++) for (const task of [INVOICES, RETURNS]) await this.run(task);
  }

  /** How much of the order is taken back: by credit notes, and by closing its invoice. */
  takenBack(): string {
    const isGone = ({ Status }: Held) => Status === 'VOIDED' || Status === 'DELETED';
    const credits = this.held('CreditNotes').filter((one) => !isGone(one));
    const closed = this.invoices().filter(isGone);
    return money.add(0, ...[...credits, ...closed].map(({ Total = 0 }) => Total));
  }

  invoices(): Held[] {
    return this.held('Invoices').filter(({ InvoiceNumber }) => InvoiceNumber === 'N1001');
  }
}

/** Something to wait for, and how to say that it has come. */
function signal(): [Promise<void>, () => void] {
  let say = (): void => undefined;
  const said = new Promise<void>((resolve) => {
    say = resolve;
  });
  return [said, say];
}

describe.each([
  ['a draft is deleted', { status: 'DRAFT' }, { method: 'POST', noun: 'Invoices' }],
  ['an approved invoice is voided', { cancelled: 'void' }, { method: 'POST', noun: 'Invoices' }],
  ['an approved invoice is credited', { cancelled: 'credit' }, { method: 'PUT', noun: 'CreditNotes' }],
])('a return and a cancellation that two workers send in the same second, where %s', (_, advanced, closing) => {
  let books: SharedBooks;

  beforeEach(async () => {
    books = await SharedBooks.open(advanced);
    await books.giveBack();
  });

  afterEach(() => expect(Number(books.takenBack())).toBeLessThanOrEqual(110));

  it('take nothing back twice when the return is first', async () => {
    await books.whileOnItsWay(
      'PUT',
      'CreditNotes',
      () => books.run(RETURNS),
      async () => {
        await books.order({ status: 'cancelled' });
        await books.run(INVOICES);
        expect((await books.log(INVOICES)).N1001).toMatch(/^waiting: Waits for another one about credits of N1001/);
      },
    );
    await books.settle();
    expect(books.takenBack()).toBe(closing.noun === 'CreditNotes' ? '110' : '55');
  });

  it('take nothing back twice when the cancellation is first', async () => {
    books.refuseOnce();
    await books.run(RETURNS);
    await books.order({ status: 'cancelled' });
    await books.whileOnItsWay(
      closing.method,
      closing.noun,
      () => books.run(INVOICES),
      async () => {
        await books.run(RETURNS);
        expect((await books.log(RETURNS)).RMA1).toMatch(/^waiting: Waits for another one about credits of N1001/);
      },
    );
    await books.settle();
    expect(books.takenBack()).toBe('110');
  });
});

it('a draft credit that waits for approval keeps nothing else about its order waiting', async () => {
  const books = await SharedBooks.open({ status: 'DRAFT' });
  await books.giveBack();
  await books.run(RETURNS);
  expect((await books.log(RETURNS)).RMA1).toMatch(/once RMA1 is approved in Xero/);
  await books.order({ status: 'cancelled' });
  await books.run();
  expect((await books.log()).N1001).toMatch(/N1001 was to be closed.*RMA1: 55.00 AUD/);
});

it('a draft that is edited twice, the second time while the first is on its way, ends as the order is', async () => {
  const books = await SharedBooks.open({ status: 'DRAFT' });
  await books.order({ total: '99' });
  await books.whileOnItsWay(
    'POST',
    'Invoices',
    () => books.run(),
    async () => {
      await books.order({ total: '88' });
      await books.run();
    },
  );
  await books.settle();
  expect(books.invoices()).toMatchObject([{ Total: 88, Status: 'DRAFT' }]);
  expect(await books.log()).toEqual({ N1001: 'exported' });
});

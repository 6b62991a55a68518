import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Merchant } from '../../test/support/hub.js';
import { Bookkeepers } from '../accounts/bookkeepers/bookkeepers.service.js';
import { eventually } from '../connections/test/eventually.js';
import { Runs } from '../tasks/runs.service.js';
import { ExportActions } from '../transactions/export-actions.js';
import { OfferedDays } from '../transactions/offered-days.js';
import { Comparison } from './comparison.js';
import { Neighbours } from './neighbours.js';
import { Differences } from './pages/differences.service.js';
import { shownDifference } from './pages/shown-difference.js';
import { type Books, BooksHub } from './test/books.js';
import { stranger, unrulyMonth } from './test/unruly-month.js';

let hub: BooksHub;
let merchant: Merchant;
let books: Books;

beforeAll(async () => {
  hub = await BooksHub.start();
});
afterAll(() => hub.stop());
beforeEach(async () => {
  hub.twin.depot.consignments.splice(0);
  merchant = await hub.merchant();
  books = await hub.open(merchant);
});

describe('a report', () => {
  it('lists what makes no sense in the app’s statement, beside what it belongs to, and compares the others', async () => {
    for (const number of ['N1', 'N2', 'N3', 'N4', 'N5']) await hub.invoice(books, number);
    await hub.export(books);
    Object.assign(hub.consignment('P-N2'), { date: '2026-11-2O' });
    Object.assign(hub.consignment('P-N3'), { total: 'ten', currency: 'dollars' });
    Object.assign(hub.consignment('P-N4'), { reference: 'RENAMED-4', total: null });
    hub.twin.depot.consignments.push(stranger('X77', { total: 'much' }));
    const report = await hub.report(books);
    expect(await hub.found(report)).toEqual([
      ['unreadable', null, 'X77'],
      ['unreadable', 'N2', 'P-N2'],
      ['unreadable', 'N3', 'P-N3'],
      ['unreadable', 'N4', 'RENAMED-4'],
    ]);
    expect(report.totals).toMatchObject({
      currencies: {
        AUD: { matched: { count: 2, here: '20', there: '20' }, differs: { count: 4, here: '30', there: '0' } },
      },
      causes: { unreadable: 4 },
    });
    const page = (await merchant.browser.get(`/admin/reconciliation-report?app=${books.installationId}&kind=invoice`))
      .text;
    expect(page).toContain('Could not be read');
    expect(page).toContain('what it says of it makes no sense, so it could not be compared: amount must be an amount');
  });

  it('matches what left and arrived, whatever stands before its number', async () => {
    for (const number of ['N1', 'N2', 'N3']) await hub.invoice(books, number);
    await hub.export(books);
    const report = await hub.report(books);
    expect(await hub.found(report)).toEqual([]);
    expect(report.totals).toEqual({
      currencies: { AUD: { matched: { count: 3, here: '30', there: '30' } } },
      causes: {},
      expected: 0,
    });
  });

  it('says of each difference what it is', async () => {
    await unrulyMonth(hub, books);
    const report = await hub.report(books, '2026-10-01');
    expect(await hub.found(report)).toEqual([
      ['amount', 'N1', 'P-N1'],
      ['gone', 'N4', null],
      ['voided', 'N3', 'P-N3'],
      ['duplicate', 'N5', 'P-N5'],
      ['rejected', 'N7', null],
      ['only-there', null, 'X77'],
      ['never', 'N10', null],
      ['never', 'N11', null],
      ['date', 'N2', 'P-N2'],
      ['copy-changed', 'N6', 'RENAMED-6'],
      ['excluded', 'N9', null],
      ['before-start', 'N8', null],
    ]);
    expect(report.totals!.currencies.AUD).toMatchObject({
      matched: { count: 2, here: '20' },
      differs: { count: 3, here: '30', there: '32' },
      known: { count: 2 },
    });
  });

  it('compares a batch with the records in it', async () => {
    books = await hub.open(await hub.merchant(), { mode: 'daily' });
    for (const number of ['N1', 'N2', 'N3']) await hub.invoice(books, number);
    await hub.export(books);
    expect(hub.twin.depot.consignments).toHaveLength(1);
    expect(await hub.found(await hub.report(books))).toEqual([]);
    hub.twin.depot.consignments[0]!.total = '31.00';
    expect(await hub.found(await hub.report(books))).toEqual([['amount', 'N1', 'P-N1']]);
  });

  it('counts what is in another currency there on either side, and never adds the two up', async () => {
    await hub.invoice(books, 'N1');
    await hub.invoice(books, 'N2');
    await hub.export(books);
    Object.assign(hub.consignment('P-N1'), { currency: 'NZD', total: '12.50' });
    const report = await hub.report(books);
    expect(await hub.found(report)).toEqual([['currency', 'N1', 'P-N1']]);
    expect(report.totals).toMatchObject({
      currencies: {
        AUD: { matched: { count: 1, here: '10', there: '10' }, differs: { count: 1, here: '10', there: '0' } },
        NZD: { differs: { count: 1, here: '0', there: '12.5' } },
      },
      causes: { currency: 1 },
    });
    const [difference] = await hub.app.get(Differences).page(report, { show: 'unmatched' }, 10);
    const { here, there, currency } = shownDifference(difference!, report, 'Parcelly');
    expect(currency).toBe('AUD');
    expect(here).toMatchObject({ amount: '10.0000' });
    expect(there).toMatchObject({ amount: '12.5000', currency: 'NZD' });
  });

  it('has what a person took as right in the export log among what is right, with why', async () => {
    await hub.invoice(books, 'N1', { username: 'blocked', total: '45.00' });
    await hub.export(books);
    const [line] = await hub.database.query<{ id: number }>(
      'select id from records where store_id = ? and number = ?',
      [books.storeId, 'N1'],
    );
    const at = { installationId: books.installationId, task: 'export-invoices', recordId: line!.id };
    await hub.app.get(ExportActions).expect(books.storeId, [at], 'Entered by hand');
    const report = await hub.report(books);
    expect(await hub.found(report)).toEqual([]);
    expect(report.totals).toMatchObject({
      currencies: { AUD: { known: { count: 1, here: '45' } } },
      causes: {},
      expected: 1,
    });
    const address = `/admin/reconciliation-report?app=${books.installationId}&kind=invoice`;
    const { text } = await merchant.browser.get(`${address}&show=expected`);
    expect(text).toContain('Somebody said in the export log that it is right as it is.');
    expect(text).toContain('“Entered by hand”');
    expect(text).not.toContain('Ask again');
  });

  it('finds what the store dates outside the range', async () => {
    await hub.invoice(books, 'N1', { date: '2026-11-02' });
    await hub.export(books);
    hub.consignment('P-N1').date = '2026-11-25';
    expect(await hub.found(await hub.report(books, '2026-11-20'))).toEqual([['date', 'N1', 'P-N1']]);
  });

  it('agrees with a day that was chosen because its own was closed, and with no other', async () => {
    hub.twin.depot.state.opensOn = '2026-11-25';
    await hub.invoice(books, 'N1', { date: '2026-11-20' });
    await hub.invoice(books, 'N2', { date: '2026-11-25' });
    await hub.export(books);
    const { id } = (await hub.database.one<{ id: number }>(
      "select id from records where store_id = ? and record_key = 'N1'",
      [books.storeId],
    ))!;
    const line = { ...books, task: 'export-invoices', recordId: id };
    await hub.app.get(OfferedDays).take(books.storeId, [line], '2026-11-25');
    await hub.calm(books.storeId, books.installationId);
    hub.twin.depot.state.opensOn = undefined;
    expect(hub.consignment('P-N1').date).toBe('2026-11-25');
    expect(await hub.found(await hub.report(books))).toEqual([]);
    // It belongs to the days among which it stands over there.
    expect(await hub.found(await hub.report(books, '2026-11-20', '2026-11-21'))).toEqual([]);
    const later = await hub.report(books, '2026-11-24');
    expect([await hub.found(later), later.totals!.currencies.AUD]).toMatchObject([[], { matched: { count: 2 } }]);
    for (const number of ['P-N1', 'P-N2']) hub.consignment(number).date = '2026-11-28';
    expect(await hub.found(await hub.report(books))).toEqual([
      ['date', 'N1', 'P-N1'],
      ['date', 'N2', 'P-N2'],
    ]);
  });

  it('takes no document for its own that another store sent over the same connection', async () => {
    const other = await hub.open(await hub.merchant());
    const { storeId, connectionId } = books;
    await hub.database.run('update installations set connection_id = ? where store_id = ? and id = ?', [
      connectionId,
      other.storeId,
      other.installationId,
    ]);
    await hub.database.run('insert into links (store_id, connection_id, type, remote_id, record_id) values ?', [
      [
        [other.storeId, connectionId, 'payment', 'theirs', 1],
        [storeId, connectionId, 'payment', 'mine', 2],
      ],
    ]);
    const row = { date: '2026-11-20', amount: '1.00', currency: 'AUD', status: 'paid' as const };
    const rows = [
      { ...row, remoteId: 'theirs' },
      { ...row, remoteId: 'mine' },
      { ...row, remoteId: 'nobody' },
      { ...row, remoteId: 'theirs', ours: true },
    ];
    const sending = { stated: ['payment' as const], besides: [] };
    const marked = await hub.app.get(Neighbours).mark(storeId, connectionId, sending, rows);
    expect(marked.map(({ ours }) => ours)).toEqual([false, undefined, undefined, true]);
  });

  it('asks the store for no invoice where a refund has left a document of its own', async () => {
    const { storeId, connectionId } = books;
    await hub.database.run('insert into links (store_id, connection_id, type, remote_id, record_id) values ?', [
      [
        [storeId, connectionId, 'refund', 'credit-of-refund', 1],
        [storeId, connectionId, 'invoice', 'invoice', 2],
      ],
    ]);
    const row = { date: '2026-11-20', amount: '1.00', currency: 'AUD', status: 'paid' as const };
    const rows = ['credit-of-refund', 'invoice', 'nobody'].map((remoteId) => ({ ...row, remoteId }));
    const sending = { stated: ['invoice' as const], besides: ['refund' as const] };
    const marked = await hub.app
      .get(Neighbours)
      .mark(storeId, connectionId, sending, [...rows, { ...rows[0]!, ours: true }]);
    expect(marked.map(({ ours }) => ours)).toEqual([false, undefined, undefined, false]);
  });

  it('asks nothing about what a refund of the store next door has left', async () => {
    const { storeId, connectionId } = books;
    const other = await hub.open(await hub.merchant());
    await hub.database.run('update installations set connection_id = ? where store_id = ?', [
      connectionId,
      other.storeId,
    ]);
    await hub.database.run(
      "insert into links (store_id, connection_id, type, remote_id, record_id) values (?, ?, 'refund', 'credit-next-door', 1)",
      [other.storeId, connectionId],
    );
    const row = { date: '2026-11-20', amount: '1.00', currency: 'AUD', status: 'paid' as const };
    const rows = ['credit-next-door', 'nobody'].map((remoteId) => ({ ...row, remoteId }));
    const sending = { stated: ['invoice' as const], besides: ['refund' as const] };
    const marked = await hub.app.get(Neighbours).mark(storeId, connectionId, sending, rows);
    expect(marked.map(({ ours }) => ours)).toEqual([false, undefined]);
  });

  it('leaves the store next door out of it', async () => {
    await hub.invoice(books, 'N1');
    await hub.export(books);
    const other = await hub.open(await hub.merchant());
    const report = await hub.report(other);
    expect(await hub.found(report)).toEqual([['only-there', null, 'P-N1']]);
    expect(await hub.found(await hub.report(books))).toEqual([]);
  });
});

describe('reading what the app holds', () => {
  /** Answers the twin's requests for pages of its statement, for as long as `serve` says. */
  function watched(serve: (page: number) => boolean | Promise<boolean>): number[] {
    const asked: number[] = [];
    const { handle } = hub.twin;
    vi.spyOn(hub.twin, 'handle').mockImplementation(async (request) => {
      const { pathname, searchParams } = new URL(request.url);
      if (!pathname.endsWith('/dated')) return handle(request);
      const page = Number(searchParams.get('page'));
      asked.push(page);
      return (await serve(page)) ? handle(request) : Response.json({ refused: 'Down.' }, { status: 423 });
    });
    return asked;
  }

  beforeEach(() => {
    for (let n = 0; n < 8; n++) hub.twin.depot.consignments.push(stranger(`X${n}`));
  });
  afterEach(() => vi.restoreAllMocks());

  it('goes on behind what it has kept', async () => {
    let up = false;
    const asked = watched((page) => up || page < 3);
    const unfinished = await hub.report(books);
    expect(unfinished.finishedAt).toBeNull();
    up = true;
    await hub.database.run('update runs set run_at = now(3) where id = ?', [unfinished.runId!]);
    await eventually(async () => (await hub.reports.find(books.storeId, unfinished.id))!.finishedAt !== null);
    expect(asked).toEqual([1, 2, 3, 3, 4]);
    expect(await hub.found(unfinished)).toHaveLength(8);
  });

  it('stops when a person cancels, and leaves no report behind', async () => {
    let release: () => void = () => undefined;
    const asked = watched(async (page) => {
      if (page === 2) await new Promise<void>((resolve) => (release = resolve));
      return true;
    });
    const id = await hub.reports.ask({ ...books, kind: 'invoice', from: '2026-11-01', to: '2026-11-30' }, null);
    await eventually(() => asked.includes(2));
    const { runId } = (await hub.reports.find(books.storeId, id!))!;
    await hub.app.get(Runs).cancel(books.storeId, runId!);
    release();
    await hub.calm(books.storeId, books.installationId);
    expect((await hub.app.get(Runs).progress(books.storeId, runId!))!.state).toBe('cancelled');
    expect((await hub.reports.find(books.storeId, id!))!.finishedAt).toBeNull();
  });

  it('stops from the report itself, for whoever keeps the books too', async () => {
    const { browser, user } = await hub.bookkeeper();
    const keepers = hub.app.get(Bookkeepers);
    const token = await keepers.invite(merchant.user.accountId!, merchant.user, null);
    await keepers.accept((await keepers.find(token))!, user);
    let release: () => void = () => undefined;
    const asked = watched(async (page) => {
      if (page === 2) await new Promise<void>((resolve) => (release = resolve));
      return true;
    });
    const address = '/admin/reconciliation-report';
    const wish = { app: String(books.installationId), kind: 'invoice', from: '2026-11-01', to: '2026-11-30' };
    await browser.post(`${address}/imports`, wish);
    await eventually(() => asked.includes(2));
    const { text } = await browser.get(address);
    expect(text).not.toContain('See the run');
    const [, of] = /cancellations">[\s\S]*?name="of" value="(\d+)"/.exec(text)!;
    const stranger = await hub.merchant('Somebody Else');
    expect((await stranger.browser.post(`${address}/cancellations`, { of: of! })).status).toBe(404);
    await browser.post(`${address}/cancellations`, { of: of! });
    expect((await browser.get(address)).text).toContain('no report is made');
    release();
    await hub.calm(books.storeId, books.installationId);
    expect((await hub.reports.find(books.storeId, Number(of)))!.finishedAt).toBeNull();
    await browser.post(`${address}/cancellations`, { of: of! });
    expect((await browser.get(address)).text).toContain('It had ended already');
    const trail = await hub.database.query<{ user_id: number }>(
      "select user_id from audit_entries where action = 'cancelled' and subject = 'Reconciliation with Parcelly'",
    );
    expect(trail).toEqual([{ user_id: user.id }]);
  });

  it('is among the things that need somebody when it could not be read, until it can', async () => {
    let up = false;
    watched(() => up);
    const failed = await hub.report(books);
    const home = async () => (await merchant.browser.get('/')).text;
    expect(await home()).not.toContain('could not be compared');
    await hub.database.run(
      "update runs set state = 'failed', message = 'Parcelly is down.', finished_at = now(3) where id = ?",
      [failed.runId!],
    );
    expect(await home()).toMatch(/Invoices could not be compared with Books[\s\S]*Parcelly is down\./);
    up = true;
    await hub.report(books);
    expect(await home()).not.toContain('could not be compared');
  });

  it('answers nothing to a second wish while the first is fulfilled', async () => {
    let release: () => void = () => undefined;
    const asked = watched(async (page) => {
      if (page === 1) await new Promise<void>((resolve) => (release = resolve));
      return true;
    });
    const wish = { ...books, kind: 'invoice' as const, from: '2026-11-01', to: '2026-11-30' };
    await hub.reports.ask(wish, null);
    await eventually(() => asked.length > 0);
    expect(await hub.reports.ask(wish, null)).toBeUndefined();
    release();
    await hub.calm(books.storeId, books.installationId);
    expect(await hub.reports.history(books.storeId, books.installationId, 'invoice', 9)).toHaveLength(1);
  });

  it('comes to the same in whatever order the app lists', async () => {
    for (const number of ['X1', 'X2', 'N3']) await hub.invoice(books, number, { total: '11.00' });
    const first = await hub.found(await hub.report(books));
    hub.twin.depot.consignments.reverse();
    expect(await hub.found(await hub.report(books))).toEqual(first);
  });

  it('begun again compares anew and finds the same', async () => {
    const report = await hub.report(books);
    const before = await hub.found(report);
    const rules = { tolerance: 100, days: 0, from: report.from, to: report.to };
    const key = { storeId: report.storeId, reportId: report.id };
    const stop = new AbortController();
    stop.abort(new Error('Killed'));
    const comparison = hub.app.get(Comparison);
    await expect(comparison.compare(key, report, rules, stop.signal)).rejects.toThrow('Killed');
    expect(await comparison.compare(key, report, rules, new AbortController().signal, 2)).toEqual(report.totals);
    expect(await hub.found(report)).toEqual(before);
  });
});

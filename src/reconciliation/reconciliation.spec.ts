import { beforeEach, describe, expect, it } from 'vitest';
import { ExportActions } from '../transactions/export-actions.js';
import { OfferedDays } from '../transactions/offered-days.js';
import { Comparison } from './comparison.js';
import { Differences } from './pages/differences.service.js';
import { shownDifference } from './pages/shown-difference.js';
import { ReconciliationSettings } from './reconciliation-settings.js';
import { ownBooks } from './test/own-books.js';
import { stranger, unrulyMonth } from './test/unruly-month.js';

const here = ownBooks();

describe('a report', () => {
  it('lists what makes no sense in the app’s statement, beside what it belongs to, and compares the others', async () => {
    const { books, hub, merchant } = here;
    for (const number of ['N1', 'N2', 'N3', 'N4', 'N5']) await here.invoice(number);
    await here.export();
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
    for (const number of ['N1', 'N2', 'N3']) await here.invoice(number);
    await here.export();
    const report = await here.hub.report(here.books);
    expect(await here.hub.found(report)).toEqual([]);
    expect(report.totals).toEqual({
      currencies: { AUD: { matched: { count: 3, here: '30', there: '30' } } },
      causes: {},
      expected: 0,
    });
  });

  it('says of each difference what it is', async () => {
    await unrulyMonth(here.hub, here.books);
    const report = await here.hub.report(here.books, '2026-10-01');
    expect(await here.hub.found(report)).toEqual([
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
      // What was voided there is worth nothing there.
      onlyHere: { count: 5, here: '84', there: '0' },
      known: { count: 2 },
    });
  });

  it('compares a batch with the records in it', async () => {
    const batched = await here.hub.open(here.merchant, { mode: 'daily' });
    for (const number of ['N1', 'N2', 'N3']) await here.hub.invoice(batched, number);
    await here.hub.export(batched);
    expect(here.hub.twin.depot.consignments).toHaveLength(1);
    expect(await here.hub.found(await here.hub.report(batched))).toEqual([]);
    here.hub.twin.depot.consignments[0]!.total = '31.00';
    expect(await here.hub.found(await here.hub.report(batched))).toEqual([['amount', 'N1', 'P-N1']]);
  });

  it('counts what is in another currency there on either side, and never adds the two up', async () => {
    await here.invoice('N1');
    await here.invoice('N2');
    await here.export();
    Object.assign(here.hub.consignment('P-N1'), { currency: 'NZD', total: '12.50' });
    const report = await here.hub.report(here.books);
    expect(await here.hub.found(report)).toEqual([['currency', 'N1', 'P-N1']]);
    expect(report.totals).toMatchObject({
      currencies: {
        AUD: { matched: { count: 1, here: '10', there: '10' }, differs: { count: 1, here: '10', there: '0' } },
        NZD: { differs: { count: 1, here: '0', there: '12.5' } },
      },
      causes: { currency: 1 },
    });
    const [difference] = await here.hub.app.get(Differences).page(report, { show: 'unmatched' }, 10);
    const shown = shownDifference(difference!, report, 'Parcelly');
    expect(shown.currency).toBe('AUD');
    expect(shown.here).toMatchObject({ amount: '10.0000' });
    expect(shown.there).toMatchObject({ amount: '12.5000', currency: 'NZD' });
  });

  it('shows as matched what it counts as such, though one of the sides is dated outside the range', async () => {
    const { books, hub, merchant } = here;
    const settings = hub.app.get(ReconciliationSettings);
    const usual = await settings.of(books.storeId, books.installationId);
    await settings.save(books.storeId, books.installationId, { ...usual, days: 3 }, null, undefined);
    await here.invoice('N1', { date: '2026-12-01' });
    await here.export();
    hub.consignment('P-N1').date = '2026-11-30';
    const report = await hub.report(books);
    expect(report.totals!.currencies.AUD).toEqual({ matched: { count: 1, here: '10', there: '10' } });
    const { text } = await merchant.browser.get('/admin/reconciliation-report?show=all');
    expect(text).toMatch(/P-N1[\s\S]*Matched/);
  });

  it('has what a person took as right in the export log among what is right, with why', async () => {
    await here.invoice('N1', { username: 'blocked', total: '45.00' });
    await here.export();
    const [line] = await here.hub.database.query<{ id: number }>(
      'select id from records where store_id = ? and number = ?',
      [here.books.storeId, 'N1'],
    );
    const at = { installationId: here.books.installationId, task: 'export-invoices', recordId: line!.id };
    await here.hub.app.get(ExportActions).expect(here.books.storeId, [at], 'Entered by hand');
    const report = await here.hub.report(here.books);
    expect(await here.hub.found(report)).toEqual([]);
    expect(report.totals).toMatchObject({
      currencies: { AUD: { known: { count: 1, here: '45' } } },
      causes: {},
      expected: 1,
    });
    const address = `/admin/reconciliation-report?app=${here.books.installationId}&kind=invoice`;
    const { text } = await here.merchant.browser.get(`${address}&show=expected`);
    expect(text).toContain('Somebody said in the export log that it is right as it is.');
    expect(text).toContain('“Entered by hand”');
    expect(text).not.toContain('Ask again');
  });

  it('finds what the store dates outside the range', async () => {
    await here.invoice('N1', { date: '2026-11-02' });
    await here.export();
    here.hub.consignment('P-N1').date = '2026-11-25';
    expect(await here.hub.found(await here.hub.report(here.books, '2026-11-20'))).toEqual([['date', 'N1', 'P-N1']]);
  });

  it('agrees with a day that was chosen because its own was closed, and with no other', async () => {
    const { books, hub } = here;
    hub.twin.depot.state.opensOn = '2026-11-25';
    await here.invoice('N1', { date: '2026-11-20' });
    await here.invoice('N2', { date: '2026-11-25' });
    await here.export();
    const { id } = (await hub.database.one<{ id: number }>(
      "select id from records where store_id = ? and record_key = 'N1'",
      [books.storeId],
    ))!;
    const line = { ...books, task: 'export-invoices', recordId: id };
    await hub.app.get(OfferedDays).take(books.storeId, [line], '2026-11-25');
    await hub.calm(books.storeId, books.installationId);
    hub.twin.depot.state.opensOn = undefined;
    expect(hub.consignment('P-N1').date).toBe('2026-11-25');
    expect(await here.found()).toEqual([]);
    // It belongs to the days among which it stands over there.
    expect(await hub.found(await hub.report(books, '2026-11-20', '2026-11-21'))).toEqual([]);
    const later = await hub.report(books, '2026-11-24');
    expect([await hub.found(later), later.totals!.currencies.AUD]).toMatchObject([[], { matched: { count: 2 } }]);
    for (const number of ['P-N1', 'P-N2']) hub.consignment(number).date = '2026-11-28';
    expect(await here.found()).toEqual([
      ['date', 'N1', 'P-N1'],
      ['date', 'N2', 'P-N2'],
    ]);
  });

  it('leaves the store next door out of it', async () => {
    await here.invoice('N1');
    await here.export();
    const other = await here.hub.open(await here.hub.merchant());
    const report = await here.hub.report(other);
    expect(await here.hub.found(report)).toEqual([['only-there', null, 'P-N1']]);
    expect(await here.found()).toEqual([]);
  });
});

describe('compared once more, it', () => {
  beforeEach(() => {
    for (let n = 0; n < 8; n++) here.hub.twin.depot.consignments.push(stranger(`X${n}`));
  });

  it('comes to the same, in whatever order the app lists', async () => {
    for (const number of ['X1', 'X2', 'N3']) await here.invoice(number, { total: '11.00' });
    const first = await here.found();
    here.hub.twin.depot.consignments.reverse();
    expect(await here.found()).toEqual(first);
  });

  it('finds the same, after one that was cut short', async () => {
    const report = await here.hub.report(here.books);
    const before = await here.hub.found(report);
    const rules = { tolerance: 100, days: 0, from: report.from, to: report.to };
    const key = { storeId: report.storeId, reportId: report.id };
    const stop = new AbortController();
    stop.abort(new Error('Killed'));
    const comparison = here.hub.app.get(Comparison);
    await expect(comparison.compare(key, report, rules, stop.signal)).rejects.toThrow('Killed');
    expect(await comparison.compare(key, report, rules, new AbortController().signal, 2)).toEqual(report.totals);
    expect(await here.hub.found(report)).toEqual(before);
  });
});

import { describe, expect, it } from 'vitest';
import { ownBooks } from './test/own-books.js';
import { stranger } from './test/unruly-month.js';

const REPORT = '/admin/reconciliation-report';
const here = ownBooks();
const { found } = here;

/** Entered by hand, under the next number of the app. */
const enter = (number: string, note: string, more: Record<string, unknown> = {}) =>
  here.hub.twin.depot.consignments.push(stranger(number, { note, ...more }));
/** Whatever a report says may be adopted. */
async function adopt(): Promise<void> {
  const { storeId, id } = await here.hub.report(here.books);
  const rows = await here.hub.database.query<{ id: number }>(
    'select id from differences where store_id = ? and report_id = ?',
    [storeId, id],
  );
  for (const row of rows)
    await here.merchant.browser.post(`${REPORT}/adoptions`, { of: String(id), line: String(row.id) });
}
const read = async () =>
  (await here.merchant.browser.get(`${REPORT}?app=${here.books.installationId}&kind=invoice`)).text;

describe('an order that somebody entered by hand, named beside a number of the app’s own', () => {
  it('is a duplicate of what was sent', async () => {
    await here.invoice('N1');
    await here.export();
    enter('INV-0007', 'Web order n1 / Ada', { date: '2026-11-28' });
    const report = await here.hub.report(here.books);
    expect(await here.hub.found(report)).toEqual([['duplicate', 'N1', 'INV-0007']]);
    expect(report.totals!.currencies.AUD).toEqual({
      matched: { count: 1, here: '10', there: '10' },
      onlyThere: { count: 1, here: '0', there: '10' },
    });
    expect(await read()).toContain(
      'Parcelly has two of N1: the one that was sent, and INV-0007, which names it beside a number of its own. Delete the one too many there.',
    );
  });

  it('is adopted for what the app refused, and matches from then on', async () => {
    await here.invoice('N1', { username: 'blocked' });
    await here.export();
    enter('INV-0007', 'P-N1');
    const report = await here.hub.report(here.books);
    expect(await here.hub.found(report)).toEqual([['not-linked', 'N1', 'INV-0007']]);
    const text = await read();
    expect(text).toContain('Parcelly has it as INV-0007, which names it beside a number of its own, though the hub');
    expect(text).toContain('Adopt INV-0007');
    await adopt();
    await here.export();
    const next = await here.hub.report(here.books);
    expect(await here.hub.found(next)).toEqual([]);
    expect(next.totals!.currencies.AUD!.matched).toEqual({ count: 1, here: '10', there: '10' });
    expect(here.hub.twin.depot.consignments).toHaveLength(1);
  });

  it('is suggested for what was sent and is gone or voided there', async () => {
    for (const number of ['N1', 'N2']) await here.invoice(number);
    await here.export();
    here.hub.consignment('P-N1').gone = 'cancelled';
    here.hub.twin.depot.consignments.splice(1, 1);
    enter('INV-0007', 'N1');
    enter('INV-0008', 'N2');
    expect(await found()).toEqual([
      ['gone', 'N2', null],
      ['voided', 'N1', 'P-N1'],
      ['only-there', null, 'INV-0007'],
      ['only-there', null, 'INV-0008'],
    ]);
    const text = await read();
    for (const number of ['INV-0007', 'INV-0008']) expect(text).toContain(`Adopt ${number}`);
    await adopt();
    expect(await found()).toEqual([]);
  });

  it('agrees with what was kept back, and with what was dealt with before the start date', async () => {
    await here.invoice('N1', { status: 'open' });
    await here.export();
    enter('INV-0007', 'N1');
    expect(await found()).toEqual([]);
  });

  it('is one each time that the list shows it', async () => {
    await here.invoice('N1');
    await here.export();
    enter('INV-0007', 'N1');
    enter('INV-0007', 'N1');
    expect(await found()).toEqual([['duplicate', 'N1', 'INV-0007']]);
  });
});

describe('what names an order and is another document', () => {
  it.each([
    ['comes to something else, such as its freight', [['INV-7', 'N1', { total: '4.00' }]]],
    ['gives money back for it', [['CN-7', 'N1', { total: '-10.00' }]]],
    ['goes by the prefix of another store', [['INV-7', 'Q-N1', {}]]],
    ['is in another currency', [['INV-7', 'N1', { currency: 'NZD' }]]],
    [
      'stands in for it after a credit',
      [
        ['INV-7', 'N1', {}],
        ['CN-7', 'N1', { total: '-10.00' }],
      ],
    ],
    ['names two that come to the same', [['INV-7', 'N1, N2', {}]]],
  ] as [string, [string, string, Record<string, unknown>][]][])('%s', async (_, entered) => {
    for (const number of ['N1', 'N2']) await here.invoice(number);
    await here.export();
    for (const one of entered) enter(...one);
    expect(await found()).toEqual(entered.map(([number]) => ['only-there', null, number]).toSorted());
  });

  it('is no second batch, unless it comes to what the batch does', async () => {
    const batched = await here.hub.open(here.merchant, { mode: 'daily' });
    for (const number of ['N1', 'N2']) await here.hub.invoice(batched, number);
    await here.hub.export(batched);
    enter('INV-7', 'Freight of N1', { total: '4.00' });
    enter('INV-8', '2 orders: N1, N2', { total: '20.00' });
    expect(await here.hub.found(await here.hub.report(batched))).toEqual([
      ['duplicate', 'N1', 'INV-8'],
      ['only-there', null, 'INV-7'],
    ]);
  });

  it('is nothing worth nothing', async () => {
    await here.invoice('N1', { total: '0.00', tax: '0.00' });
    await here.export();
    enter('INV-7', 'N1', { total: '0.00', tax: '0.00' });
    expect(await found()).toEqual([['only-there', null, 'INV-7']]);
  });

  it('is no order because another was adopted whose number there happens to end as it does here', async () => {
    await here.invoice('1042');
    enter('INV-1042', '1042');
    await adopt();
    await here.invoice('1043');
    enter('INV-1043', 'Repairs');
    expect(await found()).toEqual([
      ['only-there', null, 'INV-1043'],
      ['never', '1043', null],
    ]);
  });
});

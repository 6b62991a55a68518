import { describe, expect, it } from 'vitest';
import { eventually } from '../../connections/test/eventually.js';
import type { Cause } from '../causes.js';
import { REPORT, rowsIn as rows, unrulyReport } from '../test/unruly-report.js';
import { leftToSettle } from '../totals.js';

const here = unrulyReport();
const { read, idOf } = here;

describe('what mends it', () => {
  const act = async (what: string, number: string, more: Record<string, string> = {}) =>
    here.owner.browser.post(`${REPORT}/${what}`, { of: String(here.report.id), line: await idOf(number), ...more });
  const trail = async () =>
    (await here.hub.database.query<{ action: string }>('select action from audit_entries order by id')).map(
      ({ action }) => action,
    );

  it('re-exports through the outbox, where it can’t arrive twice', async () => {
    for (const number of ['N10', 'N7']) await act('reexports', number);
    await act('reexports', 'N10');
    await here.hub.calm(here.books.storeId, here.books.installationId);
    const sent = here.hub.twin.depot.consignments.filter(({ reference }) => reference === 'P-N10');
    expect(sent).toHaveLength(1);
    expect(await trail()).toContain('re-exported from the reconciliation report');
  });

  it('sends anew, under a new number, what was voided there, and what was looked up in vain', async () => {
    const shop = await here.hub.merchant('Mended');
    const its = await here.hub.open(shop);
    for (const number of ['N31', 'N32']) await here.hub.invoice(its, number);
    await here.hub.export(its);
    here.hub.consignment('P-N31').gone = 'cancelled';
    const { consignments } = here.hub.twin.depot;
    consignments.splice(consignments.indexOf(here.hub.consignment('P-N32')), 1);
    const [references, address] = [
      () => consignments.flatMap(({ gone, reference }) => (!gone && /^P-N3[12]/.test(reference) ? [reference] : [])),
      `${REPORT}?app=${its.installationId}&kind=invoice`,
    ];
    const reexport = async (cause: Cause) => {
      const [newest] = await here.hub.reports.history(its.storeId, its.installationId, 'invoice', 1);
      const { text } = await shop.browser.get(`${address}&cause=${cause}`);
      const [, line] = /name="line" value="(\d+)">[^<]*<svg[^>]*>.*?<\/svg>Re-export/.exec(text)!;
      for (const _ of 'twice') await shop.browser.post(`${REPORT}/reexports`, { of: String(newest!.id), line: line! });
      await here.hub.calm(its.storeId, its.installationId);
    };
    await here.hub.report(its);
    await reexport('voided');
    expect(references()).toEqual([expect.stringMatching(/^P-N31-R\d+$/)]);
    await reexport('gone');
    // It is looked up twice, a settling time apart, before it counts as gone.
    await eventually(async () => {
      const due = 'update shipments set next_try_at = now(3) where store_id = ? and next_try_at is not null';
      await here.hub.database.run(due, [its.storeId]);
      await here.hub.export(its);
      const asked = "select 1 from outbox where store_id = ? and state = 'needs-person'";
      return (await here.hub.database.one(asked, [its.storeId])) !== undefined;
    });
    const report = await here.hub.report(its);
    expect((await here.hub.found(report)).filter(([, ours]) => ours !== null)).toEqual([['gone', 'N32', null]]);
    expect((await shop.browser.get(address)).text).toContain('it has been looked up');
    await reexport('gone');
    expect(references()).toEqual([expect.stringMatching(/^P-N31-R\d+$/), expect.stringMatching(/^P-N32-R\d+$/)]);
    const left = await here.hub.found(await here.hub.report(its));
    expect(left.filter(([, ours]) => ours !== null)).toEqual([]);
  });

  it('adopts the one that is there: linked, exported, in the log with who said so', async () => {
    await here.hub.invoice(here.books, 'N20', { total: '20.00', status: 'open' });
    here.hub.twin.depot.consignments.push({
      id: 'hand-20',
      reference: 'HAND-20',
      customer: 'ada',
      lines: [],
      date: '2026-11-20',
      total: '20.00',
      tax: '0.91',
      currency: 'AUD',
      closed: true,
    });
    await here.hub.invoice(here.books, 'N20', { total: '20.00' });
    await here.again();
    await act('adoptions', 'N20');
    const line = await here.hub.database.one<{ state: string; app_number: string; remote_id: string; message: string }>(
      `select o.state, o.app_number, l.remote_id, x.message from outbox o join records r on r.store_id = o.store_id and r.id = o.record_id
       join links l on l.store_id = o.store_id and l.record_id = o.record_id
       join export_log x on x.store_id = o.store_id and x.record_id = o.record_id and x.step = 'adopt'
       where o.store_id = ? and r.record_key = 'N20'`,
      [here.books.storeId],
    );
    expect(line).toEqual({
      state: 'exported',
      app_number: 'HAND-20',
      remote_id: 'hand-20',
      message: `${here.owner.user.name} said that it is HAND-20 there.`,
    });
    await here.hub.export(here.books);
    expect(here.hub.twin.depot.consignments.filter(({ reference }) => reference.endsWith('20'))).toHaveLength(1);
    await here.again();
    expect((await here.hub.found(here.report)).flat()).not.toContain('N20');
    expect(await trail()).toContain('adopted what is in the app');
  });

  it('does not let two records have one document', async () => {
    await here.hub.invoice(here.books, 'N21', { total: '21.00', username: 'blocked' });
    await here.hub.invoice(here.books, 'N22', { total: '21.00', username: 'blocked' });
    await here.hub.export(here.books);
    await here.again();
    const suggested = await here.hub.database.one<{ entry: number }>(
      `select entry from statement_rows where store_id = ? and report_id = ? and side = 1 and reference = 'HAND-20'`,
      [here.report.storeId, here.report.id],
    );
    await here.hub.database.run(
      'update differences set suggested = ? where store_id = ? and report_id = ? and id = ?',
      [suggested!.entry, here.report.storeId, here.report.id, Number(await idOf('N21'))],
    );
    await act('adoptions', 'N21');
    expect(await read()).toContain('It belongs to N20 already.');
  });

  it('takes nothing of another store that feeds the same company, and nothing that is on its way', async () => {
    const other = await here.hub.merchant('Quokka Cycles');
    const books2 = await here.hub.open(other);
    await here.hub.database.run('update installations set connection_id = ? where id = ?', [
      here.books.connectionId,
      books2.installationId,
    ]);
    // The same document, now known to be that store's.
    await here.hub.database.run("update links set store_id = ? where store_id = ? and remote_id = 'hand-20'", [
      other.store.id,
      here.books.storeId,
    ]);
    await act('adoptions', 'N21');
    expect(await read()).toContain(`${other.store.name} has sent it`);
    await here.hub.database.run("delete from links where remote_id = 'hand-20'");
    await here.hub.database.run(`update shipments set state = 'sending' where store_id = ? and reference = 'P-N21'`, [
      here.books.storeId,
    ]);
    await act('adoptions', 'N21');
    expect(await read()).toContain('It is on its way just now');
  });

  it('takes as right what a person says, and asks again if told to', async () => {
    await act('expectations', 'N1', { note: 'Agreed on the phone' });
    expect(rows(await read())).not.toContain('N1');
    const expected = await read('&show=expected');
    expect(expected).toContain('Agreed on the phone');
    expect(rows(expected)).toEqual(['N1']);
    await act('withdrawals', 'N1');
    expect(rows(await read())).toContain('N1');
  });

  it('counts at once what a person takes as right among what is right', async () => {
    const totals = async () => (await here.hub.reports.find(here.report.storeId, here.report.id))!.totals!;
    const tab = async () => /Without a match <span class="status-count status-\w+">(\d+)/.exec(await read())![1];
    const [before, shown] = [await totals(), await tab()];
    await act('expectations', 'N1', { note: 'Agreed on the phone' });
    expect(leftToSettle(await totals())).toBe(leftToSettle(before) - 1);
    expect(await totals()).toMatchObject({
      expected: before.expected + 1,
      currencies: { AUD: { matched: before.currencies.AUD!.matched } },
    });
    expect(await tab()).toBe(String(Number(shown) - 1));
    await act('withdrawals', 'N1');
    expect(await totals()).toEqual(before);
  });
});

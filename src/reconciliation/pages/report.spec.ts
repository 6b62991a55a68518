import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Merchant } from '../../../test/support/hub.js';
import { Bookkeepers } from '../../accounts/bookkeepers/bookkeepers.service.js';
import { eventually } from '../../connections/test/eventually.js';
import { type Cause, needsSomeone } from '../causes.js';
import type { Report } from '../reports.js';
import { type Books, BooksHub } from '../test/books.js';
import { unrulyMonth } from '../test/unruly-month.js';
import { leftToSettle } from '../totals.js';

const REPORT = '/admin/reconciliation-report';

let hub: BooksHub;
let owner: Merchant;
let books: Books;
let report: Report;

beforeAll(async () => {
  hub = await BooksHub.start();
  owner = await hub.merchant();
  books = await hub.open(owner);
  await unrulyMonth(hub, books);
  report = await hub.report(books, '2026-10-01');
});
afterAll(() => hub?.stop());

const at = (query = '') => `${REPORT}?app=${books.installationId}&kind=invoice${query}`;
const read = async (query = '') => (await owner.browser.get(at(query))).text;
/** What stands in the first column of each row. */
const rows = (text: string) => [...text.matchAll(/aria-label="Select ([^"]+)"/g)].map(([, what]) => what);
const idOf = async (number: string) => {
  const row = await hub.database.one<{ id: number }>(
    `select d.id from differences d join statement_rows r on r.store_id = d.store_id and r.report_id = d.report_id
       and r.side = if(d.here is null, 1, 0) and r.entry = coalesce(d.here, d.there)
     where d.store_id = ? and d.report_id = ? and r.number = ?`,
    [report.storeId, report.id, number],
  );
  return String(row!.id);
};

describe('to others', () => {
  it('the report of a store does not exist', async () => {
    const other = await hub.merchant('Somebody Else');
    await hub.open(other);
    const { browser: vendor } = await hub.vendor();
    const paths = [at(), at(`&report=${report.id}`), `${REPORT}/history?app=${books.installationId}`];
    const all = [...paths, `${REPORT}/lines.csv?app=${books.installationId}&kind=invoice`];
    for (const path of all) expect([path, (await other.browser.get(path)).status]).toEqual([path, 404]);
    expect((await vendor.get(REPORT)).status).toBe(404);
  });

  it('its differences can’t be settled, and nothing is imported', async () => {
    const other = await hub.merchant('Somebody Else');
    const fields = {
      of: String(report.id),
      lines: await idOf('N10'),
      app: String(books.installationId),
      kind: 'invoice',
    };
    const acts = ['reexports', 'adoptions', 'expectations', 'withdrawals', 'imports'];
    for (const act of acts) {
      expect([act, (await other.browser.post(`${REPORT}/${act}`, fields)).status]).toEqual([act, 404]);
    }
    expect(await hub.found(report)).toHaveLength(12);
    expect(hub.twin.depot.consignments.map(({ reference }) => reference)).not.toContain('P-N10');
  });
});

describe('the page', () => {
  it('says first, without any app, what to do', async () => {
    const { browser } = await hub.merchant('Newcomer');
    expect((await browser.get(REPORT)).text).toContain('No app to compare with');
  });

  it('shows what has no match, in the order of what it may cost', async () => {
    const text = await read();
    expect(rows(text)).toEqual(['N1', 'N4', 'N3', 'N5', 'N7', 'X77', 'N10', 'N11', 'N2', 'N6', 'N9', 'N8']);
    expect(text).toContain('This customer is blocked.');
    expect(text).toContain('Perhaps it is');
    expect(text).not.toContain('1 part');
  });

  it('says how many of them need somebody, and counts no others in red', async () => {
    const text = await read();
    const causes = await hub.database.query<{ cause: Cause }>('select cause from differences where report_id = ?', [
      report.id,
    ]);
    const open = causes.filter(({ cause }) => needsSomeone(cause)).length;
    expect(open).toBeLessThan(12);
    expect(text).toContain(`<span class="status-count status-person">${open}</span> of these need you`);
    expect(text).toContain('Without a match <span class="status-count status-idle">12</span>');
    expect(await read('&cause=never')).not.toContain('of these need you');
  });

  it('is filtered by cause and by date', async () => {
    expect(rows(await read('&cause=never'))).toEqual(['N10', 'N11']);
    expect(rows(await read('&from=2026-11-21'))).toEqual(['N11']);
    expect(await read('&cause=currency')).toContain('Nothing like that');
  });

  it('shows everything if asked, what matched too', async () => {
    const text = await read('&show=all');
    const list = text.slice(text.indexOf('aria-label="Differences"'));
    expect(list.match(/Matched/g)).toHaveLength(1);
    expect(rows(text)).toHaveLength(12);
  });

  it('leads to where a difference is mended by hand: in the app, or in the log once the store has changed it', async () => {
    const actsOf = async (what: string) => {
      const text = await read();
      const row = text.slice(text.indexOf(`aria-label="Select ${what}"`)).split('</tr>')[0]!;
      return row
        .slice(row.indexOf('What mends it'))
        .replaceAll(/<svg[\s\S]*?<\/svg>|<span class="visually-hidden">.*?<\/span>/g, '');
    };
    for (const what of ['N1', 'N5', 'X77', 'N2', 'N6'])
      expect([what, /href="https:\/\/parcelly\.test[^>]*>Open in Parcelly</.test(await actsOf(what))]).toEqual([
        what,
        true,
      ]);
    for (const what of ['N4', 'N3', 'N7', 'N10']) {
      expect([what, await actsOf(what)]).toEqual([what, expect.stringContaining('>Re-export<')]);
      expect(await actsOf(what)).not.toContain('Open in');
    }
    expect(await actsOf('N1')).not.toContain('See the difference');
    const of = 'store_id = ? and record_id in (select id from records where store_id = ? and number = ?)';
    const set = (state: string) =>
      hub.database.run(`update outbox set state = ? where ${of}`, [state, report.storeId, report.storeId, 'N1']);
    await set('changed');
    expect(await actsOf('N1')).toMatch(/href="\/logs\/exports\/\d+\/export-invoices\/\d+">See the difference</);
    await set('exported');
  });

  it('says of no app that it refused what waits for a person here', async () => {
    const set = (from: string, to: string) =>
      hub.database.run('update outbox set state = ? where store_id = ? and state = ?', [to, report.storeId, from]);
    expect(await read('&cause=rejected')).toMatch(/refused it: .*This customer is blocked/);
    await set('rejected', 'needs-person');
    const text = await read('&cause=rejected');
    await set('needs-person', 'rejected');
    expect(text).toContain('This customer is blocked');
    expect(text).not.toContain('refused it');
  });

  it('turns its pages both ways without losing a row', async () => {
    await hub.database.run(
      `insert into differences (store_id, report_id, id, cause, severity, here, currency, date, amount_here)
       select d.store_id, d.report_id, 1000 + n.seq, d.cause, d.severity, d.here, d.currency, d.date, d.amount_here
       from differences d join (${Array.from({ length: 60 }, (_, n) => `select ${n} seq`).join(' union ')}) n
       where d.store_id = ? and d.report_id = ? and d.cause = 'rejected'`,
      [report.storeId, report.id],
    );
    const href = (text: string, rel: string) =>
      new RegExp(`href="([^"]+)" rel="${rel}"`).exec(text)?.[1]?.replaceAll('&amp;', '&');
    const first = await read();
    const second = (await owner.browser.get(href(first, 'next')!)).text;
    const back = (await owner.browser.get(href(second, 'prev')!)).text;
    expect(rows(first)).toHaveLength(50);
    expect(rows(second)).toHaveLength(22);
    expect(rows(back)).toEqual(rows(first));
    expect(href(back, 'prev')).toBeUndefined();
    await hub.database.run('delete from differences where store_id = ? and report_id = ? and id >= 1000', [
      report.storeId,
      report.id,
    ]);
  });

  it('shows a store in order without anything in red, though some documents stay out of the app', async () => {
    const tidy = await hub.merchant('Tidy & Sons');
    const itsBooks = await hub.open(tidy);
    hub.twin.depot.consignments.splice(0);
    await hub.invoice(itsBooks, 'N1');
    await hub.invoice(itsBooks, 'N2', { date: '2026-10-30', total: '159.11' });
    await hub.export(itsBooks);
    await hub.report(itsBooks, '2026-10-01');
    const address = `${REPORT}?app=${itsBooks.installationId}&kind=invoice`;
    const { text } = await tidy.browser.get(address);
    const line = (label: string) => text.slice(text.indexOf(`${label}</th>`)).split('</tr>')[0]!;
    expect(text).not.toContain('reconcile-uneven');
    expect(text).not.toContain('status-person');
    expect(line('Known and right')).toContain('159.11');
    expect(line('Left to settle')).toContain('0.00');
    expect((await tidy.browser.get(`${REPORT}/history?app=${itsBooks.installationId}`)).text).toContain(
      'Nothing to settle',
    );
    expect(text).not.toContain('report by report');
    await hub.report(itsBooks, '2026-10-01');
    expect((await tidy.browser.get(address)).text).toContain('report by report');
  });

  it('says when so much is left over that nothing is suggested', async () => {
    const unsuggested = `update reconciliation_reports set totals = json_set(totals, '$.unsuggested', true) where id = ?`;
    expect(await read()).not.toContain('nothing was suggested');
    await hub.database.run(unsuggested, [report.id]);
    expect(await read()).toContain('nothing was suggested');
  });

  it('gives itself as a file', async () => {
    const file = await owner.browser.get(`${REPORT}/lines.csv?app=${books.installationId}&kind=invoice&cause=amount`);
    expect(file.text.trim().split('\r\n').slice(1)).toEqual([
      'Amount differs,N1,2026-11-20,10.0000,P-N1,2026-11-20,12.0000,AUD,ada,Left to settle,The lines differ. Parcelly has 2 more.,',
    ]);
  });

  it('gives what matched as well in the file, where that is shown', async () => {
    const file = await owner.browser.get(`${REPORT}/lines.csv?app=${books.installationId}&kind=invoice&show=all`);
    const lines = file.text.trim().split('\r\n').slice(1);
    expect(lines).toHaveLength(13);
    expect(lines.filter((line) => line.startsWith('Matched'))).toEqual([
      'Matched,N14,2026-11-20,10,P-N14,2026-11-20,10,AUD,ada,Matched,,',
    ]);
    const left = await owner.browser.get(`${REPORT}/lines.csv?app=${books.installationId}&kind=invoice`);
    expect(left.text.trim().split('\r\n').slice(1).sort()).toEqual(
      lines.filter((line) => !line.startsWith('Matched')).sort(),
    );
  });

  it('counts what it has left among the things that need somebody, be it a bookkeeper, until it is settled', async () => {
    const { browser: reader, user } = await hub.bookkeeper();
    const keepers = hub.app.get(Bookkeepers);
    await keepers.accept((await keepers.find(await keepers.invite(owner.user.accountId!, owner.user, null)))!, user);
    const left = leftToSettle(report.totals!);
    for (const browser of [owner.browser, reader]) {
      const { text } = await browser.get('/');
      expect(text).toContain(`${left} invoices left to settle with Books`);
      expect(text).toMatch(/href="\/admin\/reconciliation-report"[^>]*>[\s\S]{0,400}?Reconcile/);
      expect((await browser.get(REPORT)).status).toBe(200);
    }
    const found = await hub.database.query<{ id: number }>(
      'select id from differences where store_id = ? and report_id = ? and expected = 0',
      [report.storeId, report.id],
    );
    const each = async (what: string) => {
      for (const { id } of found) await reader.post(`${REPORT}/${what}`, { of: String(report.id), line: String(id) });
    };
    await each('expectations');
    expect((await reader.get('/')).text).not.toContain('left to settle');
    await each('withdrawals');
    expect((await reader.get('/')).text).toContain(`${left} invoices left to settle with Books`);
  });

  it('asks for sensible dates', async () => {
    const fields = { app: String(books.installationId), kind: 'invoice' };
    const wrong = {
      'must not lie behind': { from: '2026-11-30', to: '2026-11-01' },
      'Choose from when': { from: 'x', to: '' },
      'two years at most': { from: '2020-01-01', to: '2026-01-01' },
    };
    for (const [words, range] of Object.entries(wrong)) {
      await owner.browser.post(`${REPORT}/imports`, { ...fields, ...range });
      expect(await read()).toContain(words);
    }
    expect(await hub.reports.history(books.storeId, books.installationId, 'invoice', 9)).toHaveLength(1);
  });
});

describe('what mends it', () => {
  const act = async (what: string, number: string, more: Record<string, string> = {}) =>
    owner.browser.post(`${REPORT}/${what}`, { of: String(report.id), line: await idOf(number), ...more });
  const trail = async () =>
    (await hub.database.query<{ action: string }>('select action from audit_entries order by id')).map(
      ({ action }) => action,
    );

  it('re-exports through the outbox, where it can’t arrive twice', async () => {
    for (const number of ['N10', 'N7']) await act('reexports', number);
    await act('reexports', 'N10');
    await hub.calm(books.storeId, books.installationId);
    const sent = hub.twin.depot.consignments.filter(({ reference }) => reference === 'P-N10');
    expect(sent).toHaveLength(1);
    expect(await trail()).toContain('re-exported from the reconciliation report');
  });

  it('sends anew, under a new number, what was voided there, and what was looked up in vain', async () => {
    const shop = await hub.merchant('Mended');
    const its = await hub.open(shop);
    for (const number of ['N31', 'N32']) await hub.invoice(its, number);
    await hub.export(its);
    hub.consignment('P-N31').gone = 'cancelled';
    const { consignments } = hub.twin.depot;
    consignments.splice(consignments.indexOf(hub.consignment('P-N32')), 1);
    const [references, address] = [
      () => consignments.flatMap(({ gone, reference }) => (!gone && /^P-N3[12]/.test(reference) ? [reference] : [])),
      `${REPORT}?app=${its.installationId}&kind=invoice`,
    ];
    const reexport = async (cause: Cause) => {
      const [newest] = await hub.reports.history(its.storeId, its.installationId, 'invoice', 1);
      const { text } = await shop.browser.get(`${address}&cause=${cause}`);
      const [, line] = /name="line" value="(\d+)">[^<]*<svg[^>]*>.*?<\/svg>Re-export/.exec(text)!;
      for (const _ of 'twice') await shop.browser.post(`${REPORT}/reexports`, { of: String(newest!.id), line: line! });
      await hub.calm(its.storeId, its.installationId);
    };
    await hub.report(its);
    await reexport('voided');
    expect(references()).toEqual([expect.stringMatching(/^P-N31-R\d+$/)]);
    await reexport('gone');
    // It is looked up twice, a settling time apart, before it counts as gone.
    await eventually(async () => {
      const due = 'update shipments set next_try_at = now(3) where store_id = ? and next_try_at is not null';
      await hub.database.run(due, [its.storeId]);
      await hub.export(its);
      const asked = "select 1 from outbox where store_id = ? and state = 'needs-person'";
      return (await hub.database.one(asked, [its.storeId])) !== undefined;
    });
    const report = await hub.report(its);
    expect((await hub.found(report)).filter(([, here]) => here !== null)).toEqual([['gone', 'N32', null]]);
    expect((await shop.browser.get(address)).text).toContain('it has been looked up');
    await reexport('gone');
    expect(references()).toEqual([expect.stringMatching(/^P-N31-R\d+$/), expect.stringMatching(/^P-N32-R\d+$/)]);
    const left = await hub.found(await hub.report(its));
    expect(left.filter(([, here]) => here !== null)).toEqual([]);
  });

  it('adopts the one that is there: linked, exported, in the log with who said so', async () => {
    await hub.invoice(books, 'N20', { total: '20.00', status: 'open' });
    hub.twin.depot.consignments.push({
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
    await hub.invoice(books, 'N20', { total: '20.00' });
    report = await hub.report(books, '2026-10-01');
    await act('adoptions', 'N20');
    const line = await hub.database.one<{ state: string; app_number: string; remote_id: string; message: string }>(
      `select o.state, o.app_number, l.remote_id, x.message from outbox o join records r on r.store_id = o.store_id and r.id = o.record_id
       join links l on l.store_id = o.store_id and l.record_id = o.record_id
       join export_log x on x.store_id = o.store_id and x.record_id = o.record_id and x.step = 'adopt'
       where o.store_id = ? and r.record_key = 'N20'`,
      [books.storeId],
    );
    expect(line).toEqual({
      state: 'exported',
      app_number: 'HAND-20',
      remote_id: 'hand-20',
      message: `${owner.user.name} said that it is HAND-20 there.`,
    });
    await hub.export(books);
    expect(hub.twin.depot.consignments.filter(({ reference }) => reference.endsWith('20'))).toHaveLength(1);
    report = await hub.report(books, '2026-10-01');
    expect((await hub.found(report)).flat()).not.toContain('N20');
    expect(await trail()).toContain('adopted what is in the app');
  });

  it('does not let two records have one document', async () => {
    await hub.invoice(books, 'N21', { total: '21.00', username: 'blocked' });
    await hub.invoice(books, 'N22', { total: '21.00', username: 'blocked' });
    await hub.export(books);
    report = await hub.report(books, '2026-10-01');
    const suggested = await hub.database.one<{ entry: number }>(
      `select entry from statement_rows where store_id = ? and report_id = ? and side = 1 and reference = 'HAND-20'`,
      [report.storeId, report.id],
    );
    await hub.database.run('update differences set suggested = ? where store_id = ? and report_id = ? and id = ?', [
      suggested!.entry,
      report.storeId,
      report.id,
      Number(await idOf('N21')),
    ]);
    await act('adoptions', 'N21');
    expect(await read()).toContain('It belongs to N20 already.');
  });

  it('takes nothing of another store that feeds the same company, and nothing that is on its way', async () => {
    const other = await hub.merchant('Quokka Cycles');
    const books2 = await hub.open(other);
    await hub.database.run('update installations set connection_id = ? where id = ?', [
      books.connectionId,
      books2.installationId,
    ]);
    // The same document, now known to be that store's.
    await hub.database.run("update links set store_id = ? where store_id = ? and remote_id = 'hand-20'", [
      other.store.id,
      books.storeId,
    ]);
    await act('adoptions', 'N21');
    expect(await read()).toContain(`${other.store.name} has sent it`);
    await hub.database.run("delete from links where remote_id = 'hand-20'");
    await hub.database.run(`update shipments set state = 'sending' where store_id = ? and reference = 'P-N21'`, [
      books.storeId,
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
    const totals = async () => (await hub.reports.find(report.storeId, report.id))!.totals!;
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

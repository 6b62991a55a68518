import { describe, expect, it } from 'vitest';
import { Bookkeepers } from '../../accounts/bookkeepers/bookkeepers.service.js';
import { type Cause, needsSomeone } from '../causes.js';
import { REPORT, rowsIn as rows, unrulyReport } from '../test/unruly-report.js';
import { leftToSettle } from '../totals.js';

const here = unrulyReport();
const { at, read, idOf } = here;

describe('to others', () => {
  it('the report of a store does not exist', async () => {
    const other = await here.hub.merchant('Somebody Else');
    await here.hub.open(other);
    const { browser: vendor } = await here.hub.vendor();
    const paths = [at(), at(`&report=${here.report.id}`), `${REPORT}/history?app=${here.books.installationId}`];
    const all = [...paths, `${REPORT}/lines.csv?app=${here.books.installationId}&kind=invoice`];
    for (const path of all) expect([path, (await other.browser.get(path)).status]).toEqual([path, 404]);
    expect((await vendor.get(REPORT)).status).toBe(404);
  });

  it('its differences can’t be settled, and nothing is imported', async () => {
    const other = await here.hub.merchant('Somebody Else');
    const fields = {
      of: String(here.report.id),
      lines: await idOf('N10'),
      app: String(here.books.installationId),
      kind: 'invoice',
    };
    const acts = ['reexports', 'adoptions', 'expectations', 'withdrawals', 'imports'];
    for (const act of acts) {
      expect([act, (await other.browser.post(`${REPORT}/${act}`, fields)).status]).toEqual([act, 404]);
    }
    expect(await here.hub.found(here.report)).toHaveLength(12);
    expect(here.hub.twin.depot.consignments.map(({ reference }) => reference)).not.toContain('P-N10');
  });
});

describe('the page', () => {
  it('says first, without any app, what to do', async () => {
    const { browser } = await here.hub.merchant('Newcomer');
    expect((await browser.get(REPORT)).text).toContain('No app to compare with');
  });

  it('shows what has no match, in the order of what it may cost', async () => {
    const text = await read();
    expect(rows(text)).toEqual(['N1', 'N4', 'N3', 'N5', 'N7', 'X77', 'N10', 'N11', 'N2', 'N6', 'N9', 'N8']);
    expect(text).toContain('This customer is blocked.');
    expect(text).toContain('Perhaps it is');
    expect(text).toContain(
      'lists nothing of it dated 24 Sept 2026 to 7 Dec 2026: it was deleted there, or dated otherwise.',
    );
    expect(text).not.toContain('1 part');
  });

  it('says how many of them need somebody, and counts no others in red', async () => {
    const text = await read();
    const causes = await here.hub.database.query<{ cause: Cause }>(
      'select cause from differences where report_id = ?',
      [here.report.id],
    );
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
    expect(list.match(/Matched/g)).toHaveLength(2);
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
      here.hub.database.run(`update outbox set state = ? where ${of}`, [
        state,
        here.report.storeId,
        here.report.storeId,
        'N1',
      ]);
    await set('changed');
    expect(await actsOf('N1')).toMatch(/href="\/logs\/exports\/\d+\/export-invoices\/\d+">See the difference</);
    await set('exported');
  });

  it('says of no app that it refused what waits for a person here', async () => {
    const set = (from: string, to: string) =>
      here.hub.database.run('update outbox set state = ? where store_id = ? and state = ?', [
        to,
        here.report.storeId,
        from,
      ]);
    expect(await read('&cause=rejected')).toMatch(/refused it: .*This customer is blocked/);
    await set('rejected', 'needs-person');
    const text = await read('&cause=rejected');
    await set('needs-person', 'rejected');
    expect(text).toContain('This customer is blocked');
    expect(text).not.toContain('refused it');
  });

  it('turns its pages both ways without losing a row', async () => {
    await here.hub.database.run(
      `insert into differences (store_id, report_id, id, cause, severity, here, currency, date, amount_here)
       select d.store_id, d.report_id, 1000 + n.seq, d.cause, d.severity, d.here, d.currency, d.date, d.amount_here
       from differences d join (${Array.from({ length: 60 }, (_, n) => `select ${n} seq`).join(' union ')}) n
       where d.store_id = ? and d.report_id = ? and d.cause = 'rejected'`,
      [here.report.storeId, here.report.id],
    );
    const href = (text: string, rel: string) =>
      new RegExp(`href="([^"]+)" rel="${rel}"`).exec(text)?.[1]?.replaceAll('&amp;', '&');
    const first = await read();
    const second = (await here.owner.browser.get(href(first, 'next')!)).text;
    const back = (await here.owner.browser.get(href(second, 'prev')!)).text;
    expect(rows(first)).toHaveLength(50);
    expect(rows(second)).toHaveLength(22);
    expect(rows(back)).toEqual(rows(first));
    expect(href(back, 'prev')).toBeUndefined();
    await here.hub.database.run('delete from differences where store_id = ? and report_id = ? and id >= 1000', [
      here.report.storeId,
      here.report.id,
    ]);
  });

  it('shows a store in order without anything in red, though some documents stay out of the app', async () => {
    const tidy = await here.hub.merchant('Tidy & Sons');
    const itsBooks = await here.hub.open(tidy);
    here.hub.twin.depot.consignments.splice(0);
    await here.hub.invoice(itsBooks, 'N1');
    await here.hub.invoice(itsBooks, 'N2', { date: '2026-10-30', total: '159.11' });
    await here.hub.export(itsBooks);
    await here.hub.report(itsBooks, '2026-10-01');
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
    await here.hub.report(itsBooks, '2026-10-01');
    expect((await tidy.browser.get(address)).text).toContain('report by report');
  });

  it('says when so much is left over that nothing is suggested', async () => {
    const unsuggested = `update reconciliation_reports set totals = json_set(totals, '$.unsuggested', true) where id = ?`;
    expect(await read()).not.toContain('nothing was suggested');
    await here.hub.database.run(unsuggested, [here.report.id]);
    expect(await read()).toContain('nothing was suggested');
  });

  it('gives itself as a file', async () => {
    const file = await here.owner.browser.get(
      `${REPORT}/lines.csv?app=${here.books.installationId}&kind=invoice&cause=amount`,
    );
    expect(file.text.trim().split('\r\n').slice(1)).toEqual([
      'Amount differs,N1,2026-11-20,10.0000,P-N1,2026-11-20,12.0000,AUD,ada,Left to settle,The lines differ. Parcelly has 2 more.,',
    ]);
  });

  it('gives what matched as well in the file, where that is shown', async () => {
    const file = await here.owner.browser.get(
      `${REPORT}/lines.csv?app=${here.books.installationId}&kind=invoice&show=all`,
    );
    const lines = file.text.trim().split('\r\n').slice(1);
    expect(lines).toHaveLength(14);
    // Of N5 there are two, and one of them is the one that was sent.
    expect(lines.filter((line) => line.startsWith('Matched'))).toEqual([
      'Matched,N14,2026-11-20,10,P-N14,2026-11-20,10,AUD,ada,Matched,,',
      'Matched,N5,2026-11-20,10,P-N5,2026-11-20,10,AUD,ada,Matched,,',
    ]);
    expect(here.report.totals!.currencies.AUD!.matched).toEqual({ count: 2, here: '20', there: '20' });
    const left = await here.owner.browser.get(`${REPORT}/lines.csv?app=${here.books.installationId}&kind=invoice`);
    expect(left.text.trim().split('\r\n').slice(1).sort()).toEqual(
      lines.filter((line) => !line.startsWith('Matched')).sort(),
    );
  });

  it('counts what it has left among the things that need somebody, be it a bookkeeper, until it is settled', async () => {
    const { browser: reader, user } = await here.hub.bookkeeper();
    const keepers = here.hub.app.get(Bookkeepers);
    await keepers.accept(
      (await keepers.find(await keepers.invite(here.owner.user.accountId!, here.owner.user, null)))!,
      user,
    );
    const left = leftToSettle(here.report.totals!);
    for (const browser of [here.owner.browser, reader]) {
      const { text } = await browser.get('/');
      expect(text).toContain(`${left} invoices left to settle with Books`);
      expect(text).toMatch(/href="\/admin\/reconciliation-report"[^>]*>[\s\S]{0,400}?Reconcile/);
      expect((await browser.get(REPORT)).status).toBe(200);
    }
    const found = await here.hub.database.query<{ id: number }>(
      'select id from differences where store_id = ? and report_id = ? and expected = 0',
      [here.report.storeId, here.report.id],
    );
    const each = async (what: string) => {
      for (const { id } of found)
        await reader.post(`${REPORT}/${what}`, { of: String(here.report.id), line: String(id) });
    };
    await each('expectations');
    expect((await reader.get('/')).text).not.toContain('left to settle');
    await each('withdrawals');
    expect((await reader.get('/')).text).toContain(`${left} invoices left to settle with Books`);
  });

  it('asks for sensible dates', async () => {
    const fields = { app: String(here.books.installationId), kind: 'invoice' };
    const wrong = {
      'must not lie behind': { from: '2026-11-30', to: '2026-11-01' },
      'Choose from when': { from: 'x', to: '' },
      'two years at most': { from: '2020-01-01', to: '2026-01-01' },
    };
    for (const [words, range] of Object.entries(wrong)) {
      await here.owner.browser.post(`${REPORT}/imports`, { ...fields, ...range });
      expect(await read()).toContain(words);
    }
    expect(await here.hub.reports.history(here.books.storeId, here.books.installationId, 'invoice', 9)).toHaveLength(1);
  });
});

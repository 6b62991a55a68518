import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { Bookkeepers } from '../accounts/bookkeepers/bookkeepers.service.js';
import { Clock } from '../clock/clock.js';
import { Morning } from './morning.service.js';
import { LetterPreferences } from './preferences.service.js';
import { writing } from './test/writing.js';

const here = writing();
const { send, stopAt, pass, states } = here;

describe('the morning letter', () => {
  /** As if the store had its letter planned for now. */
  const morning = async () => {
    await here.hub.database.run(
      'replace into morning_letters (store_id, next_at) values (?, now(3) - interval 1 minute)',
      [here.books.storeId],
    );
    return here.hub.app.get(Morning).write();
  };

  /** There is something for it to say. */
  const refuseOne = async () => {
    await here.hub.invoice(here.books, 'N4', { username: 'blocked' });
    await here.hub.export(here.books);
  };
  /** Somebody who does the merchant's books. */
  const invited = async () => {
    const person = await here.hub.bookkeeper();
    const keepers = here.hub.app.get(Bookkeepers);
    const accountId = here.merchant.user.accountId!;
    await keepers.accept((await keepers.find(await keepers.invite(accountId, here.merchant.user, null)))!, person.user);
    return { ...person, accountId };
  };

  it('says in money what was sent the day before, and what needs somebody, each with its link', async () => {
    await here.hub.invoice(here.books, 'N1', { total: '1200.00' });
    await here.hub.invoice(here.books, 'N2', { total: '34.50' });
    await here.hub.invoice(here.books, 'N3', { currency: 'NZD' });
    await here.hub.invoice(here.books, 'N4', { username: 'blocked' });
    await here.hub.export(here.books);
    const noon = DateTime.fromMillis(here.hub.app.get(Clock).now(), { zone: here.merchant.store.timeZone })
      .plus({ days: 1 })
      .set({ hour: 12 });
    stopAt(noon.toMillis());
    for (const column of ['outbox set changed_at', 'export_log set at']) {
      await here.hub.database.run(`update ${column} = ? where store_id = ?`, [
        noon.minus({ days: 1 }).toJSDate(),
        here.books.storeId,
      ]);
    }
    await here.hub.database.run('update schedules set active = true where store_id = ? and task = ?', [
      here.books.storeId,
      'import-items',
    ]);
    await here.hub.database.run(
      'insert into refused_rows (store_id, installation_id, task, remote_id, run_id, seq, row_no, at) values (?)',
      [[here.books.storeId, here.books.installationId, 'import-items', 'r1', 1, 0, 0, new Date()]],
    );
    await morning();
    await send();
    const { text } = here.box.mails[0]!;
    expect(text).toContain('2 invoices to Books: 1,234.50 AUD');
    expect(text).toContain('1 invoice to Books: 10.00 NZD');
    expect(text).toContain('1 record could not be exported to Books');
    expect(text).toContain('1 record of Books could not be taken in');
    expect(text).toContain(`https://hub.test/installations/${here.books.installationId}/logs/exports?status=failed`);
  });

  it('counts as sent what arrived that day for the first time, whatever has come of it since', async () => {
    const numbers = ['N1', 'N2', 'N3', 'N4'];
    for (const [at, number] of numbers.entries())
      await here.hub.invoice(here.books, number, { total: `${at + 1}00.00` });
    await here.hub.export(here.books);
    const noon = DateTime.fromMillis(here.hub.app.get(Clock).now(), { zone: here.merchant.store.timeZone })
      .plus({ days: 3 })
      .set({ hour: 12 });
    stopAt(noon.toMillis());
    const of = (number: string) =>
      `store_id = ${here.books.storeId} and record_id in (select id from records where store_id = ${here.books.storeId} and number = '${number}')`;
    const moment = (days: number) => noon.minus({ days }).toJSDate();
    await here.hub.database.run('update outbox set changed_at = ? where store_id = ?', [moment(1), here.books.storeId]);
    for (const number of numbers)
      await here.hub.database.run(`update export_log set at = ? where ${of(number)}`, [moment(1)]);
    // Changed in the store this morning; sent the day before and looked up once more; made by hand and adopted.
    await here.hub.database.run(`update outbox set state = 'changed', changed_at = ? where ${of('N2')}`, [moment(0)]);
    await here.hub.database.run(`update export_log set at = ? where ${of('N3')}`, [moment(2)]);
    await here.hub.database.run(`update export_log set step = 'adopt' where ${of('N4')}`);
    await morning();
    await send();
    expect(here.box.mails[0]!.text).toContain('2 invoices to Books: 300.00 AUD');
  });

  it('comes once a day, and not at all when there is nothing to say', async () => {
    await morning();
    expect(await states()).toEqual([]);
    await refuseOne();
    // Both of one day, however near midnight is.
    pass(0);
    await morning();
    await morning();
    expect(await states()).toEqual(['pending']);
  });

  it('is first planned when an app is live, for seven in the morning where the store is', async () => {
    await here.hub.app.get(Morning).write();
    const row = await here.hub.database.one<{ at: Date }>('select next_at at from morning_letters where store_id = ?', [
      here.books.storeId,
    ]);
    expect(row!.at.toLocaleString('en-AU', { timeZone: 'Australia/Sydney', hour: '2-digit', minute: '2-digit' })).toBe(
      '07:00 am',
    );
  });

  it('stops by the link in it, without signing in', async () => {
    await refuseOne();
    await morning();
    await send();
    const link = /https:\/\/hub\.test(\/letters\/stop\/[\w-]{43})/.exec(here.box.mails[0]!.text)![1]!;
    const reader = here.hub.stranger();
    expect((await reader.get(link)).text).toContain('Shall they stop?');
    expect((await reader.post(link)).status).toBe(303);
    expect((await reader.get(link)).text).toContain('No more letters');
    expect((await reader.get(`${link.slice(0, -3)}abc`)).status).toBe(404);
    await here.hub.database.run('delete from letters');
    await morning();
    expect(await states()).toEqual([]);
  });

  it('comes to those who do the books only if they want it, until they leave', async () => {
    const { browser, user, accountId } = await invited();
    await refuseOne();
    await morning();
    await send();
    expect(here.box.mails.flatMap(({ to }) => to)).toEqual([here.merchant.user.email]);
    here.box.mails.splice(0);
    await here.hub.database.run('delete from letters');
    await browser.post('/letters/preferences', { morning: 'true' });
    await morning();
    await send();
    expect(here.box.mails.flatMap(({ to }) => to).sort()).toEqual([here.merchant.user.email, user.email].sort());
    const href = /href="(\/letters\/\d+)"/.exec((await browser.get('/letters')).text)![1]!;
    const lines = (await browser.get(href)).text;
    for (const [, page] of lines.matchAll(/href="(\/installations\/[^"]+)"/g)) {
      expect([page, (await browser.get(page!)).status < 400]).toEqual([page, true]);
    }
    await here.hub.database.run('delete from letters');
    await morning();
    await here.hub.app.get(Bookkeepers).remove(accountId, user.id);
    expect(await send()).toBe(1);
    expect((await browser.get('/letters')).status).toBe(404);
  });

  it('is chosen by each person for themselves, which the trail remembers', async () => {
    const { browser, user, accountId } = await invited();
    for (const _ of 'twice') await browser.post('/letters/preferences', { differences: 'true' });
    const trail = await here.hub.database.query(
      'select user_id, action, before_json was, after_json now from audit_entries where action like ? and account_id = ?',
      ['letters%', accountId],
    );
    expect(trail).toEqual([
      {
        user_id: user.id,
        action: 'letters chosen',
        was: { 'Each morning': 'no', 'When a reconciliation finds differences': 'no' },
        now: { 'Each morning': 'no', 'When a reconciliation finds differences': 'yes' },
      },
    ]);
    await refuseOne();
    await morning();
    await send();
    expect(here.box.mails.flatMap(({ to }) => to)).toEqual([here.merchant.user.email]);
  });

  it('says what the newest reconciliation has left to settle, and to each what only they can do', async () => {
    const { browser, user } = await invited();
    await browser.post('/letters/preferences', { morning: 'true' });
    await here.hub.invoice(here.books, 'N1');
    await here.hub.report(here.books);
    await here.hub.database.run("update connections set state = 'needs-reconnecting' where id = ?", [
      here.books.connectionId,
    ]);
    await here.hub.database.run('delete from letters');
    await morning();
    await send();
    const mailTo = (address: string) => here.box.mails.find(({ to }) => to.includes(address))!.text;
    for (const one of [here.merchant.user, user])
      expect(mailTo(one.email)).toContain('1 invoice left to settle with Books');
    expect(mailTo(here.merchant.user.email)).toContain('Books needs reconnecting');
    expect(mailTo(user.email)).not.toContain('Books needs reconnecting');
  });

  it('is chosen for all stores of several merchants on one page, which says what needs somebody in each', async () => {
    const { browser, user } = await invited();
    await refuseOne();
    const other = await here.hub.merchant('Quokka Cycles');
    const keepers = here.hub.app.get(Bookkeepers);
    const token = await keepers.invite(other.user.accountId!, other.user, null);
    await keepers.accept((await keepers.find(token))!, user);
    const page = (await browser.get('/books')).text;
    expect(page).toMatch(
      /Fern &amp; Fig[\s\S]*1 record could not be exported to Books[\s\S]*Quokka Cycles[\s\S]*Nothing/,
    );
    const [, link] = /href="([^"]+)">1 record could not/.exec(page)!;
    await browser.post(`/stores/${other.store.id}/visit`);
    const log = await browser.get(link!.replaceAll('&amp;', '&'));
    expect([log.status, log.text.includes('store-label">Fern &amp; Fig')]).toEqual([200, true]);
    await browser.post('/books/letters', {
      morning: String(here.merchant.store.id),
      differences: String(other.store.id),
    });
    const preferences = here.hub.app.get(LetterPreferences);
    expect(await preferences.of(here.merchant.store.id, user)).toEqual({ morning: true, differences: false });
    expect(await preferences.of(other.store.id, user)).toEqual({ morning: false, differences: true });
    const own = (await here.merchant.browser.get('/books')).text;
    expect(own).toContain('1 record could not be exported to Books');
    expect(own).not.toContain('Quokka Cycles');
    expect((await (await here.hub.vendor()).browser.get('/books')).status).toBe(404);
    // Nobody chooses for a store that isn't theirs.
    const third = await here.hub.merchant('Third');
    await browser.post('/books/letters', { morning: String(third.store.id) });
    expect(
      await here.hub.database.query('select 1 from letter_preferences where store_id = ?', [third.store.id]),
    ).toEqual([]);
  });

  it('is read in the hub by whom it is for, and by nobody else', async () => {
    await refuseOne();
    await morning();
    const list = (await here.merchant.browser.get('/letters')).text;
    const href = /href="(\/letters\/\d+)"/.exec(list)![1]!;
    expect((await here.merchant.browser.get(href)).text).toContain('could not be exported to Books');
    const other = await here.hub.merchant('Somebody Else');
    expect((await other.browser.get(href)).status).toBe(404);
    const { body } = (await here.hub.database.one<{ body: string }>('select body from letters limit 1'))!;
    const hub = /https?:\/\/[^/\s]+/.exec(body)![0];
    const lines = [`Acme says: ${hub}//evil.example/`, `${hub}/ or https://evil.example/x`, `Here: ${hub}/logs?a=1`];
    await here.hub.database.run('update letters set body = ?', [lines.join('\n')]);
    const { text } = await here.merchant.browser.get(href);
    expect(text).toContain('<a href="/logs?a=1">Here</a>');
    expect(text).not.toContain('href="//evil.example');
    expect(text).not.toContain('href="/x"');
    await here.merchant.browser.post('/letters/preferences', { differences: 'true' });
    await here.hub.database.run('delete from letters');
    await morning();
    expect(await states()).toEqual([]);
  });
});

import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DateTime } from 'luxon';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Merchant } from '../../test/support/hub.js';
import { Bookkeepers } from '../accounts/bookkeepers/bookkeepers.service.js';
import { Clock } from '../clock/clock.js';
import { ScheduledReports } from '../reconciliation/scheduled-reports.js';
import { type Books, BooksHub } from '../reconciliation/test/books.js';
import { Settings } from '../settings/settings.js';
import { MailRoom } from './mail-room.js';
import { Morning } from './morning.service.js';
import { Mailbox } from './test/mailbox.js';

const SETTINGS = '/admin/reconciliation-report/settings';

let box: Mailbox;
let hub: BooksHub;
let merchant: Merchant;
let books: Books;
let listener: Server;
const posted: { headers: IncomingMessage['headers']; body: string }[] = [];

beforeAll(async () => {
  box = await Mailbox.open();
  listener = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      posted.push({ headers: request.headers, body });
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  hub = await BooksHub.start(
    { MAIL_URL: box.url, MAIL_FROM: 'Patchbay <hub@patchbay.test>', PUBLIC_URL: 'https://hub.test' },
    [`notes.fernandfig.test=http://127.0.0.1:${port}`],
  );
  // Its worker is at work already; nothing is sent, written or begun behind a test's back any more.
  Object.assign(hub.app.get(Settings), { roles: ['web'] });
});
afterAll(async () => {
  await hub?.stop();
  await box?.close();
  listener?.close();
});
beforeEach(async () => {
  hub.twin.depot.consignments.splice(0);
  merchant = await hub.merchant();
  books = await hub.open(merchant);
});
afterEach(async () => {
  await hub.database.run('delete from letters');
  await hub.database.run('delete from morning_letters');
  box.mails.splice(0);
  posted.splice(0);
});

const send = () => hub.app.get(MailRoom).send();
const stopAt = (moment: number) => vi.spyOn(hub.app.get(Clock), 'now').mockReturnValue(moment);
const pass = (hours: number) => stopAt(hub.app.get(Clock).now() + hours * 3_600_000);
const states = async () =>
  (await hub.database.query<{ state: string }>('select state from letters order by id')).map(({ state }) => state);
const fields = (more: Record<string, string> = {}) => ({
  app: String(books.installationId),
  kind: 'invoice',
  tolerance: '0.01',
  days: '0',
  every: 'daily',
  time: '06:00',
  weekday: '1',
  mails: 'true',
  ...more,
});

describe('a report made by schedule', () => {
  it('is told to those who want to hear of differences, once', async () => {
    await hub.invoice(books, 'N1', { total: '1234.50' });
    await hub.report(books);
    expect(await send()).toBe(1);
    expect(await send()).toBe(0);
    const [mail] = box.mails;
    expect(mail!.to).toEqual([merchant.user.email]);
    expect(mail!.text).toContain('Subject: Fern & Fig: 1 document has no match in Books');
    expect(mail!.text).toContain('1,234.50 AUD');
    expect(mail!.text).toContain('Left to settle (1)');
    expect(mail!.text).toMatch(/dated \d+ \w+ \d{4} to \d+ \w+ \d{4} were/);
    expect(mail!.text).toContain(`https://hub.test/admin/reconciliation-report?app=${books.installationId}`);
    expect(mail!.text).toMatch(/Message-ID: <letter-\d+-\d+@hub\.test>/i);
  });

  it('is no letter when everything matches or is known to be right, or when a person asked for it', async () => {
    await hub.invoice(books, 'N1');
    await hub.invoice(books, 'N2', { status: 'open' });
    await hub.export(books);
    const report = await hub.report(books);
    expect(report.totals!.causes).toEqual({ excluded: 1 });
    expect(await states()).toEqual([]);
  });

  it('is begun when its time has come, each day', async () => {
    await merchant.browser.post(SETTINGS, fields());
    const schedule = hub.app.get(ScheduledReports);
    expect(await schedule.ask()).toBe(0);
    pass(25);
    expect(await schedule.ask()).toBe(1);
    expect(await schedule.ask()).toBe(0);
    await hub.calm(books.storeId, books.installationId);
    const [report] = await hub.reports.history(books.storeId, books.installationId, 'invoice', 1);
    expect([report!.askedBy, report!.finishedAt === null]).toEqual([null, false]);
  });

  it('is posted to an address of the merchant’s, signed', async () => {
    const saved = await merchant.browser.post(
      SETTINGS,
      fields({ postUrl: 'https://notes.fernandfig.test/books', mails: '' }),
    );
    const secret = /signed with (pbsec_[\w-]+)/.exec((await merchant.browser.get(saved.location!)).text)![1]!;
    expect((await merchant.browser.get(saved.location!)).text).not.toContain(secret);
    await hub.invoice(books, 'N1');
    await hub.report(books);
    expect(await send()).toBe(1);
    const [{ headers, body }] = posted as [(typeof posted)[0]];
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', secret).update(signed).digest('base64')}`);
    expect(JSON.parse(body)).toMatchObject({
      type: 'reconciliation.differences',
      kind: 'invoice',
      causes: { never: 1 },
    });
    expect(box.mails).toEqual([]);
  });

  it('is posted nowhere but to the open internet', async () => {
    for (const postUrl of ['http://fernandfig.test/', 'https://10.0.0.1/x', 'https://localhost/x', 'ftp://a.test']) {
      const page = await merchant.browser.post(SETTINGS, fields({ postUrl }));
      expect([postUrl, page.status]).toEqual([postUrl, 422]);
    }
    await merchant.browser.post(SETTINGS, fields({ postUrl: 'https://127.0.0.1.nip.example/x' }));
    await hub.invoice(books, 'N1');
    await hub.report(books);
    await send();
    expect(posted).toEqual([]);
  });
});

describe('the mail server', () => {
  const oneLetter = async () => {
    await hub.invoice(books, 'N1');
    await hub.report(books);
  };

  it('is tried again when it fails, and nobody gets a letter twice', async () => {
    await oneLetter();
    box.refusals = [451];
    expect(await send()).toBe(0);
    expect(await states()).toEqual(['pending']);
    expect(await send()).toBe(0);
    pass(1);
    expect(await send()).toBe(1);
    pass(2);
    expect(await send()).toBe(0);
    expect(box.mails).toHaveLength(1);
  });

  it('is believed when it refuses for good', async () => {
    await oneLetter();
    box.refusals = [550];
    await send();
    expect(await states()).toEqual(['failed']);
  });

  it('is not given a second time what a hub was handing over when it died', async () => {
    await oneLetter();
    await hub.database.run("update letters set state = 'sending', next_try_at = now(3) - interval 1 minute");
    expect(await send()).toBe(0);
    expect(await states()).toEqual(['unclear']);
    expect((await merchant.browser.get('/letters')).text).toContain('Not known whether it arrived');
  });
});

describe('the morning letter', () => {
  /** As if the store had its letter planned for now. */
  const morning = async () => {
    await hub.database.run('replace into morning_letters (store_id, next_at) values (?, now(3) - interval 1 minute)', [
      books.storeId,
    ]);
    return hub.app.get(Morning).write();
  };

  it('says in money what was sent the day before, and what needs somebody, each with its link', async () => {
    await hub.invoice(books, 'N1', { total: '1200.00' });
    await hub.invoice(books, 'N2', { total: '34.50' });
    await hub.invoice(books, 'N3', { currency: 'NZD' });
    await hub.invoice(books, 'N4', { username: 'blocked' });
    await hub.export(books);
    const noon = DateTime.fromMillis(hub.app.get(Clock).now(), { zone: merchant.store.timeZone })
      .plus({ days: 1 })
      .set({ hour: 12 });
    stopAt(noon.toMillis());
    await hub.database.run('update outbox set changed_at = ? where store_id = ?', [
      noon.minus({ days: 1 }).toJSDate(),
      books.storeId,
    ]);
    await hub.database.run('update schedules set active = true where store_id = ? and task = ?', [
      books.storeId,
      'import-items',
    ]);
    await hub.database.run(
      'insert into refused_rows (store_id, installation_id, task, remote_id, run_id, seq, row_no, at) values (?)',
      [[books.storeId, books.installationId, 'import-items', 'r1', 1, 0, 0, new Date()]],
    );
    await morning();
    await send();
    const { text } = box.mails[0]!;
    expect(text).toContain('2 invoices to Books: 1,234.50 AUD');
    expect(text).toContain('1 invoice to Books: 10.00 NZD');
    expect(text).toContain('1 record could not be exported to Books');
    expect(text).toContain('1 record of Books could not be taken in');
    expect(text).toContain(`https://hub.test/installations/${books.installationId}/logs/exports?status=failed`);
  });

  it('comes once a day, and not at all when there is nothing to say', async () => {
    await morning();
    expect(await states()).toEqual([]);
    await hub.invoice(books, 'N4', { username: 'blocked' });
    await hub.export(books);
    // Both of one day, however near midnight is.
    pass(0);
    await morning();
    await morning();
    expect(await states()).toEqual(['pending']);
  });

  it('is first planned when an app is live, for seven in the morning where the store is', async () => {
    await hub.app.get(Morning).write();
    const row = await hub.database.one<{ at: Date }>('select next_at at from morning_letters where store_id = ?', [
      books.storeId,
    ]);
    expect(row!.at.toLocaleString('en-AU', { timeZone: 'Australia/Sydney', hour: '2-digit', minute: '2-digit' })).toBe(
      '07:00 am',
    );
  });

  it('stops by the link in it, without signing in', async () => {
    await hub.invoice(books, 'N4', { username: 'blocked' });
    await hub.export(books);
    await morning();
    await send();
    const link = /https:\/\/hub\.test(\/letters\/stop\/[\w-]{43})/.exec(box.mails[0]!.text)![1]!;
    const reader = hub.stranger();
    expect((await reader.get(link)).text).toContain('Shall they stop?');
    expect((await reader.post(link)).status).toBe(303);
    expect((await reader.get(link)).text).toContain('No more letters');
    expect((await reader.get(`${link.slice(0, -3)}abc`)).status).toBe(404);
    await hub.database.run('delete from letters');
    await morning();
    expect(await states()).toEqual([]);
  });

  it('comes to those who do the books too, until they leave', async () => {
    const { browser, user } = await hub.bookkeeper();
    const keepers = hub.app.get(Bookkeepers);
    const { accountId } = merchant.user;
    await keepers.accept((await keepers.find(await keepers.invite(accountId!, merchant.user, null)))!, user);
    await hub.invoice(books, 'N4', { username: 'blocked' });
    await hub.export(books);
    await morning();
    await send();
    expect(box.mails.flatMap(({ to }) => to).sort()).toEqual([merchant.user.email, user.email].sort());
    const href = /href="(\/letters\/\d+)"/.exec((await browser.get('/letters')).text)![1]!;
    const lines = (await browser.get(href)).text;
    for (const [, page] of lines.matchAll(/href="(\/installations\/[^"]+)"/g)) {
      expect([page, (await browser.get(page!)).status < 400]).toEqual([page, true]);
    }
    await hub.database.run('delete from letters');
    await morning();
    await keepers.remove(accountId!, user.id);
    expect(await send()).toBe(1);
    expect((await browser.get('/letters')).status).toBe(404);
  });

  it('is turned off by each person for themselves, which the trail remembers', async () => {
    const { browser, user } = await hub.bookkeeper();
    const keepers = hub.app.get(Bookkeepers);
    const { accountId } = merchant.user;
    await keepers.accept((await keepers.find(await keepers.invite(accountId!, merchant.user, null)))!, user);
    for (const _ of 'twice') await browser.post('/letters/preferences', { differences: 'true' });
    const trail = await hub.database.query(
      'select user_id, action, before_json was, after_json now from audit_entries where action like ? and account_id = ?',
      ['letters%', accountId],
    );
    expect(trail).toEqual([
      {
        user_id: user.id,
        action: 'letters chosen',
        was: { 'Each morning': 'yes', 'When a reconciliation finds differences': 'yes' },
        now: { 'Each morning': 'no', 'When a reconciliation finds differences': 'yes' },
      },
    ]);
    await hub.invoice(books, 'N4', { username: 'blocked' });
    await hub.export(books);
    await morning();
    await send();
    expect(box.mails.flatMap(({ to }) => to)).toEqual([merchant.user.email]);
  });

  it('is read in the hub by whom it is for, and by nobody else', async () => {
    await hub.invoice(books, 'N4', { username: 'blocked' });
    await hub.export(books);
    await morning();
    const list = (await merchant.browser.get('/letters')).text;
    const href = /href="(\/letters\/\d+)"/.exec(list)![1]!;
    expect((await merchant.browser.get(href)).text).toContain('could not be exported to Books');
    const other = await hub.merchant('Somebody Else');
    expect((await other.browser.get(href)).status).toBe(404);
    await merchant.browser.post('/letters/preferences', { differences: 'true' });
    await hub.database.run('delete from letters');
    await morning();
    expect(await states()).toEqual([]);
  });
});

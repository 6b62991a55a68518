import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { StoresService } from '../accounts/stores.service.js';
import { App } from '../connections/test/app.js';
import { ScheduledReports } from '../reconciliation/scheduled-reports.js';
import { writing } from './test/writing.js';

const SETTINGS = '/admin/reconciliation-report/settings';

/** What the merchant has at an address of their own. */
let notes: App;

beforeAll(async () => {
  notes = await App.start();
});
afterAll(() => notes?.stop());
const here = writing(() => [`notes.fernandfig.test=${notes.address}`]);
const { send, pass, states } = here;
beforeEach(() => {
  notes.received.length = 0;
});

const fields = (more: Record<string, string> = {}) => ({
  app: String(here.books.installationId),
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
    await here.hub.invoice(here.books, 'N1', { total: '1234.50' });
    await here.hub.report(here.books);
    expect(await send()).toBe(1);
    expect(await send()).toBe(0);
    const [mail] = here.box.mails;
    expect(mail!.to).toEqual([here.merchant.user.email]);
    expect(mail!.text).toContain('Subject: Fern & Fig: 1 document has no match in Books');
    expect(mail!.text).toContain('1,234.50 AUD');
    expect(mail!.text).toContain('Left to settle (1)');
    expect(mail!.text).toMatch(/dated \d+ \w+ \d{4} to \d+ \w+ \d{4} were/);
    expect(mail!.text).toContain(`https://hub.test/admin/reconciliation-report?app=${here.books.installationId}`);
    expect(mail!.text).toMatch(/Message-ID: <letter-\d+-\d+@hub\.test>/i);
  });

  it('leads into the store it is about, whichever one its reader was in last', async () => {
    const { browser, user } = here.merchant;
    const second = { name: 'Z second', timeZone: 'Australia/Sydney', currency: 'AUD' };
    const { id } = await here.hub.app.get(StoresService).add(user.accountId!, second);
    await browser.post(`/stores/${id}/visit`);
    await here.hub.invoice(here.books, 'N1');
    await here.hub.report(here.books);
    await send();
    const [, link] = /https:\/\/hub\.test(\/admin\/reconciliation-report\?\S+)/.exec(here.box.mails[0]!.text)!;
    const page = await browser.get(link!);
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/store-label">Fern &amp; Fig/);
    expect(page.text).toContain('Never exported');
  });

  it('is no letter when everything matches or is known to be right, or when a person asked for it', async () => {
    await here.hub.invoice(here.books, 'N1');
    await here.hub.invoice(here.books, 'N2', { status: 'open' });
    await here.hub.export(here.books);
    const report = await here.hub.report(here.books);
    expect(report.totals!.causes).toEqual({ excluded: 1 });
    expect(await states()).toEqual([]);
  });

  it('is begun when its time has come, each day', async () => {
    await here.merchant.browser.post(SETTINGS, fields());
    const schedule = here.hub.app.get(ScheduledReports);
    expect(await schedule.ask()).toBe(0);
    pass(25);
    expect(await schedule.ask()).toBe(1);
    expect(await schedule.ask()).toBe(0);
    await here.hub.calm(here.books.storeId, here.books.installationId);
    const [report] = await here.hub.reports.history(here.books.storeId, here.books.installationId, 'invoice', 1);
    expect([report!.askedBy, report!.finishedAt === null]).toEqual([null, false]);
  });

  it('is posted to an address of the merchant’s, signed', async () => {
    const saved = await here.merchant.browser.post(
      SETTINGS,
      fields({ postUrl: 'https://notes.fernandfig.test/books', mails: '' }),
    );
    const secret = /<code>(pbsec_[\w-]+)</.exec(saved.text)![1]!;
    expect((await here.merchant.browser.get(SETTINGS)).text).not.toContain(secret);
    expect(JSON.stringify(await here.hub.database.query('select data from sessions'))).not.toContain(secret);
    await here.hub.invoice(here.books, 'N1');
    await here.hub.report(here.books);
    expect(await send()).toBe(1);
    const [{ headers, body }] = notes.received as [(typeof notes.received)[0]];
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', secret).update(signed).digest('base64')}`);
    expect(JSON.parse(body)).toMatchObject({
      type: 'reconciliation.differences',
      kind: 'invoice',
      causes: { never: 1 },
    });
    expect(here.box.mails).toEqual([]);
  });

  it('is posted nowhere but to the open internet', async () => {
    for (const postUrl of ['http://fernandfig.test/', 'https://10.0.0.1/x', 'https://localhost/x', 'ftp://a.test']) {
      const page = await here.merchant.browser.post(SETTINGS, fields({ postUrl }));
      expect([postUrl, page.status]).toEqual([postUrl, 422]);
    }
    await here.merchant.browser.post(SETTINGS, fields({ postUrl: 'https://127.0.0.1.nip.example/x' }));
    await here.hub.invoice(here.books, 'N1');
    await here.hub.report(here.books);
    await send();
    expect(notes.received).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Merchant } from '../../../test/support/hub.js';
import { type InstalledApp, LogsHub } from './test/logs-hub.js';

let hub: LogsHub;
let owner: Merchant;
let stranger: Merchant;
let app: InstalledApp;

beforeAll(async () => {
  hub = await LogsHub.start();
  owner = await hub.merchant();
  stranger = await hub.merchant('Somebody Else');
  app = await hub.install(owner);
  hub.acme.refuse('N2');
  await hub.invoice(app, 'N1', { reference: 'PO-77', total: '1234.50' });
  await hub.invoice(app, 'N2');
  await hub.invoice(app, 'N3', { status: 'quote' });
  await hub.run(app);
});
afterAll(() => hub?.stop());

const list = async (query = '', browser = owner.browser) => (await browser.get(`/logs/exports${query}`)).text;
/** Store numbers of the lines on a page, in order. */
const numbers = (text: string) => [...text.matchAll(/class="line-link"[^>]*>([^<]+)</g)].map(([, number]) => number);

describe('to somebody else', () => {
  it('the log of an app does not exist', async () => {
    for (const path of ['', '/lines.csv']) {
      const page = await stranger.browser.get(`/installations/${app.installationId}/logs/exports${path}`);
      expect({ path, status: page.status }).toEqual({ path, status: 404 });
    }
  });

  it('the log of their own store shows nothing of it', async () => {
    const text = await list('', stranger.browser);
    expect(text).toContain('Nothing to export yet');
    expect(numbers(text)).toEqual([]);
    expect((await stranger.browser.get('/logs/exports/lines.csv')).text).not.toContain('N1');
  });

  it('its lines can’t be sent again or settled', async () => {
    const before = await hub.states(app);
    const fields = { lines: await hub.line(app, 'N2'), note: 'mine' };
    await stranger.browser.post('/logs/exports/reexports', fields);
    await stranger.browser.post('/logs/exports/expectations', fields);
    const below = `/installations/${app.installationId}/logs/exports`;
    expect((await stranger.browser.post(`${below}/expectations`, fields)).status).toBe(404);
    expect((await stranger.browser.post(`${below}/reexports`, { scope: 'filter' })).status).toBe(404);
    expect(await hub.states(app)).toEqual(before);
    const runs = await hub.database.one<{ n: number }>('select count(*) n from runs');
    expect(runs!.n).toBe(1);
  });

  it('a vendor sees no log at all', async () => {
    const { browser } = await hub.vendor();
    expect((await browser.get('/logs/exports')).status).toBe(404);
  });
});

describe('two people who look in the same moment', () => {
  const token = (text: string) => /name="_csrf" value="([^"]+)"/.exec(text)![1]!;

  it('of one account see the same lines, each with their own name and forms', async () => {
    const colleague = await hub.person('merchant', owner.user.accountId);
    const [mine, theirs] = [await list(), await list('', colleague.browser)];
    expect(numbers(mine).toSorted()).toEqual(['N1', 'N2', 'N3']);
    expect(numbers(theirs)).toEqual(numbers(mine));
    expect(theirs).toContain(colleague.user.email);
    expect(theirs).not.toContain(owner.user.email);
    expect(token(theirs)).not.toBe(token(mine));
    const icons = [...theirs.matchAll(/href="#(i-[a-z0-9-]+)"/g)].map(([, icon]) => icon);
    for (const icon of icons) expect(theirs).toContain(`<symbol id="${icon}"`);
  });

  it('of two accounts see each only their own', async () => {
    const other = await hub.merchant('Next Door');
    const theirs = await hub.install(other);
    await hub.invoice(theirs, 'D1');
    await hub.run(theirs);
    for (const _ of [1, 2]) {
      expect(numbers(await list()).toSorted()).toEqual(['N1', 'N2', 'N3']);
      expect(numbers(await list('', other.browser))).toEqual(['D1']);
    }
  });

  it('a line that one of them changes is shown changed to both at once', async () => {
    const { browser } = await hub.person('merchant', owner.user.accountId);
    for (const each of [owner.browser, browser]) expect(await list('', each)).not.toContain('Right as it is</span>');
    const fields = { lines: await hub.line(app, 'N3'), note: 'only a quote' };
    await owner.browser.post('/logs/exports/expectations', fields);
    for (const each of [owner.browser, browser]) expect(await list('', each)).toContain('Right as it is</span>');
    await owner.browser.post('/logs/exports/reexports', fields);
    await hub.run(app);
  });
});

describe('the export log', () => {
  it('has a line for each record, with both numbers, the amount and what became of it', async () => {
    const text = await list();
    expect(numbers(text)).toHaveLength(3);
    expect(text).toMatch(/1,234.50&nbsp;<small>AUD/);
    expect(text).toContain('Exported');
    expect(text).toContain('PO-77');
    expect(text).toContain('Acme refuses N2');
    expect(text).toContain('A quote.');
    expect(text).toContain('1 failed');
  });

  it('is also found below its app', async () => {
    const { text, status } = await owner.browser.get(`/installations/${app.installationId}/logs/exports`);
    expect(status).toBe(200);
    expect(numbers(text)).toHaveLength(3);
    expect(text).toContain('Main sync');
  });

  it.each([
    ['?status=failed', ['N2']],
    ['?status=exported', ['N1']],
    ['?status=not-yet', ['N3']],
    ['?status=nonsense', ['N3', 'N2', 'N1']],
    ['?type=invoice&status=failed', ['N2']],
    ['?type=customer', []],
    ['?app=999999', []],
    ['?text=N2', ['N2']],
    ['?text=n2', ['N2']],
    ['?text=po-7', ['N1']],
    ['?text=po-7&status=failed', []],
    ['?text=%25', []],
    ['?to=2026-11-01', []],
    ['?from=2026-11-01&status=exported', ['N1']],
    ['?before=rubbish&from=2026-02-31&text=', ['N3', 'N2', 'N1']],
  ])('shows for %s only %j', async (query, expected) => {
    const text = await list(query);
    expect(numbers(text).toSorted()).toEqual(expected.toSorted());
  });

  it('finds a record by the app’s number', async () => {
    const { app_number } = (await hub.database.one<{ app_number: string }>(
      'select app_number from outbox where app_number is not null',
    ))!;
    expect(numbers(await list(`?text=${app_number.slice(0, 6)}`))).toEqual(['N1']);
  });

  it('shows what a record holds as text, never as markup', async () => {
    const other = await hub.merchant('Hostile');
    const theirs = await hub.install(other);
    await hub.invoice(theirs, 'H<b>1', { reference: '"><script>alert(1)</script>' });
    await hub.run(theirs);
    const text = await list('', other.browser);
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).toContain('H&lt;b&gt;1');
  });

  it('as a file quotes what needs it and lets no spreadsheet compute', async () => {
    const other = await hub.merchant('Spreadsheet');
    const theirs = await hub.install(other);
    await hub.invoice(theirs, 'S1', { reference: '=1+1,"x"', total: '-5.00' });
    await hub.invoice(theirs, 'S2');
    await hub.run(theirs);
    const { text, headers } = await other.browser.get('/logs/exports/lines.csv?text=S1');
    expect(headers.get('content-type')).toContain('text/csv');
    const lines = text.replace('\uFEFF', '').trimEnd().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('Store number,App number');
    expect(lines[1]).toContain('"\'=1+1,""x"""');
    expect(lines[1]).toContain(',-5.0000,AUD,Exported,');
  });
});

describe('what can be done with many', () => {
  it('asks for a tick when there is none', async () => {
    const page = await owner.browser.post('/logs/exports/reexports', { status: 'failed' });
    expect(page.location).toBe('/logs/exports?status=failed');
    expect(await list()).toContain('Tick at least one line first');
  });

  it('re-exports what failed, once its cause is gone, and nothing twice', async () => {
    const other = await hub.merchant('Again');
    const theirs = await hub.install(other);
    hub.acme.refuse('R1');
    await hub.invoice(theirs, 'R1');
    await hub.invoice(theirs, 'R2');
    await hub.run(theirs);
    expect(await hub.states(theirs)).toEqual({ R1: 'rejected', R2: 'exported' });
    hub.acme.accept('R1');
    await other.browser.post('/logs/exports/reexports', { scope: 'filter' });
    expect(await list('', other.browser)).toContain('2 lines on the way');
    await hub.calm(theirs);
    expect(await hub.states(theirs)).toEqual({ R1: 'exported', R2: 'exported' });
    const made = [...hub.acme.orders.values()]
      .map(({ reference }) => reference)
      .filter((name) => name.startsWith('A-R'));
    expect(made.toSorted()).toEqual(['A-R1', 'A-R2']);
    const trail = await hub.database.one<{ n: number }>(
      "select count(*) n from audit_entries where action = 're-exported' and store_id = ?",
      [other.store.id],
    );
    expect(trail!.n).toBe(1);
  });

  it('takes what is right as it is off the list, with the reason given', async () => {
    const other = await hub.merchant('Expected');
    const theirs = await hub.install(other);
    hub.acme.refuse('E1');
    await hub.invoice(theirs, 'E1');
    await hub.invoice(theirs, 'E2');
    await hub.run(theirs);
    const lines = await hub.line(theirs, 'E1');
    await other.browser.post('/logs/exports/expectations', { lines, note: 'Typed in by hand' });
    expect(await hub.states(theirs)).toEqual({ E1: 'expected', E2: 'exported' });
    const text = await list('?status=expected', other.browser);
    expect(text).toContain('Typed in by hand');
    expect(text).toContain('Right as it is');
    await other.browser.post('/logs/exports/expectations', { lines: await hub.line(theirs, 'E2') });
    expect(await list('', other.browser)).toContain('1 line passed over');
    expect((await hub.states(theirs)).E2).toBe('exported');
  });

  it('says why a task can’t run, and keeps what was asked', async () => {
    const other = await hub.merchant('Paused');
    const theirs = await hub.install(other);
    hub.acme.refuse('P1');
    await hub.invoice(theirs, 'P1');
    await hub.run(theirs);
    await hub.database.run("update installations set paused_at = now(), paused_because = 'Stocktake.' where id = ?", [
      theirs.installationId,
    ]);
    await other.browser.post('/logs/exports/reexports', { lines: await hub.line(theirs, 'P1') });
    const text = await list('', other.browser);
    expect(text).toContain('can’t run now. Stocktake.');
    const row = await hub.database.one('select recheck from outbox where store_id = ?', [theirs.storeId]);
    expect(row).toEqual({ recheck: 1 });
  });
});

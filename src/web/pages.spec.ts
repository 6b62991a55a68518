import type { Request } from 'express';
import type { SessionData } from 'express-session';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hub, type Merchant, startHub } from '../../test/support/hub.js';
import { Database } from '../database/database.js';
import { Assets } from './assets.js';
import { Frame } from './frame.js';
import { Home } from './home.js';
import { SessionStore } from './session-store.js';
import { Sessions } from './sessions.js';
import { ViewEngine } from './view-engine.js';

const JSON_PLEASE = { accept: 'application/json' };

let hub: Hub;
let mia: Merchant;

beforeAll(async () => {
  hub = await startHub();
  mia = await hub.merchant();
});

afterAll(() => hub.stop());

describe('every page', () => {
  it('forbids scripts, styles and frames from anywhere but the hub itself', async () => {
    const { headers, text } = await mia.browser.get('/');
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none';script-src 'self';style-src 'self';");
    expect(policy).not.toMatch(/unsafe|https?:/);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(text).not.toMatch(/<script(?![^>]+src=)|\sstyle="|\son\w+="/);
  });

  it('is kept by no cache', async () => {
    expect((await mia.browser.get('/')).headers.get('cache-control')).toBe('no-store');
  });
});

it('nothing a page shows changes the frame around it', async () => {
  const { store } = await hub.merchant('Elsewhere');
  const views = new ViewEngine(new Assets());
  const frame = { viewer: { name: 'Mia' }, store: { name: 'Fern' } };
  const html = String(views.render('accounts/stores', { store, list: [], viewer: { name: 'Mallory' } }, frame));
  expect(html).toMatch(/store-label">Fern</);
  expect(html).not.toContain('Mallory');
});

describe('a page that is not there', () => {
  it('looks like the rest of the hub, with the way back', async () => {
    const page = await mia.browser.get('/no/such/page');
    expect(page.status).toBe(404);
    expect(page.text).toContain('There is no such page');
    expect(page.text).toContain('side-menu');
    expect(page.text).not.toContain('Cannot GET');
  });

  it('says so to machines in JSON', async () => {
    const page = await mia.browser.get('/no/such/page', JSON_PLEASE);
    expect(JSON.parse(page.text)).toMatchObject({ status: 404, message: 'There is no such page' });
  });
});

describe('a page that breaks', () => {
  const secret = 'at innermost (/srv/secret.ts:1)';
  let broken = false;

  beforeAll(() => {
    hub.app.get(Home).contribute(async () => {
      if (broken) throw new Error(secret);
      return [];
    });
    broken = true;
  });

  afterAll(() => {
    broken = false;
  });

  it('gives a reference and shows nothing of what broke', async () => {
    for (const headers of [{}, JSON_PLEASE]) {
      const page = await mia.browser.get('/', headers);
      expect(page.status).toBe(500);
      expect(page.text).toMatch(/Reference <code>[0-9A-F]{8}|"reference":"[0-9A-F]{8}"/);
      expect(page.text).not.toMatch(/innermost|secret\.ts|node_modules/);
    }
  });
});

describe('a body that can’t be read', () => {
  const send = async (type: string, body: string) => {
    const response = await fetch(`${hub.url}/theme`, { method: 'POST', body, headers: { 'content-type': type } });
    return { status: response.status, text: await response.text() };
  };

  it('is the sender’s mistake, not ours', async () => {
    const page = await send('application/json', '{"half');
    expect(page.status).toBe(400);
    expect(page.text).not.toContain('node_modules');
  });

  it('keeps nobody busy by lists within lists', async () => {
    const fields = Array.from({ length: 9_999 }, (_, at) => `a[${at}][b]=1`).join('&');
    const before = process.cpuUsage();
    expect((await send('application/x-www-form-urlencoded', fields)).status).toBe(403);
    const { user, system } = process.cpuUsage(before);
    expect(user + system).toBeLessThan(500_000);
  });

  it('may not be endless', async () => {
    expect((await send('application/x-www-form-urlencoded', `a=${'x'.repeat(2_100_000)}`)).status).toBe(413);
  });
});

describe('the theme', () => {
  it('follows the system until one chooses, then stays as chosen', async () => {
    const browser = hub.stranger();
    expect((await browser.get('/sign-in')).text).toMatch(/<html lang="en-AU">/);
    expect((await browser.post('/theme', { theme: 'dark', back: '/sign-in' })).location).toBe('/sign-in');
    expect((await browser.get('/sign-in')).text).toMatch(/<html lang="en-AU" data-bs-theme="dark">/);
    await browser.post('/theme', { theme: '"><script>', back: '//evil.example' });
    expect((await browser.get('/sign-in')).text).toMatch(/<html lang="en-AU">/);
  });
});

describe('styles and scripts', () => {
  it('are small on the way and kept for good', async () => {
    const path = /href="(\/assets\/\w+\/tabler\.css)"/.exec((await mia.browser.get('/')).text)![1]!;
    const before = process.cpuUsage();
    const page = await mia.browser.get(path, { 'accept-encoding': 'br' });
    // The first visitor after a start waits while it is compressed.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(600);
    expect(page.headers.get('cache-control')).toContain('immutable');
    expect(page.headers.get('content-encoding')).toBe('br');
    expect(page.text).toContain('.btn');
    const plain = await mia.browser.get(path, { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.text).toBe(page.text);
  });

  it.each(['/assets/old/tabler.css', '/assets/x/../../package.json', '/assets/x/%2e%2e%2fpackage.json'])(
    'are the only things there: %s',
    async (path) => {
      expect((await hub.stranger().get(path)).status).toBe(404);
    },
  );
});

describe('a room', () => {
  it('adds to the menu and to what needs people, and when it fails takes no page with it', async () => {
    const frame = hub.app.get(Frame);
    let working = true;
    frame.contribute({
      nav: (viewer) => [
        { label: `Cable of ${viewer.name}`, href: '/stores', icon: 'plug', section: 'apps', attention: true },
      ],
      needs: () => {
        if (!working) throw new Error('not today');
        return [{ title: 'Reconnect the cable', href: '/stores', action: 'Reconnect' }];
      },
    });
    // Other rooms have their own: a store without a platform needs connecting.
    const needs = (text: string) => Number(/(\d+) things? needs? you/.exec(text)?.[1]);
    const { text } = await mia.browser.get('/stores');
    expect(text).toContain('My apps');
    expect(text).toMatch(/href="\/stores" aria-current="page"/);
    expect((await mia.browser.get('/')).text).toContain('Reconnect the cable');
    working = false;
    // What was asked a moment ago stands until something is written.
    await hub.app.get(Database).run('do 0');
    const without = await mia.browser.get('/');
    expect(without.status).toBe(200);
    expect(needs(without.text)).toBe(needs(text) - 1);
  });

  it('puts its apps on the home page, with numbers and failures linked', async () => {
    hub.app.get(Home).contribute(async () => [
      {
        name: 'Cable',
        detail: 'Main (#14)',
        href: '/apps/14',
        state: 'connected',
        lastSync: new Date(),
        movedToday: 1240,
        failures: [{ n: 1200, way: 'out', href: '/exports?status=failed' }],
        days: [1, 2, 3],
      },
    ]);
    const { text } = await mia.browser.get('/');
    expect(text).toContain('1,240');
    expect(text).toContain('href="/exports?status=failed">1,200 out</a>');
    expect(text).toMatch(/status-fine">.*<span>Connected<\/span>/);
    expect(text).toContain('plot-spark');
  });
});

describe('sessions', () => {
  it('end when their time is over, and are swept away', async () => {
    const { browser } = await hub.merchant('Short Stay');
    await hub.app.get(Database).run('update sessions set expires_at = ?', [new Date(Date.now() - 1000)]);
    expect((await browser.get('/')).location).toBe('/sign-in');
    await hub.app.get(Sessions).sweep();
    expect(await hub.app.get(Database).one('select count(*) n from sessions where expires_at < now()')).toEqual({
      n: 0,
    });
  });

  it('end a month after signing in, however often somebody comes back', async () => {
    const { browser, user } = await hub.merchant('Long Stay');
    const database = hub.app.get(Database);
    const left = async () => {
      const sql = 'select timestampdiff(hour, now(), expires_at) hours from sessions where user_id = ?';
      return (await database.one<{ hours: number }>(sql, [user.id]))!.hours;
    };
    expect(await left()).toBeGreaterThan(24 * 13);
    await database.run('update sessions set begun_at = now() - interval 29 day where user_id = ?', [user.id]);
    await hub.app.get(Sessions).sweep();
    expect((await browser.get('/')).status).toBe(200);
    expect(await left()).toBeLessThanOrEqual(24);
    await browser.patch('/profile', { name: 'Mia' });
    expect(await left()).toBeLessThanOrEqual(24);
  });

  it('of those who have not signed in are forgotten the next day, however many there are', async () => {
    const database = hub.app.get(Database);
    const many = "select sha2(seq, 256), '{}', now() + interval 1 day from seq_1_to_10001";
    await database.run(`insert into sessions (id_hash, data, expires_at) ${many}`);
    await hub.stranger().get('/sign-in');
    const strangers = 'select count(*) n from sessions where user_id is null and expires_at > ?';
    const tomorrow = new Date(Date.now() + 90_000_000);
    expect(await database.one(strangers, [tomorrow])).toEqual({ n: 0 });
    await database.run('update sessions set expires_at = ? where user_id is null', [new Date(0)]);
    await hub.app.get(Sessions).sweep();
    expect(await database.one(strangers, [new Date(-1)])).toEqual({ n: 0 });
  });

  it('that have been ended are not brought back by what still goes on in them', async () => {
    const store = new SessionStore(hub.app.get(Database));
    const request = { sessionID: 'one', sessionStore: store } as unknown as Request;
    const saved = (session: SessionData) => new Promise((resolve) => store.set('one', session, resolve));
    const read = () =>
      new Promise<SessionData | null>((resolve) => store.get('one', (_, session) => resolve(session ?? null)));
    await saved(store.createSession(request, { cookie: { originalMaxAge: 1 } } as SessionData));
    expect(await read()).toBeNull();
    await saved({ cookie: { originalMaxAge: 1 } } as SessionData);
    const going = store.createSession(request, (await read())!);
    await new Promise((resolve) => store.destroy('one', resolve));
    going.storeId = 7;
    await saved(going);
    expect(await read()).toBeNull();
  });
});

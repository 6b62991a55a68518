import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hub, PASSWORD, startHub } from '../../test/support/hub.js';
import { Database } from '../database/database.js';
import { UsersService } from './users.service.js';

let hub: Hub;

beforeAll(async () => {
  hub = await startHub();
});

afterAll(() => hub.stop());

describe('a new hub', () => {
  const me = { name: 'Sam', email: 'Sam@Example.com', password: PASSWORD };

  it('leads everybody to its welcome page', async () => {
    expect((await hub.stranger().get('/sign-in')).location).toBe('/welcome');
  });

  it('says beside each field what is wrong, and forgets nothing but the password', async () => {
    const page = await hub
      .stranger()
      .post('/welcome', { ...me, email: 'nowhere', password: 'short and sweet', name: '' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('An email address looks like mia@example.com');
    expect(page.text).toContain('Your name needs 1 to 120 letters');
    expect(page.text).toContain('value="nowhere"');
    expect(page.text).not.toContain('short and sweet');
  });

  it('asks for the whole merchant or for none', async () => {
    const page = await hub.stranger().post('/welcome', { ...me, accountName: 'Fern & Fig' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Choose a time zone from the list');
  });

  it('belongs to exactly one of those who come at the same time', async () => {
    const pages = await Promise.all(
      [1, 2, 3].map((n) => hub.stranger().post('/welcome', { ...me, email: `sam${n}@example.com` })),
    );
    expect(pages.map(({ status }) => status).sort()).toEqual([303, 404, 404]);
    const staff = await hub.app.get(Database).one("select count(*) as staff from users where role = 'staff'");
    expect(staff).toEqual({ staff: 1 });
  });

  it('never shows its welcome page again', async () => {
    const stranger = hub.stranger();
    expect((await stranger.get('/welcome')).status).toBe(404);
    expect((await stranger.post('/welcome', me)).status).toBe(404);
  });
});

describe('a new hub with a first merchant', () => {
  const welcome = {
    name: 'Sam',
    email: 'sam@example.com',
    password: PASSWORD,
    accountName: 'Fern & Fig',
    merchantEmail: 'mia@example.com',
    storeName: 'Fern & Fig Sydney',
    timeZone: 'Australia/Sydney',
    currency: 'AUD',
  };
  let fresh: Hub;

  beforeAll(async () => {
    fresh = await startHub();
  });

  afterAll(() => fresh.stop());

  it('wants two people with two addresses', async () => {
    const page = await fresh.stranger().post('/welcome', { ...welcome, merchantEmail: 'SAM@example.com' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('an address of their own');
  });

  it('signs staff in, and shows the merchant’s password this once', async () => {
    const sam = fresh.stranger();
    const page = await sam.post('/welcome', welcome);
    expect(page.status).toBe(201);
    expect((await sam.get('/staff/people')).text).toContain('Fern &amp; Fig');
    const password = /one-time"><code>([^<]+)</.exec(page.text)![1]!;
    const kept = await fresh.app.get(Database).query('select * from sessions');
    expect(JSON.stringify(kept)).not.toContain(password);
    const mia = fresh.stranger();
    expect((await mia.signIn('mia@example.com', password)).location).toBe('/profile');
    expect((await mia.get('/')).text).toContain('Fern &amp; Fig Sydney');
  });
});

describe('signing in', () => {
  const email = 'nina@example.com';

  beforeAll(async () => {
    await hub.app.get(UsersService).add({ role: 'staff', name: 'Nina', email, accountId: null, password: PASSWORD });
  });

  it('is refused with a wrong password in the words it uses for an unknown address', async () => {
    const wrong = await hub.stranger().post('/sign-in', { email, password: 'something else' });
    const unknown = await hub.stranger().post('/sign-in', { email: 'nobody@example.com', password: PASSWORD });
    for (const page of [wrong, unknown]) {
      expect(page.status).toBe(422);
      expect(page.text).toContain('That address and password don’t fit together.');
    }
  });

  it('leads to the page one wanted', async () => {
    const page = await hub.stranger().get('/staff/audit?before=9');
    expect(page.location).toBe(`/sign-in?to=${encodeURIComponent('/staff/audit?before=9')}`);
    const signedIn = await hub.stranger().post('/sign-in', { email, password: PASSWORD, to: '/staff/audit?before=9' });
    expect(signedIn.location).toBe('/staff/audit?before=9');
  });

  it('comes back to the page whose form was sent after the session had ended, and says so', async () => {
    const browser = hub.stranger();
    const form = { name: 'Nina', _method: 'PATCH', _csrf: 'of a session that is gone' };
    const sent = await browser.postRaw('/profile', form, { referer: `${hub.url}/profile?from=menu` });
    const to = '/profile?from=menu';
    expect([sent.status, sent.location]).toEqual([303, `/sign-in?to=${encodeURIComponent(to)}`]);
    const page = await browser.get(sent.location!);
    expect(page.text).toContain('what you sent last was not taken');
    expect((await browser.post('/sign-in', { email, password: PASSWORD, to })).location).toBe(to);
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
  });

  it('is asked for again where its own page was open for too long', async () => {
    const sent = await hub.stranger().postRaw('/sign-in', { email, password: PASSWORD, to: '/profile', _csrf: 'old' });
    expect(sent.location).toBe('/sign-in?to=%2Fprofile');
  });

  it('takes no token of a form from an address, which others may read', async () => {
    const browser = hub.stranger();
    const token = /name="_csrf" value="([^"]+)"/.exec((await browser.get('/sign-in')).text)![1]!;
    const sent = await browser.postRaw(`/sign-in?_csrf=${token}`, { email, password: PASSWORD });
    expect(sent.location).toBe('/sign-in');
    expect((await browser.get('/')).location).toBe('/sign-in');
    expect((await browser.postRaw('/sign-in', { email, password: PASSWORD, _csrf: token })).location).toBe('/');
  });

  it('is not asked of those who have no account here, and leads nowhere else', async () => {
    expect((await hub.stranger().postRaw('/connect/some-token', {})).status).toBe(403);
    const lured = await hub.stranger().postRaw('/profile', {}, { referer: 'https://evil.example//evil.example' });
    expect(lured.location).toBe('/sign-in');
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/a\nb'])(
    'never leads out to %j',
    async (to) => {
      const page = await hub.stranger().post('/sign-in', { email, password: PASSWORD, to });
      expect(page.location).toBe('/');
    },
  );

  it('gives the session a new id, and keeps only a hash of it', async () => {
    const browser = hub.stranger();
    await browser.get('/sign-in');
    const before = browser.cookie('patchbay');
    await browser.signIn(email.toUpperCase(), PASSWORD);
    const after = browser.cookie('patchbay');
    expect(before).toBeDefined();
    expect(after).not.toBe(before);
    const id = decodeURIComponent(after!).slice(2).split('.')[0]!;
    const kept = await hub.app
      .get(Database)
      .query<{ id_hash: string; data: unknown }>('select id_hash, data from sessions');
    expect(JSON.stringify(kept)).not.toContain(id);
  });

  it('sets a cookie that scripts and other sites can’t use', async () => {
    const page = await hub.stranger().post('/sign-in', { email, password: PASSWORD });
    expect(page.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
  });

  it('sends its cookies over nothing but TLS where that is the hub’s address, whatever is believed about proxies', async () => {
    const published = await startHub({ PUBLIC_URL: 'https://hub.example' });
    try {
      const page = await published.stranger().get('/welcome');
      expect(page.headers.get('set-cookie')).toMatch(/; HttpOnly; Secure; SameSite=Lax/);
      expect(page.headers.get('strict-transport-security')).toMatch(/max-age=\d{7}/);
    } finally {
      await published.stop();
    }
  });

  it('ends with signing out, also for a copy of the cookie', async () => {
    const browser = hub.stranger();
    await browser.signIn(email, PASSWORD);
    const copy = browser.cookie('patchbay')!;
    expect((await browser.get('/')).status).toBe(200);
    expect((await browser.delete('/sign-in')).location).toBe('/sign-in');
    expect((await hub.stranger().get('/', { cookie: `patchbay=${copy}` })).location).toBe('/sign-in');
  });

  it('asks somebody with a given password to choose an own one', async () => {
    const given = { role: 'staff' as const, name: 'Otto', email: 'otto@example.com', accountId: null };
    const { initialPassword } = await hub.app.get(UsersService).add(given);
    const browser = hub.stranger();
    expect((await browser.signIn('otto@example.com', initialPassword!)).location).toBe('/profile');
    expect((await browser.get('/profile')).text).toContain('Somebody else knows your password');
  });

  it('is closed for a while to whoever guesses, also with the right password then, and says for how long', async () => {
    const target = { email: 'target@example.com', password: PASSWORD };
    await hub.app.get(UsersService).add({ role: 'staff', name: 'Target', accountId: null, ...target });
    for (let guess = 0; guess < 8; guess++) {
      const page = await hub.stranger().post('/sign-in', { ...target, password: `guess ${guess}` });
      expect(page.status).toBe(422);
    }
    const page = await hub.stranger().post('/sign-in', target);
    expect(page.status).toBe(429);
    expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(60);
    expect(page.text).toMatch(/Try again in \d+ minutes\./);
    expect((await hub.stranger().post('/sign-in', { email, password: PASSWORD })).status).toBe(303);
  });
});

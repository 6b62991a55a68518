import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Hub, PASSWORD, startHub } from '../../test/support/hub.js';

let hub: Hub;

beforeAll(async () => {
  hub = await startHub();
});

afterAll(() => hub.stop());

it('is closed to strangers', async () => {
  await hub.staff();
  expect((await hub.stranger().get('/profile')).location).toContain('/sign-in');
});

it('changes one’s name and says so once', async () => {
  const { browser } = await hub.merchant();
  expect((await browser.patch('/profile', { name: '  Mia Nguyen ' })).location).toBe('/profile');
  const page = await browser.get('/');
  expect(page.text).toContain('Your name is changed.');
  expect(page.text).toContain('Hello, Mia');
  expect((await browser.get('/')).text).not.toContain('Your name is changed.');
});

it('refuses an empty name', async () => {
  const { browser } = await hub.merchant();
  const page = await browser.patch('/profile', { name: '   ' });
  expect(page.status).toBe(422);
  expect(page.text).toContain('Your name needs 1 to 120 letters');
});

it('changes the password only for those who know the old one', async () => {
  const { browser, user } = await hub.merchant();
  const wrong = await browser.put('/profile/password', { current: 'not mine', password: 'another long sentence' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('That is not your password');
  await browser.signIn(user.email, PASSWORD);
});

it('asks for a password of some length', async () => {
  const { browser } = await hub.merchant();
  const page = await browser.put('/profile/password', { current: PASSWORD, password: 'short' });
  expect(page.text).toContain('At least 10 letters');
});

it('signs one out everywhere else when the password changes', async () => {
  const { browser, user } = await hub.merchant();
  const elsewhere = hub.stranger();
  await elsewhere.signIn(user.email, PASSWORD);
  const page = await browser.put('/profile/password', { current: PASSWORD, password: 'another long sentence' });
  expect(page.location).toBe('/profile');
  expect((await browser.get('/profile')).status).toBe(200);
  expect((await elsewhere.get('/profile')).status).toBe(303);
  await elsewhere.signIn(user.email, 'another long sentence');
});

it('signs one out even of what is being sent elsewhere just then', async () => {
  const { browser, user } = await hub.merchant();
  const elsewhere = hub.stranger();
  await elsewhere.signIn(user.email, PASSWORD);
  const token = /name="_csrf" value="([^"]+)"/.exec((await elsewhere.get('/profile')).text)![1]!;
  const body = new URLSearchParams({ name: 'Mallory', email: `mallory${user.id}@evil.example`, _csrf: token });
  const slow = request(`${hub.url}/people`, {
    method: 'POST',
    headers: {
      cookie: `patchbay=${elsewhere.cookie('patchbay')}`,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body).length,
    },
  });
  slow.write(String(body).slice(0, 10));
  await browser.put('/profile/password', { current: PASSWORD, password: 'another long sentence' });
  slow.end(String(body).slice(10));
  const [answer] = (await once(slow, 'response')) as [IncomingMessage];
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/sign-in']);
  expect((await browser.get('/people')).text).not.toContain('Mallory');
});

it('lets nobody guess the old password faster than at the door', async () => {
  const { browser } = await hub.merchant();
  const guess = (current: string) => browser.put('/profile/password', { current, password: 'another long sentence' });
  for (let tries = 0; tries < 8; tries++) expect((await guess(`guess ${tries}`)).status).toBe(422);
  expect((await guess(PASSWORD)).status).toBe(429);
});

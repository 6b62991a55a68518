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

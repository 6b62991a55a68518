import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Hub, type Merchant, startHub } from '../../test/support/hub.js';
import { PeerStores } from './peer-stores.service.js';

let hub: Hub;
let mia: Merchant;
let quokka: Merchant;

beforeAll(async () => {
  hub = await startHub();
  mia = await hub.merchant('Fern & Fig');
  quokka = await hub.merchant('Quokka Cycles');
});
afterAll(() => hub?.stop());

const path = () => `/stores/${mia.store.id}/shares`;
const readable = async () => (await hub.app.get(PeerStores).choices(quokka.store.id)).map(({ name }) => name);

async function link(): Promise<string> {
  const { status, text } = await mia.browser.post(path());
  expect(status).toBe(201);
  return /\/shares\/[\w-]{32}/.exec(text)![0];
}

it('are made by nobody but the store’s own merchant', async () => {
  expect((await quokka.browser.get(path())).status).toBe(404);
  expect((await quokka.browser.post(path())).status).toBe(404);
  expect((await (await hub.vendor()).browser.get(path())).status).toBe(404);
});

it('let another merchant read once both have agreed, until one withdraws', async () => {
  const offer = await link();
  expect(await readable()).toEqual([]);
  expect((await quokka.browser.get(offer)).text).toContain('They can change nothing there');
  expect((await quokka.browser.post(offer)).location).toBe('/addons');
  expect(await readable()).toEqual(['Fern & Fig']);

  const page = await mia.browser.get(path());
  expect(page.text).toContain('Quokka Cycles');
  const share = /shares\/(\d+)"/.exec(page.text)![1];
  expect((await quokka.browser.post(`${path()}/${share}`, {}, 'DELETE')).status).toBe(404);
  await mia.browser.post(`${path()}/${share}`, {}, 'DELETE');
  expect(await readable()).toEqual([]);
});

it('work once, and not for the merchant who offers', async () => {
  const offer = await link();
  expect((await mia.browser.get(offer)).text).toContain('This store is your own');
  expect((await mia.browser.post(offer)).status).toBe(404);
  await quokka.browser.post(offer);
  expect((await (await hub.merchant('Late')).browser.get(offer)).status).toBe(404);
});

it.each(['x', '0'.repeat(32)])('by a link that nobody made do not exist: %s', async (token) => {
  expect((await quokka.browser.get(`/shares/${token}`)).status).toBe(404);
  expect((await quokka.browser.post(`/shares/${token}`)).status).toBe(404);
});

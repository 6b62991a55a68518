import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hub, type Merchant, startHub } from '../../test/support/hub.js';
import { StoresService } from './stores.service.js';

const NEW = { name: 'Second Shop', timeZone: 'Pacific/Auckland', currency: 'NZD' };

let hub: Hub;
let mia: Merchant;
let other: Merchant;

beforeAll(async () => {
  hub = await startHub();
  mia = await hub.merchant('Fern & Fig');
  other = await hub.merchant('Other Shop');
});

afterAll(() => hub.stop());

it('are closed to other merchants: there is no such store', async () => {
  const { id } = mia.store;
  expect((await other.browser.get(`/stores/${id}/edit`)).status).toBe(404);
  expect((await other.browser.patch(`/stores/${id}`, NEW)).status).toBe(404);
  expect((await other.browser.post(`/stores/${id}/visit`)).status).toBe(404);
  expect((await hub.app.get(StoresService).visible(mia.user, id))?.name).toBe('Fern & Fig');
});

it('are no business of vendors', async () => {
  const { browser } = await hub.vendor();
  expect((await browser.get('/stores')).status).toBe(404);
  expect((await browser.post('/stores', NEW)).status).toBe(404);
  expect((await browser.post(`/stores/${mia.store.id}/visit`)).status).toBe(404);
});

it.each(['0', '-1', '1.5', 'abc', '99999999999999999999', '1e3'])('knows no store %s', async (id) => {
  expect((await mia.browser.get(`/stores/${id}/edit`)).status).toBe(404);
});

it('lists one’s own only', async () => {
  const { text } = await mia.browser.get('/stores');
  expect(text).toContain('Fern &amp; Fig');
  expect(text).not.toContain('Other Shop');
});

it('adds one, and one is in it then', async () => {
  expect((await mia.browser.post('/stores', NEW)).location).toBe('/');
  expect((await mia.browser.post('/stores', { ...NEW, back: '//evil.example' })).location).toBe('/');
  const { text } = await mia.browser.get('/');
  expect(text).toContain('Second Shop is added');
  expect(text).toMatch(/store-label">Second Shop/);
});

it('says beside the field what is wrong and keeps what was typed', async () => {
  const page = await mia.browser.post('/stores', { ...NEW, currency: 'Dollars', timeZone: 'Mars/North' });
  expect(page.status).toBe(422);
  expect(page.text).toContain('Choose a currency from the list');
  expect(page.text).toContain('value="Second Shop"');
  expect(page.text).toMatch(
    /id="field-currency"[^>]*aria-invalid="true"[^>]*aria-describedby="[^"]*field-currency-error/,
  );
});

it('changes one and writes down what it was', async () => {
  const { browser, store } = await hub.merchant('Third');
  expect((await browser.patch(`/stores/${store.id}`, { ...NEW, name: 'Renamed' })).location).toBe('/stores');
  expect((await browser.get('/stores')).text).toContain('Renamed');
  const { text } = await (await hub.staff()).browser.get('/staff/audit');
  expect(text).toMatch(/<del>Third<\/del>\s*<ins>Renamed<\/ins>/);
});

it('remembers which store one is in', async () => {
  const { browser, user, store } = await hub.merchant('First of two');
  const second = await hub.app.get(StoresService).add(user.accountId!, { ...NEW, name: 'Z second' });
  expect((await browser.get('/')).text).toMatch(/store-label">First of two/);
  expect((await browser.post(`/stores/${second.id}/visit`)).location).toBe('/');
  expect((await browser.get('/')).text).toMatch(/store-label">Z second/);
  expect((await browser.post(`/stores/${store.id}/visit`)).status).toBe(303);
  expect((await browser.get('/')).text).toMatch(/store-label">First of two/);
});

it('are entered by a link that names one, and by nobody whose it is not', async () => {
  const { browser, user, store } = await hub.merchant('Linked first');
  const second = await hub.app.get(StoresService).add(user.accountId!, { ...NEW, name: 'Z linked' });
  expect((await browser.get(`/logs/exports?store=${second.id}&text=N1`)).text).toMatch(/store-label">Z linked/);
  expect((await browser.get('/')).text).toMatch(/store-label">Z linked/);
  for (const foreign of [mia.store.id, 'x', `${store.id}&store=${store.id}`]) {
    expect((await browser.get(`/logs/exports?store=${foreign}`)).text).toMatch(/store-label">Z linked/);
  }
});

describe('staff', () => {
  it('visit a merchant’s store under a red banner, leave it, and the trail knows both', async () => {
    const { browser } = await hub.staff();
    expect((await browser.get('/')).text).not.toContain('You act for');
    await browser.post(`/stores/${mia.store.id}/visit`);
    expect((await browser.get('/')).text).toMatch(/You act for <strong>Fern &amp; Fig/);
    await browser.delete('/visit');
    expect((await browser.get('/')).text).not.toContain('You act for');
    const { text } = await browser.get('/staff/audit');
    expect(text).toContain('visited by staff');
    expect(text).toContain('left by staff');
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Connections } from '../../connections/connections.service.js';
import { access, page as advanced } from '../test/configuring.js';
import { type House, startHouse } from '../test/house.js';
import { ANSWERS, Parcelly } from '../test/merchants.js';

let house: House;
let parcelly: Parcelly;

beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house?.stop());

/** Parcelly no longer accepts the key. Only where the pages ask: no task may come upon it first. */
const refuse = () => {
  house.inTheWay.through = async ({ url }) =>
    url.includes('depots') ? new Response('no', { status: 401 }) : undefined;
};
const connection = async () => house.hub.app.get(Connections).get((await parcelly.now()).connectionId!);
const NOTICE = /role="alert">.*Parcelly needs reconnecting\.<\/strong> The app does not accept these credentials\./;
const RECONNECT = () => `<a class="btn btn-sm" href="${parcelly.step(2)}">Reconnect</a>`;

beforeEach(() => {
  house.inTheWay.through = undefined;
});

describe('a connection that the app ends while a person sets it up', () => {
  beforeEach(async () => {
    parcelly = await Parcelly.connected(house, await house.hub.merchant());
  });

  it('needs reconnecting once a pick-list was refused, and the page leads there', async () => {
    refuse();
    const { text } = await parcelly.see(3);
    expect(text).toMatch(NOTICE);
    expect(text).toContain(RECONNECT());
    expect(await connection()).toMatchObject({
      state: 'needs-reconnecting',
      stateReason: 'The app does not accept these credentials.',
    });
    // Where it leads nobody reads that all is well.
    const { text: there } = await parcelly.see(2);
    expect(there).toContain('Needs reconnecting');
    expect(there).not.toMatch(/status-fine[^>]*>.*Depot/);
  });

  it('needs reconnecting once a check was refused; what was typed is there afterwards', async () => {
    await parcelly.see(3);
    refuse();
    const { status, text } = await parcelly.answer(3, { depot: 'PER' });
    expect(status).toBe(422);
    expect(text).toContain('Parcelly could not be asked: The app does not accept these credentials.');
    expect(text).toMatch(NOTICE);
    expect(await connection()).toMatchObject({ state: 'needs-reconnecting' });
    house.inTheWay.through = undefined;
    expect((await parcelly.connect()).location).toBe(parcelly.step(3));
    expect(await connection()).toMatchObject({ state: 'connected' });
    const again = await parcelly.see(3);
    expect(again.text).not.toMatch(NOTICE);
    expect(again.text).toMatch(/<option value="PER" selected>/);
  });

  it.each([403, 423, 500])('stays as it is when the app answers %i', async (status) => {
    house.inTheWay.through = async () => new Response('no', { status });
    expect((await parcelly.see(3)).text).not.toMatch(NOTICE);
    expect(await connection()).toMatchObject({ state: 'connected' });
  });

  it('keeps credentials that a person has given while the refusal was on its way', async () => {
    let isRefusing = true;
    house.inTheWay.through = async ({ url }) => {
      if (!url.includes('depots') || !isRefusing) return undefined;
      isRefusing = false;
      expect((await parcelly.connect()).location).toBe(parcelly.step(3));
      return new Response('no', { status: 401 });
    };
    expect((await parcelly.see(3)).text).not.toMatch(NOTICE);
    expect(await connection()).toMatchObject({ state: 'connected' });
  });
});

it('is the same on the pages of an addon that is installed', async () => {
  parcelly = await Parcelly.activated(house, await house.hub.merchant());
  refuse();
  const { text } = await parcelly.merchant.browser.get(`/installations/${parcelly.id}/picks/depot?q=bri`);
  expect(text.trim()).toBe('');
  const page = (await parcelly.see(3)).text;
  expect(page).toMatch(NOTICE);
  expect(page).toContain('Needs reconnecting');
  const setup = (await parcelly.merchant.browser.get(`/installations/${parcelly.id}/setup`)).text;
  expect(setup).toMatch(/Needs reconnecting<\/span><\/span><span class="status-detail">The app does not accept/);
  expect(setup).toMatch(/<button class="btn btn-primary"[^>]*>.*Reconnect<\/button>/);
  expect((await parcelly.merchant.browser.get('/')).text).toContain('needs reconnecting');
  await (await house.hub.staff()).browser.post(access(parcelly.id));
  await parcelly.merchant.browser.post(advanced(parcelly.id));
  expect((await parcelly.merchant.browser.get(advanced(parcelly.id))).text).toMatch(NOTICE);
  // What the app need not be asked about can be changed all the same.
  expect((await parcelly.answer(1, { ...ANSWERS, sender: 'Fig' })).status).toBe(303);
});

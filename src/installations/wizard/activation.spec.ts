import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type House, startHouse } from '../test/house.js';
import { ANSWERS, Parcelly } from '../test/merchants.js';

let house: House;
let parcelly: Parcelly;

beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house?.stop());
beforeEach(() => {
  house.inTheWay.through = undefined;
});

describe('a record that is missing', () => {
  const wrapping = { ...ANSWERS, fragile: 'true', wrapping: 'BOX-9' };
  const items = () => house.twin.depot.items.map(({ code }) => code);

  beforeEach(async () => {
    parcelly = await Parcelly.activated(house, await house.hub.merchant());
    await expect.poll(async () => (await parcelly.see(4)).text, { timeout: 15_000 }).toContain('Everything is in');
  });

  it('can be made in the app from where it is asked for', async () => {
    const missing = await parcelly.answer(1, wrapping);
    expect(missing.status).toBe(422);
    expect(missing.text).toContain('there is no “BOX-9” in your store');
    expect(missing.text).toContain('Create “BOX-9” in Parcelly');
    expect((await parcelly.answer(1, { ...wrapping, _create: 'wrapping' })).status).toBe(303);
    expect(items()).toContain('BOX-9');
    expect((await parcelly.now()).answers).toMatchObject({ wrapping: 'BOX-9' });
  });

  it('may be passed over by saying so', async () => {
    expect((await parcelly.answer(1, { ...wrapping, wrapping: 'BOX-7', _pass: 'true' })).status).toBe(303);
    expect(items()).not.toContain('BOX-7');
  });

  it('that the app refuses to make is said beside it', async () => {
    house.inTheWay.through = async () => Response.json({ refused: 'No more room.' }, { status: 422 });
    const refused = await parcelly.answer(1, { ...wrapping, wrapping: 'BOX-8', _create: 'wrapping' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('No more room.');
  });

  it.each(['sender', 'nothing', '__proto__'])('is never made for %s', async (_create) => {
    expect((await parcelly.answer(1, { ...wrapping, _create })).status).toBe(404);
  });
});

describe('activation', () => {
  beforeEach(async () => {
    parcelly = await Parcelly.connected(house, await house.hub.merchant());
  });

  it('lists what is missing, and does not begin before it is there', async () => {
    await parcelly.answer(3, { depot: 'SYD' });
    await house.database.run("update installations set answers = json_remove(answers, '$.sender') where id = ?", [
      parcelly.id,
    ]);
    const page = await parcelly.see(4);
    expect(page.text).toContain('Sender: please fill this in.');
    expect(page.text).toMatch(/type="submit" disabled/);
    expect((await parcelly.answer(4, {})).status).toBe(422);
    expect((await parcelly.now()).state).toBe('installing');
  });

  it('brings nothing in twice, however often the same company is connected', async () => {
    const first = async () => (await parcelly.runs()).map(({ task }) => task);
    const before = await first();
    expect(before.length).toBeGreaterThan(0);
    await expect.poll(async () => (await parcelly.runs()).every(({ state }) => state === 'done')).toBe(true);
    await parcelly.connect();
    expect(await first()).toEqual(before);
    await parcelly.answer(3, { depot: 'SYD' });
    await parcelly.answer(4, {});
    await expect.poll(async () => (await parcelly.see(4)).text, { timeout: 15_000 }).toContain('Everything is in');
    expect(new Set(await first()).size).toBe((await first()).length);
  });

  it('starts the imports, brings everything in, and writes nothing out', async () => {
    await parcelly.answer(3, { depot: 'SYD' });
    expect((await parcelly.answer(4, {})).location).toBe(parcelly.step(4));
    expect((await parcelly.now()).state).toBe('importing');
    await expect.poll(async () => (await parcelly.see(4)).text, { timeout: 15_000 }).toContain('Everything is in');
    expect((await parcelly.see(4)).text).toMatch(/[5-9] products/);
    const runs = await parcelly.runs();
    expect(runs.map(({ task }) => task)).toEqual(['import-items', 'import-stock']);
    expect(runs.every(({ started_by, state }) => started_by === 'first' && state === 'done')).toBe(true);
    expect((await parcelly.merchant.browser.get(`/installations/${parcelly.id}/imports`)).text).not.toContain('hx-get');
  });

  it('says that some has failed, not that everything is in, and leads on', async () => {
    await parcelly.answer(3, { depot: 'SYD' });
    await parcelly.answer(4, {});
    await expect.poll(async () => (await parcelly.see(4)).text, { timeout: 15_000 }).toContain('Everything is in');
    await house.database.run('update runs set failed = 1 where installation_id = ?', [parcelly.id]);
    expect((await parcelly.see(4)).text).toContain('Everything is in, but for what failed');
    await house.database.run('update runs set failed = 0 where installation_id = ?', [parcelly.id]);
    const { text } = await parcelly.see(4);
    expect(text).not.toContain('but for what failed');
    expect(text).toContain(`href="/installations/${parcelly.id}/go-live"`);
  });

  it('done twice, does no more than once', async () => {
    await parcelly.answer(3, { depot: 'SYD' });
    await Promise.all([parcelly.answer(4, {}), parcelly.answer(4, {})]);
    await expect.poll(async () => (await parcelly.see(4)).text, { timeout: 15_000 }).toContain('Everything is in');
    expect(await parcelly.runs()).toHaveLength(2);
  });

  it('runs only what the workflow names', async () => {
    await parcelly.answer(1, { ...ANSWERS, workflow: 'parcels', 'confirm-parcels': 'true' });
    await parcelly.answer(3, { depot: 'SYD' });
    await parcelly.answer(4, {});
    const active = await house.database.query<{ task: string }>(
      'select task from schedules where installation_id = ? and active',
      [parcelly.id],
    );
    expect(active.map(({ task }) => task)).toEqual(['export-invoices']);
  });
});

describe('afterwards', () => {
  beforeEach(async () => {
    parcelly = await Parcelly.activated(house, await house.hub.merchant());
  });

  it('the same steps are the settings', async () => {
    const { text } = await parcelly.see(1);
    expect(text).toContain('Setup &amp; Tools');
    expect(text).not.toContain('Save and finish later');
    const saved = await parcelly.answer(1, { ...ANSWERS, sender: 'Fig' });
    expect(saved.location).toBe(`/installations/${parcelly.id}/setup`);
    expect((await parcelly.merchant.browser.get(saved.location!)).text).toMatch(/Sender<\/dt><dd>Fig/);
    expect((await parcelly.now()).state).toBe('importing');
  });

  it('another workflow switches tasks on and off, and leaves alone what it doesn’t name', async () => {
    const active = async () => {
      const rows = await house.database.query<{ task: string }>(
        'select task from schedules where installation_id = ? and active order by task',
        [parcelly.id],
      );
      return rows.map(({ task }) => task);
    };
    expect(await active()).toEqual(['export-invoices', 'import-items', 'import-stock', 'update-prices']);
    await parcelly.answer(1, { ...ANSWERS, workflow: 'parcels', 'confirm-parcels': 'true' });
    expect(await active()).toEqual(['export-invoices']);
    await house.database.run("update schedules set active = 0 where installation_id = ? and task = 'export-invoices'", [
      parcelly.id,
    ]);
    await parcelly.answer(1, ANSWERS);
    expect(await active()).toEqual(['import-items', 'import-stock', 'update-prices']);
  });
});

describe('a platform', () => {
  it('tells the store its time zone, currency and how prices are meant', async () => {
    const { store, browser } = await house.hub.merchant();
    parcelly = await Parcelly.begun(house, { ...(await house.hub.merchant()), store, browser });
    const path = `/installations/${parcelly.shopId}/steps/2`;
    const wrong = await browser.post(path, { timeZone: 'Mars/North', currency: 'XXQ', taxInclusive: 'inclusive' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('no time zone we know');
    expect(wrong.text).toContain('no currency we know');
    await browser.post(path, { timeZone: 'Pacific/Auckland', currency: 'NZD', taxInclusive: 'inclusive' });
    const [row] = await house.database.query('select time_zone, currency, tax_inclusive from stores where id = ?', [
      store.id,
    ]);
    expect(row).toEqual({ time_zone: 'Pacific/Auckland', currency: 'NZD', tax_inclusive: 1 });
  });
});

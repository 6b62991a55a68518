import { afterAll, beforeAll, expect, it } from 'vitest';
import { InstallationLife } from '../installation-life.service.js';
import { type House, startHouse } from '../test/house.js';
import { SettingUp } from './setting-up.service.js';

let house: House;

beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house?.stop());

it('is all there without the pages too', async () => {
  const { store } = await house.hub.merchant();
  const settingUp = house.hub.app.get(SettingUp);
  const typed = { shop: 'x', key: `cli${store.id}` };
  const answers = { timeZone: 'Australia/Perth', currency: 'AUD', taxInclusive: 'inclusive' };
  const wrong = settingUp.whole(store, 'shopfront', typed, { ...answers, timeZone: 'Nowhere' });
  await expect(wrong).rejects.toThrow('no time zone we know');
  // What was begun is gone on with. A store's own platform is live at once: it is told nothing that it didn't say itself.
  const shop = await settingUp.whole(store, 'shopfront', typed, answers);
  expect(shop.state).toBe('live');
  expect(shop.liveAt).toBeInstanceOf(Date);
  const all = await house.hub.app.get(InstallationLife).of(store.id);
  expect(all.map(({ plugin }) => plugin)).toEqual(['shopfront']);
});

import { DateTime } from 'luxon';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Merchant } from '../../../test/support/hub.js';
import { Audit } from '../../accounts/audit.service.js';
import { QuickClock } from '../../connections/test/quick-clock.js';
import { type House, startHouse } from '../test/house.js';
import { Parcelly } from '../test/merchants.js';

const clock = new QuickClock();
let house: House;
let mia: Merchant;
let parcelly: Parcelly;

beforeAll(async () => {
  // What is foretold depends on how much of the month is left, and of the day.
  const middle = DateTime.utc().plus({ months: 1 }).set({ day: 15, hour: 12 });
  clock.pass(middle.toMillis() - clock.now());
  house = await startHouse({}, [], clock);
});
afterAll(() => house?.stop());
beforeEach(async () => {
  mia = await house.hub.merchant();
  parcelly = await Parcelly.activated(house, mia);
});

const setup = (who = mia, id = parcelly.id) => who.browser.get(`/installations/${id}/setup`);
const allow = (requests: string, who = mia) => who.browser.patch(`/installations/${parcelly.id}/budget`, { requests });
const budget = async () =>
  (await house.database.one<{ monthly_budget: number | null }>('select monthly_budget from connections where id = ?', [
    (await parcelly.now()).connectionId,
  ]))!.monthly_budget;

/** As if the app had been asked so often every day since, the first day counting for nothing. */
async function asked(aDay: number, days: number): Promise<void> {
  const { connectionId } = await parcelly.now();
  // Under a name of its own, and with no import under way that would count too.
  await expect.poll(async () => (await parcelly.runs()).every(({ state }) => state === 'done')).toBe(true);
  const tenant = `quiet ${connectionId}`;
  await house.database.run('update connections set tenant_key = ? where id = ?', [tenant, connectionId]);
  for (let ago = 0; ago <= days; ago++) {
    const day = new Date(clock.now() - ago * 86_400_000).toISOString().slice(0, 10);
    await house.database.run("insert into quota_days values ('parcelly', ?, ?, ?)", [tenant, day, aDay]);
  }
  const month = clock.date().toISOString().slice(0, 7);
  await house.database.run("insert into quota_use values ('parcelly', ?, ?, ?)", [tenant, month, aDay * days]);
}

it('is shown where the app counts months, and not where it doesn’t', async () => {
  expect((await setup()).text).toContain('Requests this month');
  expect((await setup(mia, parcelly.shopId)).text).not.toContain('Requests this month');
});

it('can’t be told on the first day', async () => {
  expect((await setup()).text).toContain('from the second day on');
});

it('says what the month will come to, and until when it is enough', async () => {
  await asked(1000, 8);
  await allow('8,010');
  const { text } = await setup();
  expect(text).toMatch(/8,000 requests in \w+ so far\. If it goes on like the last days, it will be about [\d,]+ by/);
  expect(text).toMatch(/Your plan allows 8,010: enough until about \d/);
  expect(text).toContain('plot-climb');
});

describe('the plan’s number', () => {
  it('is the merchant’s to say, and stands in the audit trail', async () => {
    expect((await allow('30,000')).location).toBe(`/installations/${parcelly.id}/setup#budget-title`);
    expect(await budget()).toBe(30_000);
    await allow('');
    expect(await budget()).toBeNull();
    const trail = await house.hub.app.get(Audit).latest(2);
    expect(trail.map(({ before, after }) => [before, after])).toEqual([
      [{ 'Requests a month': 30_000 }, { 'Requests a month': null }],
      [{ 'Requests a month': null }, { 'Requests a month': 30_000 }],
    ]);
  });

  it.each(['many', '-5', '0', '1.5', '99999999999'])('is not %j', async (typed) => {
    const page = await allow(typed);
    expect([page.status, await budget()]).toEqual([422, null]);
    expect(page.text).toContain('whole number of requests');
  });

  it('is nobody else’s to say', async () => {
    expect((await allow('5', await house.hub.merchant())).status).toBe(404);
    expect(await budget()).toBeNull();
  });

  it('is not there where the app counts no months', async () => {
    const path = `/installations/${parcelly.shopId}/budget`;
    expect((await mia.browser.patch(path, { requests: '5' })).status).toBe(404);
  });
});

describe('what will not last the month', () => {
  it('is among the things that need somebody, in every store that shares the connection', async () => {
    await asked(1000, 8);
    expect((await mia.browser.get('/')).text).not.toContain('run out of requests');
    await allow('8001');
    const home = (await mia.browser.get('/')).text;
    expect(home).toMatch(/Parcelly will run out of requests this month/);
    expect(home).toContain('your plan allows 8,001');
    await mia.browser.post('/stores', { name: 'Second', timeZone: 'Pacific/Auckland', currency: 'NZD' });
    const second = (await house.database.one<{ id: number }>(
      "select max(id) as id from stores where name = 'Second'",
    ))!;
    await house.database.run(
      `insert into installations (store_id, id, plugin, name, state, step, connection_id, answers, advanced, created_at)
       values (?, 900001, 'parcelly', 'Parcelly two', 'live', 1, ?, '{}', '{}', now(3))`,
      [second.id, (await parcelly.now()).connectionId],
    );
    expect((await mia.browser.get('/')).text).toMatch(/Parcelly two will run out/);
    expect((await setup(mia, 900001)).text).toContain('Your plan allows 8,001');
  });

  it('is quiet while the plan is big enough', async () => {
    await asked(10, 8);
    await allow('30000');
    expect((await mia.browser.get('/')).text).not.toContain('run out of requests');
  });
});

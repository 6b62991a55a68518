import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Merchant } from '../../../test/support/hub.js';
import { type InstalledApp, LogsHub } from './test/logs-hub.js';

let hub: LogsHub;
let owner: Merchant;
let app: InstalledApp;
let count = 0;
let number: string;

beforeAll(async () => {
  hub = await LogsHub.start();
  owner = await hub.merchant();
  app = await hub.install(owner, { dated: true });
});
afterAll(() => hub?.stop());
beforeEach(() => {
  hub.acme.closedUpTo = '2026-11-30';
  number = `D${++count}`;
});

const at = async (one = number) => `/logs/exports/${await hub.line(app, one)}`;
const open = async (path: string) => (await owner.browser.get(path)).text;
const state = async (one = number) => (await hub.states(app))[one];
const dates = (...some: string[]) =>
  [...hub.acme.orders.values()].filter(({ members }) => some.includes(members[0]!)).map(({ date }) => date);

/** An invoice of 20 November, which is closed. */
async function held(...numbers: string[]): Promise<void> {
  for (const one of numbers) await hub.invoice(app, one);
  await hub.run(app);
}

async function choose(day: string, one = number): Promise<void> {
  await owner.browser.post(`${await at(one)}/days`, { day });
  await hub.calm(app);
}

const chosen = async (one = number) =>
  (await hub.database.one<{ chosen_day: string | null }>(
    'select chosen_day from outbox where installation_id = ? and record_id = ?',
    [app.installationId, await hub.recordId(app, one)],
  ))!.chosen_day;

describe('a line that its app would take on another day', () => {
  it('names that day in the log and on its page, and goes out with it at the press of a button', async () => {
    await held(number);
    expect(await state()).toBe('waiting');
    for (const page of ['/logs/exports', await at()]) expect(await open(page)).toContain('Send dated 1 Dec 2026');
    await choose('2026-12-01');
    expect([await state(), dates(number)]).toEqual(['exported', ['2026-12-01']]);
    const text = await open(await at());
    expect(text).not.toContain('Send dated');
    expect(text).toMatch(/Day chosen for Acme<\/dt><dd>1 Dec 2026/);
  });

  it('keeps who chose, and which day', async () => {
    await held(number);
    await choose('2026-12-01');
    const entry = await hub.database.one<{ user_id: number; after_json: unknown }>(
      "select user_id, after_json from audit_entries where action = 'sent with another day' and subject = ?",
      [`Export of ${number}`],
    );
    expect(entry).toMatchObject({ user_id: owner.user.id, after_json: { records: number, day: '2026-12-01' } });
  });

  it('goes once, however often the button is pressed', async () => {
    await held(number);
    const path = `${await at()}/days`;
    await Promise.all([1, 2, 3].map(() => owner.browser.post(path, { day: '2026-12-01' })));
    await hub.calm(app);
    expect([await state(), dates(number)]).toEqual(['exported', ['2026-12-01']]);
  });

  it('is held and offered again where that day is closed as well by now', async () => {
    await held(number);
    hub.acme.closedUpTo = '2026-12-31';
    await choose('2026-12-01');
    expect([await state(), dates(number)]).toEqual(['waiting', []]);
    expect(await open(await at())).toContain('Send dated 1 Jan 2027');
    // The page that named the other day is still open somewhere.
    await choose('2026-12-01');
    expect([await state(), await chosen()]).toEqual(['waiting', '2026-12-01']);
    await choose('2027-01-01');
    expect([await state(), dates(number)]).toEqual(['exported', ['2027-01-01']]);
  });

  it('keeps the day when it is built anew before it could leave', async () => {
    hub.acme.refuse(number);
    await held(number);
    await choose('2026-12-01');
    expect([await state(), await chosen()]).toEqual(['rejected', '2026-12-01']);
    hub.acme.accept(number);
    await hub.invoice(app, number, { total: '12.00' });
    await hub.run(app);
    expect([await state(), dates(number)]).toEqual(['exported', ['2026-12-01']]);
  });

  it('is told apart from one that is kept back by something else', async () => {
    hub.acme.closedUpTo = '';
    hub.acme.refuse(number);
    await held(number);
    expect(await open(await at())).not.toContain('Send dated');
    await choose('2026-12-01');
    expect(await chosen()).toBeNull();
    expect(await open(await at())).toContain('1 line passed over');
    expect((await owner.browser.post(`${await at()}/days`, { day: 'soon' })).status).toBe(400);
  });
});

describe('several of them', () => {
  it('go out together, each with the day that is offered for it; others are passed over', async () => {
    const [one, other, refused] = [`${number}a`, `${number}b`, `${number}c`];
    await held(one, other);
    hub.acme.closedUpTo = '';
    hub.acme.refuse(refused);
    await held(refused);
    hub.acme.closedUpTo = '2026-11-30';
    expect(await open('/logs/exports')).toContain('Send with the day offered');
    const page = await owner.browser.post('/logs/exports/days', { scope: 'filter', text: number });
    expect(page.location).toBe(`/logs/exports?text=${number}`);
    await hub.calm(app);
    expect(await Promise.all([one, other, refused].map(state))).toEqual(['exported', 'exported', 'rejected']);
    expect(dates(one, other)).toEqual(['2026-12-01', '2026-12-01']);
  });
});

describe('a batch', () => {
  it('goes as one with the day that was chosen for any of its records', async () => {
    const batched = await hub.install(await hub.merchant('Batches'), { mode: 'batched', dated: true });
    const { accountId } = (await hub.database.one<{ accountId: number }>(
      'select account_id accountId from stores where id = ?',
      [batched.storeId],
    ))!;
    const { browser } = await hub.person('merchant', accountId);
    const numbers = [`${number}a`, `${number}b`];
    for (const one of numbers) await hub.invoice(batched, one);
    await hub.run(batched);
    await browser.post(`/logs/exports/${await hub.line(batched, numbers[1]!)}/days`, { day: '2026-12-01' });
    await hub.calm(batched);
    const held = [...hub.acme.orders.values()].filter(({ members }) => members.includes(numbers[0]!));
    expect(held).toMatchObject([{ date: '2026-12-01', members: numbers }]);
    expect(await hub.states(batched)).toEqual({ [numbers[0]!]: 'exported', [numbers[1]!]: 'exported' });
  });
});

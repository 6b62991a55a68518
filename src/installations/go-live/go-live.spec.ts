import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Merchant } from '../../../test/support/hub.js';
import { APP_IMPORTS, order, SHOP_IMPORTS, stockUp } from '../../mappings/test/goods.js';
import { Lab } from '../../mappings/test/lab.js';
import type { InstallationState } from '../installation.entity.js';

let lab: Lab;
let owner: Merchant;
let stranger: Merchant;
let shop: number;
let app: number;

beforeAll(async () => {
  lab = await Lab.open();
  stranger = await lab.hub.merchant('Somebody Else');
});
afterAll(() => lab.stop());

beforeEach(async () => {
  ({ owner, shop, app } = await lab.furnish());
  stockUp(lab);
  await lab.run(owner, shop, ...SHOP_IMPORTS);
});

const page = () => `/installations/${app}/go-live`;

const mapAll = () =>
  owner.browser.put(`/installations/${app}/maps/warehouses`, {
    'store.0': 'SYD',
    'app.0': 'S1',
    'store.1': 'MEL',
    'app.1': 'mel',
    'store.2': 'BNE',
    'app.2': 'X9',
  });

const importAll = () => lab.run(owner, app, ...APP_IMPORTS, 'import-shelves');

async function state(): Promise<InstallationState> {
  const row = await lab.database.one<{ state: InstallationState }>('select state from installations where id = ?', [
    app,
  ]);
  return row!.state;
}

describe('going live', () => {
  it('is closed to strangers', async () => {
    expect((await lab.hub.stranger().get(page())).location).toContain('/sign-in');
    for (const browser of [stranger.browser, (await lab.hub.staff()).browser, (await lab.hub.vendor()).browser]) {
      expect((await browser.get(page())).status).toBe(404);
      expect((await browser.post(page())).status).toBe(404);
      expect((await browser.post(`${page()}/trial`, { task: 'export-orders', record: 'N1' })).status).toBe(404);
    }
    expect(await state()).toBe('importing');
  });

  it('waits until the first imports are through and required maps are filled in', async () => {
    const refused = await owner.browser.post(page());
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Not yet: First imports, Warehouses.');
    await importAll();
    expect((await owner.browser.post(page())).text).toContain('Not yet: Warehouses.');
    await mapAll();
    expect((await owner.browser.post(page())).location).toBe(`/installations/${app}/tasks`);
    expect(await state()).toBe('live');
  });

  it('waits for answers that are missing', async () => {
    await importAll();
    await mapAll();
    await lab.database.run(`update installations set answers = json_remove(answers, '$.startDate') where id = ?`, [
      app,
    ]);
    expect((await owner.browser.post(page())).text).toContain('Not yet: Get started.');
    expect(await state()).toBe('importing');
  });

  it('asks the app once more what it says to the answers, and waits only for what can’t be passed over', async () => {
    await importAll();
    await mapAll();
    const objection = { id: '1', field: 'startDate', problem: 'The books are closed up to 2026-11-30.' };
    lab.app.list('objections').push(objection);
    expect((await owner.browser.get(page())).text).toContain(objection.problem);
    expect((await owner.browser.post(page())).text).toContain('Not yet: Crates.');
    lab.app.list('objections').splice(0, 1, { ...objection, warning: true });
    expect((await owner.browser.get(page())).text).toContain(objection.problem);
    expect((await owner.browser.post(page())).status).toBe(303);
  });

  it('does not wait for an import that is switched off', async () => {
    await lab.run(owner, app, ...APP_IMPORTS);
    await mapAll();
    await lab.database.run("update schedules set active = 0 where installation_id = ? and task = 'import-shelves'", [
      app,
    ]);
    expect((await owner.browser.post(page())).status).toBe(303);
  });

  it('shows what is due, what it is worth, how old it is and what stays', async () => {
    await importAll();
    lab.shop.list('orders').push(order('N7', 'SYD', { date: '2026-11-20', currency: 'NZD', total: '0.30' }));
    await lab.run(owner, shop, 'import-orders');
    const { text } = await owner.browser.get(page());
    expect(text).toMatch(/To send<\/dt><dd>4 invoices/);
    expect(text).toMatch(/60\.00&nbsp;<small>AUD[\s\S]*0\.30&nbsp;<small>NZD/);
    expect(text).toMatch(/Oldest<\/dt><dd>10 Nov 2026[\s\S]*Newest<\/dt><dd>20 Nov 2026/);
    expect(text).toMatch(/Not due: Before the start date \(1\) · Not dispatched yet \(1\)/);
  });

  it('says of what is to be sent how much would leave, and why the rest would not', async () => {
    await importAll();
    await lab.run(owner, shop, 'import-orders');
    expect((await owner.browser.get(page())).text).toMatch(/None would leave at once:[\s\S]*Map its warehouse first/);
    await owner.browser.put(`/installations/${app}/maps/warehouses`, { 'store.0': 'SYD', 'app.0': 'S1' });
    const { text } = await owner.browser.get(page());
    expect(text).toMatch(/1 would leave at once, 2 would not:[\s\S]*Map its warehouse first/);
    await mapAll();
    const mapped = (await owner.browser.get(page())).text;
    expect(mapped).toMatch(/2 would leave at once, 1 would not:[\s\S]*Crates has blocked this customer/);
    await lab.database.run("delete from records where store_id = ? and record_key = 'N5'", [owner.store.id]);
    expect((await owner.browser.get(page())).text).toContain('All would leave at once.');
  });

  it('shows the largest changes that the shop is in for', async () => {
    await importAll();
    const { text } = await owner.browser.get(page());
    expect(text).toMatch(/Update products[\s\S]*Largest changes[\s\S]*FERN[\s\S]*10\.00[\s\S]*12\.00[\s\S]*\+20 %/);
  });

  it('is among the things that need somebody once its first imports have begun to be through', async () => {
    expect((await owner.browser.get('/')).text).not.toContain('is not live yet');
    await lab.run(owner, app, 'import-depots');
    expect((await owner.browser.get('/')).text).toContain('Crates is not live yet');
  });

  it('is written down, and happens once', async () => {
    await importAll();
    await mapAll();
    await owner.browser.post(page());
    await owner.browser.post(page());
    const entries = await lab.database.query(
      `select 1 from audit_entries where store_id = ? and action = 'went live'`,
      [owner.store.id],
    );
    expect(entries).toHaveLength(1);
  });
});

describe('sending one first', () => {
  beforeEach(async () => {
    await lab.run(owner, app, ...APP_IMPORTS);
    await mapAll();
  });

  const send = (record: string, task = 'export-orders') => owner.browser.post(`${page()}/trial`, { task, record });
  const sold = () => lab.app.list('sales').map(({ reference }) => reference);

  it('sends that one and no other, before going live', async () => {
    expect((await send('N4')).location).toMatch(/^\/runs\/\d+$/);
    const [run] = await lab.work();
    expect(run).toMatchObject({ state: 'done', sent: 1, started_by: 'trial' });
    expect(sold()).toEqual(['C-N4']);
    expect(await state()).toBe('importing');
    expect(lab.shop.asked.some(({ method }) => method !== 'GET')).toBe(false);
  });

  it('offers first what would really leave', async () => {
    const { text } = await owner.browser.get(page());
    expect(text).toMatch(/list="offered-export-orders" value="N4"/);
    expect(text).not.toContain('<option value="N5">');
  });

  it('says what became of it, and offers to send first what it waits for', async () => {
    const run = (await send('N4')).location!;
    await lab.work();
    expect((await owner.browser.get(run)).text).toMatch(/invoice N4<\/a>[\s\S]*has it[\s\S]*On with going live/);
    const { id } = (await lab.database.one<{ id: number }>(
      "select id from records where store_id = ? and record_key = 'N4'",
      [owner.store.id],
    ))!;
    await lab.database.run(
      "update outbox set state = 'waiting', reason = 'Waits for invoice N1, which goes first.' where installation_id = ? and record_id = ?",
      [app, id],
    );
    await lab.database.run(
      `insert into parent_waits (store_id, installation_id, task, record_key, child_task, child_id, seen)
       values (?, ?, 'export-orders', 'N1', 'export-orders', ?, 'pending')`,
      [owner.store.id, app, id],
    );
    const { text } = await owner.browser.get(run);
    expect(text).toContain('Waits for invoice N1, which goes first.');
    const form = new RegExp(
      `action="(${page()}/trial)"[\\s\\S]*?name="task" value="([^"]+)"[\\s\\S]*?name="record" value="([^"]+)"`,
    ).exec(text)!;
    expect(text).toContain('Send invoice N1 first');
    await owner.browser.post(form[1]!, { task: form[2]!, record: form[3]! });
    await lab.work();
    expect(sold()).toEqual(['C-N4', 'C-N1']);
  });

  it('is not sent again on going live, and the others go', async () => {
    await send('N4');
    await lab.work();
    await lab.database.run("update installations set state = 'live' where id = ?", [app]);
    await lab.run(owner, app, 'export-orders');
    expect(sold().sort()).toEqual(['C-N1', 'C-N4']);
  });

  it('is no first run that others would wait for', async () => {
    await send('N4');
    await lab.work();
    const row = await lab.database.one(
      "select first_done_at from schedules where installation_id = ? and task = 'export-orders'",
      [app],
    );
    expect(row).toEqual({ first_done_at: null });
  });

  it('sends nothing that a rule keeps back', async () => {
    await send('N2');
    await lab.work();
    expect(sold()).toEqual([]);
  });

  it('knows only what is there, and documents only', async () => {
    expect((await send('N404')).location).toBe(page());
    expect((await owner.browser.get(page())).text).toContain('There is nothing called N404 here.');
    expect((await send('')).location).toBe(page());
    expect((await send('FERN', 'import-goods')).status).toBe(404);
    expect((await send('N1', 'nothing')).status).toBe(404);
    expect(await lab.work()).toEqual([]);
  });

  it('is refused while the addon is paused', async () => {
    await lab.database.run(
      "update installations set paused_at = now(3), paused_because = 'Paused by you.' where id = ?",
      [app],
    );
    await send('N4');
    expect((await owner.browser.get(page())).text).toContain('Paused by you.');
    expect(await lab.work()).toEqual([]);
  });
});

it('shows what to connect next to whoever has nothing but a shop', async () => {
  const newcomer = await lab.hub.merchant('Only A Shop');
  await lab.install(newcomer, 'corner', { state: 'live' });
  expect((await newcomer.browser.get('/')).text).toMatch(/With what next\?[\s\S]*href="\/addons\/crates"/);
  await lab.install(newcomer, 'crates', { state: 'live' });
  expect((await newcomer.browser.get('/')).text).not.toContain('With what next?');
});

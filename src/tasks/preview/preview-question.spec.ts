import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Merchant } from '../../../test/support/hub.js';
import { Lab } from '../../mappings/test/lab.js';

const MANY = 40;

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
  ({ owner, shop, app } = await lab.furnish({ state: 'live' }));
});

const question = (installation: number, task: string) => `/installations/${installation}/tasks/${task}/question`;
const prices = () => question(shop, 'update-products');
const shelves = () => question(app, 'import-shelves');

/** The app raises every price after the shop has been told the old ones. */
async function raisePrices(): Promise<void> {
  for (let n = 0; n < MANY; n++) {
    lab.shop.list('products').push({ id: `p${n}`, sku: `SKU-${n}`, name: `Plant ${n}`, price: '10.00' });
    lab.app.list('goods').push({ id: `g${n}`, sku: `SKU-${n}`, title: `Plant ${n}`, price: '11.00' });
  }
  await lab.run(owner, shop, 'import-products');
  await lab.run(owner, app, 'import-goods');
  await lab.run(owner, shop, 'update-products');
  for (const [n, good] of lab.app.list('goods').entries()) good.price = n === 7 ? '99.00' : '12.00';
  await lab.run(owner, app, 'import-goods');
  await lab.run(owner, shop, 'update-products');
}

async function emptyShelves(): Promise<void> {
  for (let n = 0; n < MANY; n++)
    lab.app
      .list('shelves')
      .push({ id: `s${n}`, key: `SKU-${n}|SYD`, sku: `SKU-${n}`, warehouse: 'SYD', available: '5' });
  await lab.run(owner, app, 'import-shelves');
  lab.app.list('shelves').length = 10;
  await lab.run(owner, app, 'import-shelves');
}

const stock = async () =>
  lab.database.query(
    `select 1 from records where store_id = ? and type = 'stock-level' and json_value(body, '$.available') = '0'`,
    [owner.store.id],
  );

describe('a run that would change a great deal', () => {
  beforeEach(raisePrices);

  it('is closed to strangers', async () => {
    expect((await lab.hub.stranger().get(prices())).location).toContain('/sign-in');
    for (const browser of [stranger.browser, (await lab.hub.vendor()).browser]) {
      expect((await browser.get(prices())).status).toBe(404);
      expect((await browser.post(prices())).status).toBe(404);
    }
    expect(await lab.database.query('select 1 from change_questions where approved_at is not null')).toEqual([]);
  });

  it('asks before anything leaves, and shows how much and the largest of it', async () => {
    expect(lab.shop.list('products').every(({ price }) => price === '11')).toBe(true);
    const { text } = await owner.browser.get(prices());
    expect(text).toContain('<strong>40 of 40</strong>');
    expect(text).toMatch(/Largest changes[\s\S]*?<strong>SKU-7<\/strong>[\s\S]*?\+800 %/);
    expect((await owner.browser.get('/')).text).toContain('Corner Shop would change 40 of 40');
  });

  it('goes on once a person approves, and that is written down', async () => {
    expect((await owner.browser.post(prices())).location).toMatch(/^\/runs\/\d+$/);
    expect(await lab.work()).toMatchObject([{ state: 'done', sent: MANY }]);
    expect(lab.shop.list('products').find(({ id }) => id === 'p7')?.price).toBe('99');
    const entry = await lab.database.one('select action, after_json from audit_entries order by id desc limit 1');
    expect(entry).toEqual({ action: 'approved a run', after_json: { task: 'Update products', changes: MANY } });
    expect((await owner.browser.get(prices())).status).toBe(404);
    expect((await owner.browser.get('/')).text).not.toContain('would change');
  });

  it('keeps the approval when it can’t run at once', async () => {
    await lab.database.run(
      "update installations set paused_at = now(3), paused_because = 'Paused by you.' where id = ?",
      [shop],
    );
    expect((await owner.browser.post(prices())).location).toBe(prices());
    expect((await owner.browser.get(prices())).text).toMatch(/Approved for the next run[\s\S]*Paused by you\./);
  });
});

describe('an import that lacks a great deal', () => {
  beforeEach(emptyShelves);

  it('asks before it takes anything away, and names some of it', async () => {
    expect(await stock()).toHaveLength(0);
    expect((await stranger.browser.get(shelves())).status).toBe(404);
    const { text } = await owner.browser.get(shelves());
    expect(text).toContain('<strong>30 of 40</strong>');
    expect(text).toContain('<strong>SKU-12|SYD</strong>');
    expect(text).not.toContain('<strong>SKU-9|SYD</strong>');
    expect(text).toContain('And 10 more.');
    expect(text).toContain('their quantities become 0');
  });

  it('goes on once a person approves', async () => {
    await owner.browser.post(shelves());
    expect(await lab.work()).toMatchObject([{ state: 'done' }]);
    expect(await stock()).toHaveLength(30);
  });
});

it('a task that asks nothing has no such page', async () => {
  for (const task of ['import-goods', 'export-orders', 'nothing']) {
    expect((await owner.browser.get(question(app, task))).status).toBe(404);
    expect((await owner.browser.post(question(app, task))).status).toBe(404);
  }
});

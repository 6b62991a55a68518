import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Merchant } from '../../../test/support/hub.js';
import { Exchanges } from '../../connections/exchanges/exchanges.service.js';
import { order, SHOP_IMPORTS, stockUp } from '../../mappings/test/goods.js';
import { Lab } from '../../mappings/test/lab.js';

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
  await lab.run(owner, app, 'import-depots');
});

const preview = (installation: number, task: string, query = '') =>
  `/installations/${installation}/tasks/${task}/preview${query}`;

const see = async (installation: number, task: string, query = '') =>
  (await owner.browser.get(preview(installation, task, query))).text;

async function map(store: string, value: string): Promise<void> {
  await owner.browser.put(`/installations/${app}/maps/warehouses`, { 'store.0': store, 'app.0': value });
}

async function goLive(): Promise<void> {
  await lab.database.run("update installations set state = 'live' where id = ?", [app]);
}

/** What a request itself leaves behind: the session, and what counts requests to an app against its limits. */
const COUNTED = ['sessions', 'remote_tenants', 'tenant_slots', 'tenant_sends', 'quota_use', 'quota_days'];

async function checksums(): Promise<Record<string, string>> {
  // What earlier runs sent is kept beside their work, a moment later.
  await lab.hub.app.get(Exchanges).flush();
  const tables = await lab.database.query<{ name: string }>(
    'select table_name as name from information_schema.tables where table_schema = database()',
  );
  const names = tables.map(({ name }) => name).filter((name) => !COUNTED.includes(name));
  const rows = await lab.database.query<{ Table: string; Checksum: string }>(`checksum table ${names.join(', ')}`);
  return Object.fromEntries(rows.map(({ Table, Checksum }) => [Table.split('.').at(-1), String(Checksum)]));
}

describe('a preview', () => {
  it('is closed to strangers', async () => {
    expect((await lab.hub.stranger().get(preview(app, 'export-orders'))).location).toContain('/sign-in');
    for (const browser of [stranger.browser, (await lab.hub.staff()).browser, (await lab.hub.vendor()).browser])
      expect((await browser.get(preview(app, 'export-orders'))).status).toBe(404);
    expect((await owner.browser.get(preview(app, 'nothing'))).status).toBe(404);
  });

  it('writes nothing anywhere, and asks the apps only by GET', async () => {
    await map('SYD', 'S1');
    lab.shop.list('orders').push(order('N9', 'SYD'));
    lab.app.list('goods').push({ id: 'g9', sku: 'NEW', title: 'new' });
    for (const twin of [lab.shop, lab.app]) twin.asked.length = 0;
    const before = await checksums();
    expect(Object.keys(before).length).toBeGreaterThan(25);
    for (const [installation, plugin] of [
      [shop, lab.plugins.corner],
      [app, lab.plugins.crates],
    ] as const) {
      for (const { id } of plugin.manifest.tasks) {
        const { status, text } = await owner.browser.get(preview(installation, id));
        expect({ id, status, problem: text.includes('could not be made') }).toEqual({
          id,
          status: 200,
          problem: false,
        });
      }
    }
    expect(await checksums()).toEqual(before);
    const asked = [...lab.shop.asked, ...lab.app.asked];
    expect(asked.length).toBeGreaterThanOrEqual(7);
    expect(asked.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('would notice if something were written', async () => {
    const before = await checksums();
    await map('SYD', 'S1');
    const after = await checksums();
    expect(
      Object.keys(after)
        .filter((table) => after[table] !== before[table])
        .sort(),
    ).toEqual(['audit_entries', 'value_pairs']);
  });
});

describe('the preview of an export', () => {
  beforeEach(() => map('SYD', 'S1'));

  it('is turned through, twenty documents at a time', async () => {
    for (let at = 100; at < 130; at++) lab.shop.list('orders').push(order(`N${at}`, 'SYD'));
    await lab.run(owner, shop, ...SHOP_IMPORTS);
    const first = await see(app, 'export-orders');
    const next = /href="(\?leaf=2)" rel="next"/.exec(first)![1]!;
    const second = await see(app, 'export-orders', next);
    const all = /1 to 20 of (\d+)/.exec(first)![1]!;
    expect(second).toContain(`21 to ${all} of ${all}`);
    const parcels = [first, second].map((text) =>
      [...text.matchAll(/parcel">\s*<summary><strong>(.*?)<\/strong>/g)].map(([, reference]) => reference),
    );
    expect(parcels.map(({ length }) => length)).toEqual([20, Number(all) - 20]);
    expect(new Set(parcels.flat()).size).toBe(Number(all));
    const [{ id }] = (await lab.database.query<{ id: number }>(
      "select id from records where store_id = ? and type = 'invoice' order by id desc limit 1 offset 1",
      [owner.store.id],
    )) as [{ id: number }];
    const behind = await see(app, 'export-orders', `?after=${id}`);
    expect(behind.match(/<details class="card parcel">/g)).toHaveLength(1);
    expect(behind).toContain('From the first');
  });

  it('shows the very payloads that the next run sends', async () => {
    const text = await see(app, 'export-orders');
    const shown = [...text.matchAll(/<pre tabindex="0">([\s\S]*?)<\/pre>/g)].map(([, json]) =>
      JSON.parse(json!.replaceAll('&quot;', '"')),
    );
    await goLive();
    await lab.run(owner, app, 'export-orders');
    const sent = lab.app.list('sales').map((sale) => ({ ...sale, id: undefined }));
    expect(shown.length).toBeGreaterThan(0);
    expect(sent).toEqual(shown.map((payload) => ({ ...payload, id: undefined })));
  });

  it('says of each record that stays why it does', async () => {
    const text = await see(app, 'export-orders');
    for (const reason of [
      'Before the start date.',
      'Not dispatched yet.',
      'Map its warehouse first.',
      'Crates has blocked this customer.',
    ])
      expect(text).toContain(reason);
    expect(text).toContain('Exports start when you go live.');
  });

  it('puts batches together as a run would', async () => {
    await lab.database.run(`update installations set answers = json_set(answers, '$.mode', 'daily') where id = ?`, [
      app,
    ]);
    lab.shop.list('orders').push(order('N6', 'SYD'));
    await lab.run(owner, shop, 'import-orders');
    const text = await see(app, 'export-orders');
    expect(text).toMatch(/<strong>C-N1<\/strong>[\s\S]*of N1, N6/);
    // Records, as everywhere on this page and on the page before going live.
    expect(text).toMatch(/Would be sent<\/p>\s*<p class="stat-value">2<\/p>\s*<p class="stat-detail">as 1 document</);
    const { text: goingLive } = await owner.browser.get(`/installations/${app}/go-live`);
    expect(goingLive).toContain('2 would leave at once, as 1 document; 2 would not:');
  });

  it('takes a batch apart that the app refused, once one of its records has changed, as a run would', async () => {
    await lab.database.run(`update installations set answers = json_set(answers, '$.mode', 'daily') where id = ?`, [
      app,
    ]);
    lab.shop.list('orders').push(order('N6', 'SYD'));
    await lab.run(owner, shop, 'import-orders');
    await goLive();
    await lab.run(owner, app, 'export-orders');
    await lab.database.run(`update shipments set state = 'rejected', done = '{}' where installation_id = ?`, [app]);
    await lab.database.run(
      `update outbox o join records r on r.store_id = o.store_id and r.id = o.record_id
       set o.state = 'rejected', o.recheck = r.record_key = 'N6' where o.installation_id = ? and r.record_key in ('N1', 'N6')`,
      [app],
    );
    expect(await see(app, 'export-orders')).toMatch(/of N6, N1|of N1, N6/);
  });

  it('has nothing to show once everything has been sent', async () => {
    await goLive();
    await lab.run(owner, app, 'export-orders');
    const text = await see(app, 'export-orders');
    expect(text).not.toContain('<pre');
  });

  it('says that a person would be asked where what was sent has changed', async () => {
    await goLive();
    await lab.run(owner, app, 'export-orders');
    Object.assign(lab.shop.list('orders')[0]!, { total: '99.00' });
    await lab.run(owner, shop, 'import-orders');
    expect(await see(app, 'export-orders')).toContain('It was changed after it was sent: you would be asked.');
  });

  it('shows a bug of the connector as the reason of its record alone', async () => {
    lab.shop.list('orders').push(order('N8', 'SYD', { username: 'nobody' }));
    await lab.run(owner, shop, 'import-orders');
    const text = await see(app, 'export-orders');
    expect(text).toContain('The connector could not make it ready: a bug of the connector');
    expect(text).toContain('<strong>C-N1</strong>');
  });
});

describe('the preview of what a shop would be told', () => {
  beforeEach(() => lab.run(owner, app, 'import-goods'));

  it('compares with what the shop last said, field by field', async () => {
    const text = await see(shop, 'update-products');
    expect(text).toMatch(/<strong>FERN<\/strong>[\s\S]*<dt>Store price<\/dt><dd><del>10\.00<\/del> <ins>12\.00<\/ins>/);
    expect(text).toMatch(/Largest changes[\s\S]*FERN[\s\S]*\+20 %/);
  });

  it('compares with what it was told, once it was', async () => {
    await goLive();
    await lab.run(owner, shop, 'update-products');
    expect(await see(shop, 'update-products')).not.toContain('<ins>');
    Object.assign(lab.app.list('goods')[0]!, { price: '15.00' });
    await lab.run(owner, app, 'import-goods');
    const text = await see(shop, 'update-products');
    expect(text).toMatch(/<del>12\.00<\/del> <ins>15\.00<\/ins>/);
    expect(text).toContain('+25 %');
  });

  it('marks what the shop doesn’t have yet', async () => {
    lab.app.list('goods').push({ id: 'g9', sku: 'NEW', title: 'new', price: '5.00' });
    await lab.run(owner, app, 'import-goods');
    expect(await see(shop, 'update-products')).toMatch(/<strong>NEW<\/strong>[\s\S]{0,900}New<\/span>/);
  });
});

describe('the preview of an import', () => {
  it('says what would become of each row of the first page', async () => {
    const text = await see(app, 'import-goods');
    expect(text).toMatch(/<strong>FERN<\/strong>[\s\S]*<dt>Store price<\/dt><dd><del>10\.00<\/del> <ins>12\.00<\/ins>/);
    expect(text).toContain('Stays as it is here:');
    expect(text).toContain('It has no code. Give it one in Crates.');
    expect(text).toContain('1 more passed over');
  });

  it('names a refused row as a person knows it, or else by its id', async () => {
    lab.app
      .list('goods')
      .push(
        { id: '7d1f-a', sku: 'ROSE', title: 'Rose', price: 'dear' },
        { id: '7d1f-b', sku: '', title: '' },
        { id: '7d1f-c', title: { nested: true } },
      );
    const rows = (await see(app, 'import-goods')).match(/<strong>[^<]*<\/strong>(?=<\/td>\s*<td[^>]*>.*Refused)/g);
    expect(rows).toEqual(['NAMELESS', 'ROSE', '7d1f-b', '7d1f-c'].map((name) => `<strong>${name}</strong>`));
  });

  it('comes to what the run then comes to', async () => {
    lab.app.list('goods').push({ id: 'g9', sku: 'NEW', title: 'new', price: '5.00' });
    const number = (text: string, label: string) =>
      Number(new RegExp(`stat-label">${label}</p>\\s*<p class="stat-value">(\\d+)`).exec(text)?.[1]);
    const text = await see(app, 'import-goods');
    const [run] = await lab.run(owner, app, 'import-goods');
    expect({
      created: number(text, 'New'),
      updated: number(text, 'Changed'),
      unchanged: number(text, 'Unchanged'),
      failed: number(text, 'Refused'),
    }).toEqual({ created: run!.created, updated: run!.updated, unchanged: run!.unchanged, failed: run!.failed });
    expect(run!.created).toBe(1);
  });

  it('has nothing to change when it has just run', async () => {
    await lab.run(owner, app, 'import-depots');
    expect(await see(app, 'import-depots')).toContain('All of them are here as they are');
  });

  it('marks a connection that the app no longer accepts, as whatever else comes upon it, and leads to where it is mended', async () => {
    lab.app.open = false;
    const text = await see(app, 'import-goods');
    lab.app.open = true;
    expect(text).toMatch(
      /The preview could not be made: [^<]+<\/p><a class="btn btn-sm" href="[^"]+\/steps\/\d">Reconnect/,
    );
    expect(text).toContain('Needs reconnecting');
    const connection = await lab.database.one<{ state: string }>(
      'select c.state from connections c join installations i on i.connection_id = c.id where i.id = ?',
      [app],
    );
    expect(connection).toEqual({ state: 'needs-reconnecting' });
  });

  it('says so when the app can’t be asked', async () => {
    await lab.database.run(
      `update connections c join installations i on i.connection_id = c.id set c.state = 'needs-reconnecting', c.state_reason = 'The key has run out.' where i.id = ?`,
      [app],
    );
    expect(await see(app, 'import-goods')).toContain('The preview could not be made: The key has run out.');
  });
});

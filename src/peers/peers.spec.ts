import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { Connections } from '../connections/connections.service.js';
import { Outbound } from '../connections/outbound.js';
import { Hub, migrated } from '../connections/test/hub.js';
import { manifestOf } from '../sdk/host/index.js';
import { definePlugin, type PeerOverlap, type PeerPage, peerStore } from '../sdk/index.js';
import { tenantKeyOf } from './peer-key.js';
import { PeerStores } from './peer-stores.service.js';

const FERN = 1;
const STRANGER = 2;
const [MAIN, OUTLET, THIRD, THEIRS] = [11, 12, 13, 21] as const;

const reader = manifestOf(
  definePlugin({
    id: 'reader',
    name: 'Reader',
    version: '1.0.0',
    sdk: '^1',
    listing: { summary: 's', about: [], category: 'c', icon: 'icon.svg', moves: { in: [], out: [] } },
    connection: peerStore({ reads: ['invoice'], checks: [] }),
  }),
);

let database: TestDatabase;
let hub: Hub;

beforeAll(async () => {
  database = await testDatabase();
  await migrated(database.url);
  hub = await Hub.start(database.url);
  const at = new Date('2026-11-01T00:00:00Z');
  await hub.database.run('insert into accounts (id, name, created_at) values ?', [
    [
      [FERN, 'Fern & Fig', at],
      [STRANGER, 'Stranger', at],
    ],
  ]);
  await hub.database.run('insert into stores (id, account_id, name, time_zone, currency, created_at) values ?', [
    [
      [MAIN, FERN, 'Main', 'Australia/Sydney', 'AUD', at],
      [OUTLET, FERN, 'Outlet', 'Australia/Perth', 'AUD', at],
      [THIRD, FERN, 'Third', 'Australia/Perth', 'AUD', at],
      [THEIRS, STRANGER, 'Theirs', 'Pacific/Auckland', 'NZD', at],
    ],
  ]);
});
beforeEach(async () => {
  for (const table of ['connections', 'installations', 'records', 'links', 'store_shares']) {
    await hub.database.run(`delete from ${table}`);
  }
});
afterAll(async () => {
  await hub?.stop();
  await database?.drop();
});

let lastId = 100;

/** `store` takes records from `source`, by an installation of its own. */
async function connect(store: number, source: number): Promise<number> {
  const tenant = { key: tenantKeyOf(source), name: `store ${source}` };
  const accountId = store === THEIRS ? STRANGER : FERN;
  const { id } = await hub
    .get(Connections)
    .save(accountId, { plugin: reader, credentials: { store: String(source) }, tenant });
  await hub.database.run(
    `insert into installations (store_id, id, plugin, name, state, step, connection_id, answers, advanced, created_at)
     values (?, ?, 'reader', 'Reader', 'live', 1, ?, '{}', '{}', now(3))`,
    [store, ++lastId, id],
  );
  return id;
}

async function hold(store: number, key: string, at = '2026-11-02T00:00:00Z', more: object = {}): Promise<number> {
  const id = ++lastId;
  await hub.database.run(
    `insert into records (store_id, id, type, record_key, number, body, changed_at) values (?, ?, 'invoice', ?, ?, ?, ?)`,
    [store, id, key, key, JSON.stringify({ number: key, total: '1', ...more }), new Date(at)],
  );
  return id;
}

async function ask<T>(store: number, connectionId: number, path: string, query: Record<string, number | string> = {}) {
  const signal = new AbortController().signal;
  const use = { storeId: store, installationId: 7, manifest: reader, signal, writes: true };
  const { status, body } = await hub
    .get(Outbound)
    .open({ connectionId, ...use })
    .http({ path, query });
  return { status, body: JSON.parse(body) as T };
}

describe('a store may read', () => {
  const choices = async (store: number) => (await hub.get(PeerStores).choices(store)).map(({ name }) => name);

  it('the other stores of its merchant, not those of strangers', async () => {
    expect(await choices(MAIN)).toEqual(['Outlet', 'Third']);
    expect(await choices(THEIRS)).toEqual([]);
  });

  it('what another merchant shares, until that is withdrawn', async () => {
    await hub.database.run(
      `insert into store_shares (store_id, token_hash, offered_by, offered_at, expires_at, account_id) values (?, ?, 1, now(3), now(3), ?)`,
      [THEIRS, Buffer.alloc(32), FERN],
    );
    expect(await choices(MAIN)).toEqual(['Outlet', 'Third', 'Theirs']);
    const connection = await connect(MAIN, THEIRS);
    expect((await ask(MAIN, connection, 'store')).body).toMatchObject({ name: 'Theirs', currency: 'NZD' });
    await hub.database.run('update store_shares set withdrawn_at = now(3)');
    const refused = await ask<{ message: string }>(MAIN, connection, 'store');
    expect(refused.status).toBe(403);
    expect(refused.body.message).toContain('does not share its records');
  });

  it('nothing in a circle, however long', async () => {
    await connect(OUTLET, MAIN);
    expect(await choices(MAIN)).toEqual(['Third']);
    await connect(THIRD, OUTLET);
    expect(await choices(MAIN)).toEqual([]);
    await expect(hub.get(PeerStores).mayRead(MAIN, THIRD)).rejects.toThrow('go round in a circle');
    await hub.database.run("update installations set state = 'uninstalled'");
    expect(await choices(MAIN)).toEqual(['Outlet', 'Third']);
  });

  it('no store that was typed by hand', async () => {
    const connection = await connect(MAIN, THEIRS);
    expect((await ask(MAIN, connection, 'records/invoice', { limit: 1 })).status).toBe(403);
  });
});

describe('records of the other store', () => {
  it('come in the order in which they changed, page by page', async () => {
    const connection = await connect(MAIN, OUTLET);
    for (const [key, at] of [
      ['B3', '03'],
      ['B1', '01'],
      ['B2', '01'],
    ] as const)
      await hold(OUTLET, key, `2026-11-${at}T00:00:00Z`);
    await hold(THIRD, 'C1');
    const keys: string[] = [];
    for (let after: string | undefined = '0.0', pages = 0; after !== undefined && pages < 10; pages++) {
      const page: { body: PeerPage } = await ask<PeerPage>(MAIN, connection, 'records/invoice', { after, limit: 1 });
      keys.push(...page.body.rows.map(({ key }) => key));
      after = page.body.next;
    }
    expect(keys).toEqual(['B1', 'B2', 'B3']);
    const since = Date.parse('2026-11-02T00:00:00Z');
    const changed = await ask<PeerPage>(MAIN, connection, 'records/invoice', { since, limit: 10 });
    expect(changed.body.rows).toMatchObject([{ key: 'B3', body: { number: 'B3', total: '1' }, taken: false }]);
  });

  it('have prices with or without tax as their own store has them, where they don’t say', async () => {
    const connection = await connect(MAIN, OUTLET);
    await hold(OUTLET, 'B1');
    await hold(OUTLET, 'B2', undefined, { taxInclusive: true });
    const stated = async () => {
      const { body } = await ask<PeerPage>(MAIN, connection, 'records/invoice', { limit: 10 });
      return body.rows.map((row) => row.body.taxInclusive);
    };
    expect(await stated()).toEqual([undefined, true]);
    await hub.database.run('update stores set tax_inclusive = 0 where id = ?', [OUTLET]);
    expect(await stated()).toEqual([false, true]);
    await hub.database.run('update stores set tax_inclusive = null where id = ?', [OUTLET]);
  });

  it('are taken where the reader has one of its own by the same key, not where it came from there', async () => {
    const connection = await connect(MAIN, OUTLET);
    const [fed] = [await hold(OUTLET, 'B1'), await hold(OUTLET, 'N1')];
    const own = await hold(MAIN, 'B1');
    await hold(MAIN, 'N1');
    await hub.database.run(
      `insert into links (store_id, connection_id, type, remote_id, record_id) values (?, ?, 'invoice', ?, ?)`,
      [MAIN, connection, String(fed), own],
    );
    const { body } = await ask<PeerPage>(MAIN, connection, 'records/invoice', { limit: 10 });
    expect(body.rows.map(({ key, taken }) => [key, taken])).toEqual([
      ['B1', false],
      ['N1', true],
    ]);
    expect((await ask<PeerOverlap>(MAIN, connection, 'overlap/invoice')).body).toEqual({
      count: 1,
      examples: ['N1'],
      newest: { here: 'N1', there: 'N1', fed: [] },
    });
  });

  it('count for the store that named them, not for one that took them', async () => {
    const [fromOutlet, fromThird] = [await connect(MAIN, OUTLET), await connect(MAIN, THIRD)];
    await hold(MAIN, 'N1', '2026-11-01T00:00:00Z');
    for (const [connection, key] of [
      [fromOutlet, 'B1'],
      [fromThird, 'C1'],
    ] as const) {
      const taken = await hold(MAIN, key, '2026-11-05T00:00:00Z');
      await hub.database.run(
        `insert into links (store_id, connection_id, type, remote_id, record_id) values (?, ?, 'invoice', ?, ?)`,
        [MAIN, connection, key, taken],
      );
    }
    await hold(OUTLET, 'B1');
    const { body } = await ask<PeerOverlap>(MAIN, fromOutlet, 'overlap/invoice');
    expect(body.newest).toEqual({ here: 'N1', there: 'B1', fed: [{ store: 'store 13', key: 'C1' }] });
  });

  it('say so where their order is called as one of the reader’s own, and not where it came from there', async () => {
    const connection = await connect(MAIN, OUTLET);
    const fed = await hold(OUTLET, 'B1');
    const own = await hold(MAIN, 'B1');
    for (const key of ['N1', 'B1', 'B2']) await hold(OUTLET, `return of ${key}`, undefined, { invoice: key });
    await hold(MAIN, 'N1');
    await hub.database.run(
      `insert into links (store_id, connection_id, type, remote_id, record_id) values (?, ?, 'invoice', ?, ?)`,
      [MAIN, connection, String(fed), own],
    );
    const { body } = await ask<PeerPage>(MAIN, connection, 'records/invoice', { limit: 10 });
    expect(body.rows.flatMap(({ key, orderTaken }) => (orderTaken ? [key] : []))).toEqual(['return of N1']);
  });

  it('of a type that the plugin did not declare do not exist', async () => {
    const connection = await connect(MAIN, OUTLET);
    for (const path of ['records/payment', 'overlap/customer', 'records', 'elsewhere/invoice']) {
      expect((await ask(MAIN, connection, path)).status, path).toBe(404);
    }
  });

  it('leave a trace in the log as any app’s do', async () => {
    const connection = await connect(MAIN, OUTLET);
    await ask(MAIN, connection, 'store');
    const signal = new AbortController().signal;
    const use = { storeId: MAIN, installationId: 7, manifest: reader, signal, writes: true };
    const answer = await hub
      .get(Outbound)
      .open({ connectionId: connection, ...use })
      .http({ path: 'store' });
    expect((await hub.exchange(answer.exchange, MAIN)).url).toBe('https://peer-store.invalid/store');
  });
});

it('is no way to write', async () => {
  const connection = await connect(MAIN, OUTLET);
  const signal = new AbortController().signal;
  const use = { storeId: MAIN, installationId: 7, manifest: reader, signal, writes: true };
  const door = hub.get(Outbound).open({ connectionId: connection, ...use });
  expect((await door.http({ method: 'POST', path: 'records/invoice', json: {} })).status).toBe(405);
});

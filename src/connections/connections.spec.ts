import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.js';
import { NeedsPerson, Reconnect, type Tenant } from '../sdk/index.js';
import { AnotherTenant, Connections } from './connections.service.js';
import { acme, CREDENTIALS, HOST } from './test/acme.js';
import { App } from './test/app.js';
import { Hub, migrated } from './test/hub.js';
import { Vault } from './vault.js';

let database: TestDatabase;
let app: App;
let hub: Hub;
let connections: Connections;
const fern: Tenant = { key: 'guid-1', name: 'Fern & Fig' };
const moss: Tenant = { key: 'guid-2', name: 'Moss' };

beforeAll(async () => {
  database = await testDatabase();
  await migrated(database.url);
  app = await App.start();
  hub = await Hub.start(database.url, { settings: { endpoints: [`${HOST}=${app.address}`] } });
  connections = hub.get(Connections);
});
beforeEach(async () => {
  app.received.length = 0;
  await hub.database.run('delete from connections');
});
afterAll(async () => {
  await hub?.stop();
  await app?.stop();
  await database?.drop();
});

const save = (tenant = fern, credentials: Record<string, string> = CREDENTIALS, account = 1) =>
  connections.save(account, { plugin: acme(), credentials, tenant });

describe('a connection', () => {
  it('is kept with what may be shown, and nothing that may not', async () => {
    const { id } = await save();
    const connection = await connections.get(id);
    expect(connection).toMatchObject({
      accountId: 1,
      plugin: 'acme',
      tenantKey: 'guid-1',
      tenantName: 'Fern & Fig',
      state: 'connected',
      visible: { id: CREDENTIALS.id },
    });
    expect(JSON.stringify(connection)).not.toContain(CREDENTIALS.key.slice(0, 8));
    expect(connection!.credentials).toBeUndefined();
  });

  it('does not exist for another account', async () => {
    const { id } = await save();
    expect(await connections.find(1, id)).toMatchObject({ id });
    expect(await connections.find(2, id)).toBeNull();
    expect(await connections.ofAccount(2)).toEqual([]);
  });

  it('is one and the same when the same company is connected again, even twice at once', async () => {
    const first = await Promise.all([save(), save(), save()]);
    const again = await save(fern, { ...CREDENTIALS, key: 'newer' });
    expect(new Set([...first, again].map(({ id }) => id)).size).toBe(1);
    expect((await hub.get(Vault).open(again.id)).credentials.key).toBe('newer');
    expect(await connections.ofAccount(1, 'acme')).toHaveLength(1);
  });

  it('is another one for another company, another account, or a name that only looks alike', async () => {
    const all = [
      await save(),
      await save(moss),
      await save(fern, CREDENTIALS, 2),
      await save({ ...fern, key: 'GUID-1' }),
    ];
    expect(new Set(all.map(({ id }) => id)).size).toBe(4);
  });
});

it('is gone with its credentials once it is removed', async () => {
  const { id } = await save();
  await connections.remove(id);
  expect(await connections.get(id)).toBeNull();
  await expect(hub.get(Vault).open(id)).rejects.toThrow('This connection is gone. Connect again.');
});

describe('reconnecting', () => {
  it('takes new credentials of the same company and works again', async () => {
    const { id } = await save();
    await connections.markNeedsReconnecting(id, 'The key was withdrawn.');
    const newer = { ...CREDENTIALS, key: 'newer' };
    const mended = await connections.reconnect(id, {
      plugin: acme(),
      credentials: newer,
      tenant: { ...fern, name: 'Fern' },
    });
    expect(mended).toMatchObject({ id, state: 'connected', stateReason: null, tenantName: 'Fern' });
    expect((await hub.get(Vault).open(id)).credentials).toEqual(newer);
  });

  it('refuses another company’s credentials, names both, and changes nothing', async () => {
    const { id } = await save();
    await connections.markNeedsReconnecting(id, 'The key was withdrawn.');
    const reconnecting = connections.reconnect(id, {
      plugin: acme(),
      credentials: { ...CREDENTIALS, key: 'x' },
      tenant: moss,
    });
    await expect(reconnecting).rejects.toThrow(AnotherTenant);
    await expect(reconnecting).rejects.toThrow(/belong to Moss, but this connection is to Fern & Fig/);
    expect(await connections.get(id)).toMatchObject({ state: 'needs-reconnecting', tenantName: 'Fern & Fig' });
    expect((await hub.get(Vault).open(id)).credentials).toEqual(CREDENTIALS);
  });
});

describe('the state of a connection', () => {
  it('stops what uses it, and says why', async () => {
    const [one, two] = [await save(), await save(moss)];
    await connections.markNeedsReconnecting(one.id, 'The key was withdrawn.');
    await expect(hub.open(one.id).http({ path: 'x' })).rejects.toThrow(new Reconnect('The key was withdrawn.'));
    await hub.open(two.id).http({ path: 'x' });
    expect(app.received).toHaveLength(1);
  });

  it('keeps the beginning and the first reason while it lasts', async () => {
    const { id } = await save();
    await connections.markNeedsReconnecting(id, 'first');
    const before = await connections.get(id);
    await connections.markNeedsReconnecting(id, 'second');
    expect(await connections.get(id)).toEqual(before);
    await connections.markConnected(id);
    expect(await connections.get(id)).toMatchObject({ state: 'connected', stateReason: null });
  });

  it('is not spoilt by a run that began with older credentials', async () => {
    const { id, testedAt } = await save();
    await connections.markNeedsReconnecting(id, 'late', new Date(testedAt.getTime() - 1000));
    expect(await connections.get(id)).toMatchObject({ state: 'connected' });
    await connections.markNeedsReconnecting(id, 'in time', new Date(testedAt.getTime() + 1000));
    expect(await connections.get(id)).toMatchObject({ state: 'needs-reconnecting', stateReason: 'in time' });
  });

  it('is for a person to mend when the connection is gone', async () => {
    await expect(hub.open(987654).http({ path: 'x' })).rejects.toThrow(NeedsPerson);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import inkwell from '../../test/plugins/inkwell/plugin.js';
import type { Merchant } from '../../test/support/hub.js';
import { Clock } from '../clock/clock.js';
import { Connections } from '../connections/connections.service.js';
import { Inkwell } from '../connections/oauth/test/inkwell-hub.js';
import { manifestOf } from '../sdk/host/index.js';
import { ConnectionUpkeep } from './connect/connection-upkeep.js';
import type { Installation } from './installation.entity.js';
import { InstallationLife } from './installation-life.service.js';
import { type House, startHouse } from './test/house.js';

let app: Inkwell;
let house: House;
let mia: Merchant;
let one: Installation;
let connectionId: number;

beforeAll(async () => {
  app = await Inkwell.open(new Clock());
  const { endpoints = [], oauthClients = [] } = app.settings;
  house = await startHouse({ ENDPOINTS: endpoints.join(','), OAUTH_CLIENTS: oauthClients.join(',') }, [inkwell]);
});
afterAll(async () => {
  await house?.stop();
  await app?.stop();
});
beforeEach(async () => {
  app.forget();
  app.twin.held.consents = {};
  mia = await house.hub.merchant();
  const grant = app.consent(Date.now());
  const [seat] = Object.values(app.twin.held.consents)[0]!.seats;
  const tenant = { key: seat!.key, name: seat!.name, data: { seat: seat!.id } };
  const passed = { plugin: manifestOf(inkwell), credentials: {}, tenant, grant };
  connectionId = (await house.hub.app.get(Connections).save(mia.store.accountId, passed)).id;
  one = await installed();
});

const life = () => house.hub.app.get(InstallationLife);
const upkeep = () => house.hub.app.get(ConnectionUpkeep);
const consent = () => Object.values(app.twin.held.consents)[0]!;
const tokens = () =>
  house.database.query<{ generation: number }>('select * from connection_tokens where connection_id = ?', [
    connectionId,
  ]);
const connection = async () => (await house.hub.app.get(Connections).get(connectionId))!;

async function installed(storeId = mia.store.id): Promise<Installation> {
  const shop = await life().install({ id: storeId }, 'shopfront');
  await mia.browser.post(`/installations/${shop.id}/steps/1`, { shop: 'fern', key: `shop${shop.id}` });
  const it = await life().install({ id: storeId }, 'inkwell');
  await mia.browser.post(`/installations/${it.id}/steps/1`, { _connection: String(connectionId) });
  return (await life().find(storeId, it.id))!;
}

async function secondStore(): Promise<number> {
  await mia.browser.post('/stores', { name: 'Second', timeZone: 'Pacific/Auckland', currency: 'NZD' });
  const sql = "select id from stores where account_id = ? and name = 'Second'";
  return (await house.database.one<{ id: number }>(sql, [mia.store.accountId]))!.id;
}

const uninstall = (it: Installation) => mia.browser.delete(`/installations/${it.id}`, { confirm: it.name });

describe('uninstalling', () => {
  it('disconnects when the last installation lets go, and forgets the tokens', async () => {
    const two = await installed(await secondStore());
    await uninstall(one);
    expect([consent().seats.length, (await tokens()).length, (await connection()).state]).toEqual([2, 1, 'connected']);
    const page = await mia.browser.get(`/installations/${two.id}/removal`);
    expect(page.text).toContain('Inkwell is told that you have disconnected');
    await uninstall(two);
    expect(consent().seats.map(({ key }) => key)).toEqual(['org-moss']);
    expect(consent().ended).toBe(true);
    expect(await tokens()).toEqual([]);
    expect((await connection()).state).toBe('needs-reconnecting');
    expect(app.asked).toEqual(expect.arrayContaining([expect.stringMatching(/^DELETE \/seats\//), 'POST /revoke']));
  });

  it('leaves the company connected that another merchant is connected to as well', async () => {
    const passed = { plugin: manifestOf(inkwell), credentials: {}, tenant: { key: 'org-fern', name: 'Fern' } };
    const grant = app.consent(Date.now());
    const theirs = (await house.hub.app.get(Connections).save(4711, { ...passed, grant })).id;
    await uninstall(one);
    expect([await tokens(), consent().seats.length]).toEqual([[], 2]);
    expect(app.asked.filter((asked) => asked.startsWith('DELETE'))).toEqual([]);
    await house.hub.app.get(Connections).remove(theirs);
  });

  it('is not held up by an app that can’t be told, which is tried again', async () => {
    app.through = async (request, answer) =>
      request.method === 'DELETE' ? Response.json({}, { status: 500 }) : answer(request);
    expect((await uninstall(one)).status).toBe(303);
    expect((await life().find(one.storeId, one.id))!.state).toBe('uninstalled');
    expect((await mia.browser.get('/addons')).text).toContain('could not be told yet');
    expect(await tokens()).toHaveLength(1);
    await upkeep().sayGoodbye();
    expect(await tokens()).toHaveLength(1);
    app.through = undefined;
    await house.database.run('update connection_tokens set leave_at = now(3) - interval 1 minute');
    await upkeep().sayGoodbye();
    expect(await tokens()).toEqual([]);
    expect(consent().ended).toBe(true);
  });

  it('is undone for a connection that somebody uses again meanwhile', async () => {
    app.through = async (request, answer) =>
      request.method === 'DELETE' ? Response.json({}, { status: 500 }) : answer(request);
    await uninstall(one);
    app.forget();
    await installed(await secondStore());
    await house.database.run('update connection_tokens set leave_at = now(3) - interval 1 minute');
    await upkeep().sayGoodbye();
    expect(app.asked).not.toContain('POST /revoke');
    expect(await tokens()).toMatchObject([{ leaving_since: null, leave_at: null }]);
  });

  it('has nothing to say where the app has ended the access already', async () => {
    app.twin.registry.endAll();
    await house.hub.app.get(Connections).markNeedsReconnecting(connectionId, 'Ended.');
    await uninstall(one);
    expect(await tokens()).toEqual([]);
  });

  it('is connected again in one go when it is taken up again', async () => {
    await uninstall(one);
    const again = await life().install(mia.store, 'inkwell', undefined, { again: one.id });
    expect((await mia.browser.get(`/installations/${again.id}/steps/1`)).text).toContain('Reconnect');
  });
});

describe('a connection that nobody uses', () => {
  it('is kept alive once a day, and left alone until then', async () => {
    // Of this connection only: what earlier ones began in the background may still be asking for tokens.
    const renewed = async () => [(await tokens())[0]!.generation, consent().count];
    const [before] = await renewed();
    await upkeep().daily();
    expect(await renewed()).toEqual([before, 0]);
    await house.database.run(
      'update connection_tokens set refreshed_at = now(3) - interval 24 hour where connection_id = ?',
      [connectionId],
    );
    await upkeep().daily();
    await upkeep().daily();
    expect(await renewed()).toEqual([before! + 1, 1]);
  });
});

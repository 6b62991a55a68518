import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { Reconnect, TryLater } from '../../sdk/index.js';
import { Connections } from '../connections.service.js';
import { Seals } from '../seals/seals.js';
import { Hub, migrated } from '../test/hub.js';
import { QuickClock } from '../test/quick-clock.js';
import { connect, doorTo, Inkwell } from './test/inkwell-hub.js';
import { TokenTable } from './token-table.js';

const MINUTE = 60_000;
const key = (name: string) => `${name}:${randomBytes(32).toString('base64')}`;
const KEYS = [key('first')];
const clock = new QuickClock();
const lines: string[] = [];
let database: TestDatabase;
let app: Inkwell;
let hub: Hub;
let other: Hub;
let id: number;

beforeAll(async () => {
  database = await testDatabase();
  await migrated(database.url);
  app = await Inkwell.open(clock);
  const settings = { ...app.settings, secretKeys: KEYS };
  hub = await Hub.start(database.url, { clock, settings, lines });
  other = await Hub.start(database.url, { clock, settings, lines });
});
beforeEach(async () => {
  app.forget();
  await hub.database.run('delete from connections');
  await hub.database.run('delete from connection_tokens');
  await hub.database.run('delete from exchanges');
  id = await connect(hub, app.consent(clock.now()));
  Object.assign(app.twin.registry, { refreshes: 0, refusals: 0 });
});
afterAll(async () => {
  await hub?.stop();
  await other?.stop();
  await app?.stop();
  await database?.drop();
});

const items = (at = hub) => doorTo(at, id).http({ path: 'items' });
const kept = () => hub.get(TokenTable).read(id);
const state = async () => (await hub.get(Connections).get(id))!.state;
const asked = (what: string) => app.asked.filter((one) => one.endsWith(what)).length;

describe('a token', () => {
  it('signs each request and is left alone while it holds', async () => {
    for (let times = 0; times < 3; times++) expect(await items()).toMatchObject({ status: 200 });
    expect(asked('/token')).toBe(0);
  });

  it('is renewed ahead of its end, once for everybody in all processes', async () => {
    clock.pass(26 * MINUTE);
    const answers = await Promise.all(Array.from({ length: 60 }, (_, at) => items(at % 2 ? hub : other)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(app.twin.registry).toMatchObject({ refreshes: 1, refusals: 0 });
    expect(asked('/token')).toBe(1);
  });

  it('is waited for by everybody once it has ended', async () => {
    clock.pass(31 * MINUTE);
    const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => items(at % 2 ? hub : other)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect([app.twin.registry.refreshes, app.peak]).toEqual([1, 1]);
  });

  it('is stored before it is used', async () => {
    clock.pass(31 * MINUTE);
    const before = await kept();
    let stored: string | undefined;
    let used: string | null = null;
    app.through = async (request, answer) => {
      if (request.url.endsWith('/items')) {
        used = request.headers.get('authorization');
        stored = (await kept())!.access;
      }
      return answer(request);
    };
    await items();
    expect(stored).not.toBe(before!.access);
    expect(used).toBe(`Bearer ${stored}`);
    expect((await kept())!.refresh).not.toBe(before!.refresh);
  });

  it('survives that the answer to a refresh is lost', async () => {
    clock.pass(31 * MINUTE);
    let lost = 0;
    app.through = async (request, answer) => {
      const isToken = request.url.endsWith('/token');
      const given = await answer(request);
      return isToken && lost++ < 2 ? 'drop' : given;
    };
    expect(await items()).toMatchObject({ status: 200 });
    expect(app.twin.registry).toMatchObject({ refreshes: 3, refusals: 0 });
    expect(await state()).toBe('connected');
  });

  it('survives that two answers have crossed', async () => {
    const { refresh: first } = (await kept())!;
    clock.pass(31 * MINUTE);
    await items();
    // Somebody spends the one before once more, within its grace: ours counts no more.
    app.twin.registry.byRefresh(first!);
    clock.pass(26 * MINUTE);
    expect(await items()).toMatchObject({ status: 200 });
    expect(await state()).toBe('connected');
  });

  it('is not lost with a process that died while it was renewing it', async () => {
    clock.pass(31 * MINUTE);
    await hub.database.run(
      "update connection_tokens set lease_holder = 'dead', lease_until = now(3) + interval 300000 microsecond",
    );
    expect(await items()).toMatchObject({ status: 200 });
    expect(app.twin.registry.refreshes).toBe(1);
  });
});

describe('a token that the app refuses', () => {
  it('is renewed once, and the request repeated once, whatever it is', async () => {
    await items();
    app.twin.registry.expire();
    app.forget();
    expect(await doorTo(hub, id).http({ path: 'items', method: 'POST', body: 'x' })).toMatchObject({ status: 200 });
    expect(app.asked).toEqual(['POST /v1/items', 'POST /token', 'POST /v1/items']);
  });

  it('is renewed once for everybody it is refused to', async () => {
    await Promise.all([items(), items(other)]);
    app.twin.registry.expire();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => items(at % 2 ? hub : other)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(app.twin.registry.refreshes).toBe(1);
  });

  it('never leads round in a circle', async () => {
    app.through = async (request, answer) =>
      request.url.endsWith('/items') ? Response.json({}, { status: 401 }) : answer(request);
    await expect(items()).rejects.toThrow(Reconnect);
    expect(app.asked).toEqual(['GET /v1/items', 'POST /token', 'GET /v1/items']);
  });
});

describe('a consent that has ended', () => {
  it('needs reconnecting, and nothing asks the app again', async () => {
    app.twin.registry.endAll();
    clock.pass(31 * MINUTE);
    await expect(items()).rejects.toThrow(/Reconnect to go on/);
    expect(await state()).toBe('needs-reconnecting');
    app.forget();
    await expect(items()).rejects.toThrow(Reconnect);
    await expect(items(other)).rejects.toThrow(Reconnect);
    expect(app.asked).toEqual([]);
  });

  it('is found to be renewed, should a person have reconnected in this very moment', async () => {
    app.twin.registry.endAll();
    clock.pass(31 * MINUTE);
    app.through = async (request, answer) => {
      const given = await answer(request);
      if (request.url.endsWith('/token') && given.status === 400) await connect(other, app.consent(clock.now()));
      return given;
    };
    expect(await items()).toMatchObject({ status: 200 });
    expect(await state()).toBe('connected');
  });

  it('is forgotten by every process once a person has given a new one', async () => {
    await Promise.all([items(), items(other)]);
    app.twin.registry.endAll();
    await connect(hub, app.consent(clock.now()));
    expect([(await items()).status, (await items(other)).status]).toEqual([200, 200]);
  });

  it('does not write over what a person has brought meanwhile', async () => {
    clock.pass(31 * MINUTE);
    const fresh = app.consent(clock.now());
    app.through = async (request, answer) => {
      const given = await answer(request);
      if (request.url.endsWith('/token')) await connect(other, fresh);
      return given;
    };
    await items();
    expect((await kept())!.access).toBe(fresh.tokens.access);
  });
});

describe('trouble at the token address', () => {
  const broken = (status: number) => {
    app.through = async (request, answer) =>
      request.url.endsWith('/token')
        ? Response.json({ error: 'temporarily_unavailable' }, { status })
        : answer(request);
  };

  it('is no trouble while the token still holds, and isn’t made worse', async () => {
    clock.pass(26 * MINUTE);
    broken(503);
    for (let times = 0; times < 5; times++) expect(await items()).toMatchObject({ status: 200 });
    expect(asked('/token')).toBeLessThanOrEqual(3);
    expect(await state()).toBe('connected');
  });

  it('means to try later once the token has ended, and then it goes on by itself', async () => {
    clock.pass(31 * MINUTE);
    broken(503);
    await expect(items()).rejects.toThrow(TryLater);
    expect(await state()).toBe('connected');
    app.through = undefined;
    clock.pass(MINUTE);
    expect(await items()).toMatchObject({ status: 200 });
  });

  it('is told to whoever runs the hub where its client is at fault', async () => {
    clock.pass(31 * MINUTE);
    app.through = async (request, answer) =>
      request.url.endsWith('/token') ? Response.json({ error: 'invalid_client' }, { status: 401 }) : answer(request);
    await expect(items()).rejects.toThrow(/OAUTH_CLIENTS/);
    expect(await state()).toBe('connected');
    clock.pass(MINUTE);
  });
});

it('asks again for a token of a merchant’s own client', async () => {
  id = await connect(hub, app.ownClient(clock.now()));
  clock.pass(31 * MINUTE);
  expect(await items()).toMatchObject({ status: 200 });
  expect(app.asked).toEqual(['POST /token', 'GET /v1/items']);
});

it('is sealed anew when the keys change', async () => {
  const before = await kept();
  const newer = await Hub.start(database.url, {
    clock,
    settings: { ...app.settings, secretKeys: [key('newer'), ...KEYS] },
  });
  try {
    await newer.get(Seals).rotate();
    expect(await newer.get(TokenTable).read(id)).toEqual(before);
    await expect(kept()).rejects.toThrow(/newer/);
  } finally {
    await newer.stop();
  }
});

it('keeps no secret in exchanges, log lines or errors', async () => {
  const before = await kept();
  clock.pass(31 * MINUTE);
  const door = doorTo(hub, id);
  await door.http({ path: 'items' });
  const after = await kept();
  expect(door.strikeOut(`I saw ${after!.access}`)).toBe('I saw •••');
  await door.flush();
  const rows = await hub.database.query<{ id: number; url: string }>('select id, url from exchanges');
  const exchanges = await Promise.all(rows.map((row) => hub.exchange(row.id)));
  const everything = JSON.stringify(exchanges) + lines.join('\n');
  expect(everything).toContain('id.inkwell.test/token');
  expect(everything).toContain('grant_type=refresh_token');
  const secrets = [before!.access, before!.refresh, after!.access, after!.refresh, 'hub-s3cret-of-tests'];
  for (const secret of secrets) expect(everything).not.toContain(secret);
  const raw = JSON.stringify(await hub.database.query('select * from connection_tokens'));
  for (const secret of secrets) expect(raw).not.toContain(secret);
});

import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { Clock } from '../../clock/clock.js';
import { strikerOf } from '../strike-out.js';
import { eventually } from '../test/eventually.js';
import { Hub, migrated } from '../test/hub.js';
import { KEPT_BYTES } from './bodies.js';
import type { Sent } from './exchange.js';
import { Exchanges } from './exchanges.service.js';

let database: TestDatabase;
let hub: Hub;
let exchanges: Exchanges;
const DAY = 86_400_000;
let now = Date.UTC(2026, 10, 22);
const clock = Object.assign(new Clock(), { now: () => now });

beforeAll(async () => {
  database = await testDatabase();
  await migrated(database.url);
  hub = await Hub.start(database.url, { clock, settings: { logRetentionDays: 30 } });
  exchanges = hub.get(Exchanges);
});
afterAll(async () => {
  await hub?.stop();
  await database?.drop();
});

const sent = (more: Partial<Sent> = {}): Sent => ({
  storeId: 3,
  installationId: 7,
  at: clock.date(),
  ms: 12.6,
  method: 'GET',
  url: 'https://a.example/x',
  requestHeaders: { accept: '*/*' },
  status: 200,
  answerHeaders: { 'content-type': 'text/plain' },
  answerBody: 'fine',
  strike: strikerOf(['secret']),
  hidden: new Set(),
  ...more,
});
const count = async () => (await hub.database.one<{ n: number }>('select count(*) as n from exchanges'))!.n;

describe('an exchange', () => {
  it.each([
    ['nothing', undefined],
    ['a little', 'größer 😀'],
    ['much', JSON.stringify(Array.from({ length: 3000 }, (_, i) => ({ code: `SKU-${i}`, name: 'Größe' })))],
  ])('with %s in it is read as it was', async (_, text) => {
    const id = await exchanges.keep(sent({ requestBody: text, answerBody: text }));
    await exchanges.flush();
    const body = text ?? '';
    const message = { body, length: Buffer.byteLength(body), clipped: false };
    expect(await exchanges.read(3, id)).toMatchObject({ ms: 13, request: message, answer: message });
  });

  it('keeps the beginning of a long body and says how long it was', async () => {
    const text = `${'ü'.repeat(KEPT_BYTES)}`;
    const id = await exchanges.keep(sent({ answerBody: text }));
    await exchanges.flush();
    const { answer } = (await exchanges.read(3, id))!;
    expect(answer).toMatchObject({ clipped: true, length: 2 * KEPT_BYTES });
    expect(answer!.body).toBe('ü'.repeat(KEPT_BYTES / 2));
  });

  it('keeps what came as it came, without the secrets', async () => {
    const page = (inside: string) => `${'ä'.repeat(600)}${inside}`;
    const [plain, secret] = [page('nothing'), page('a secret')];
    const ids = await Promise.all(
      [plain, secret].map((text) => exchanges.keep(sent({ answerBody: text, answerBytes: Buffer.from(text) }))),
    );
    await exchanges.flush();
    expect((await exchanges.read(3, ids[0]!))!.answer!.body).toBe(plain);
    expect((await exchanges.read(3, ids[1]!))!.answer!.body).toBe(page('a •••'));
  });

  it('kept by an earlier version is read', async () => {
    const id = await exchanges.keepNow(sent());
    const text = 'as it was kept once '.repeat(100);
    const packed = Buffer.concat([Buffer.from([1]), deflateRawSync(text)]);
    await hub.database.run('update exchanges set answer_body = ? where id = ?', [packed, id]);
    expect((await exchanges.read(3, id))!.answer!.body).toBe(text);
  });

  it('belongs to its store', async () => {
    const id = await exchanges.keepNow(sent());
    expect(await exchanges.read(4, id)).toBeUndefined();
  });

  it('without an answer has none', async () => {
    const id = await exchanges.keepNow(
      sent({ status: undefined, answerHeaders: undefined, answerBody: undefined, failure: 'broke after secret' }),
    );
    expect(await exchanges.read(3, id)).toMatchObject({ status: null, answer: null, failure: 'broke after •••' });
  });
});

describe('keeping', () => {
  it('writes by itself within a moment', async () => {
    const id = await exchanges.keep(sent());
    const began = performance.now();
    await eventually(async () => (await exchanges.read(3, id)) !== undefined);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('writes many in few statements, however long', async () => {
    const before = await count();
    let statements = 0;
    const run = hub.database.run.bind(hub.database);
    hub.database.run = (...args) => {
      statements++;
      return run(...args);
    };
    const incompressible = () => Array.from({ length: 20_000 }, () => Math.random().toString(36)).join('');
    await Promise.all(Array.from({ length: 300 }, () => exchanges.keep(sent())));
    await exchanges.flush();
    expect(statements).toBeLessThanOrEqual(8);
    await Promise.all(Array.from({ length: 30 }, () => exchanges.keep(sent({ answerBody: incompressible() }))));
    await exchanges.flush();
    hub.database.run = run;
    expect(await count()).toBe(before + 330);
  });

  it.each([
    ['is away', new Error('connect ECONNREFUSED')],
    ['has no room', Object.assign(new Error('full'), { code: 'ER_RECORD_FILE_FULL', sqlState: 'HY000' })],
  ])('waits for a database that %s, and loses nothing', async (_, error) => {
    const before = await count();
    const run = hub.database.run.bind(hub.database);
    hub.database.run = () => Promise.reject(error);
    await exchanges.keepNow(sent());
    await exchanges.keep(sent());
    await expect(exchanges.flush()).rejects.toThrow(error);
    hub.database.run = run;
    await exchanges.flush();
    expect(await count()).toBe(before + 2);
  });

  it('leaves out the one that the database refuses, and keeps the others', async () => {
    const before = await count();
    await exchanges.keep(sent());
    await exchanges.keep(sent({ method: 'METHOD-TOO-LONG' }));
    await exchanges.keep(sent());
    await exchanges.flush();
    expect(await count()).toBe(before + 2);
  });
});

describe('a long answer that comes again', () => {
  const list = (first: string) => `${first}${'and the next product '.repeat(1000)}`;
  const bodies = async () => (await hub.database.one<{ n: number }>('select count(*) as n from long_answers'))!.n;
  const kept = async (more: Partial<Sent>) => {
    const id = await exchanges.keep(sent(more));
    await exchanges.flush();
    return id;
  };
  const read = async (id: number, store = 3) => (await exchanges.read(store, id))!.answer!.body;

  it('is kept once, and each exchange has it', async () => {
    const before = await bodies();
    const ids = [await kept({ answerBody: list('one') }), await kept({ answerBody: list('one') })];
    const both = await Promise.all([1, 2].map(() => exchanges.keep(sent({ answerBody: list('two') }))));
    await exchanges.flush();
    expect(await bodies()).toBe(before + 2);
    expect(await Promise.all(ids.map((id) => read(id)))).toEqual([list('one'), list('one')]);
    expect(await Promise.all(both.map((id) => read(id)))).toEqual([list('two'), list('two')]);
  });

  it('is another one as soon as a letter differs, and for another store', async () => {
    const before = await bodies();
    const id = await kept({ answerBody: list('A') });
    const other = await kept({ answerBody: list('B') });
    const theirs = await kept({ answerBody: list('A'), storeId: 4 });
    expect(await bodies()).toBe(before + 3);
    expect([await read(id), await read(other), await read(theirs, 4)]).toEqual([list('A'), list('B'), list('A')]);
  });

  it('has no secret in it, though it was none when the same came before', async () => {
    const answerBody = list('a new-key ');
    const strike = strikerOf(['new-key']);
    const ids = [await kept({ answerBody }), await kept({ answerBody, strike })];
    expect([await read(ids[0]!), await read(ids[1]!)]).toEqual([answerBody, list('a ••• ')]);
  });

  it('is kept as long as the last exchange that had it, and no longer', async () => {
    await hub.database.run('delete from long_answers');
    await kept({ answerBody: list('lasting') });
    now += 20 * DAY;
    const id = await kept({ answerBody: list('lasting') });
    now += 30 * DAY - 1000;
    await exchanges.sweep();
    expect(await read(id)).toBe(list('lasting'));
    now += 2000;
    await exchanges.sweep();
    expect([await exchanges.read(3, id), await bodies()]).toEqual([undefined, 1]);
    now += 2 * DAY;
    await exchanges.sweep();
    expect(await bodies()).toBe(0);
  });
});

it('forgets what is older than the settings say, in bounded steps', async () => {
  await hub.database.run('delete from exchanges');
  await Promise.all(Array.from({ length: 2500 }, () => exchanges.keep(sent())));
  now += 30 * DAY - 1000;
  const young = await exchanges.keepNow(sent());
  expect(await exchanges.sweep()).toBe(0);
  now += 2000;
  expect(await exchanges.sweep(1)).toBe(1000);
  expect(await exchanges.sweep()).toBe(1500);
  expect(await count()).toBe(1);
  expect(await exchanges.read(3, young)).toBeDefined();
});

import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { gate } from '../../../test/support/gate.js';
import { Clock } from '../../clock/clock.js';
import { acme, HOST } from '../test/acme.js';
import { App, sendJson } from '../test/app.js';
import { eventually } from '../test/eventually.js';
import { Hub, migrated } from '../test/hub.js';
import { Quotas } from './quotas.js';
import { TenantShares } from './tenant-shares.js';
import { Turnstile } from './turnstile.js';

let database: TestDatabase;
let app: App;
let endpoints: string[];
let tenant: string;
let tenants = 0;

beforeAll(async () => {
  database = await testDatabase();
  await migrated(database.url);
  app = await App.start();
  endpoints = [`${HOST}=${app.address}`];
});
beforeEach(() => {
  tenant = `tenant-${++tenants}`;
  app.received.length = 0;
  app.peak = 0;
});
afterAll(async () => {
  await app?.stop();
  await database?.drop();
});

const answerAfter = (milliseconds: number) => {
  app.reply = async (_, response) => {
    await sleep(milliseconds);
    sendJson(response, {});
  };
};

async function withHubs(count: number, work: (hubs: Hub[]) => Promise<void>, clock?: Clock): Promise<void> {
  const hubs = await Promise.all(
    Array.from({ length: count }, () => Hub.start(database.url, { clock, settings: { endpoints } })),
  );
  try {
    await work(hubs);
  } finally {
    await Promise.all(hubs.map((hub) => hub.stop()));
  }
}

/** Stands still until it is moved; whoever sleeps is woken when the time has come. */
class HandClock extends Clock {
  private at = Date.UTC(2026, 10, 22);
  override now(): number {
    return this.at;
  }
  pass(milliseconds: number): void {
    this.at += milliseconds;
  }
}

describe('requests under way at the same time', () => {
  const manifest = acme({ limits: { concurrent: 3 } });

  it('never exceed the limit over two hubs, and use it up', { timeout: 30_000 }, () =>
    withHubs(2, async ([one, other]) => {
      answerAfter(15);
      const connection = await one!.connect(tenant);
      const doors = [one!, other!].map((hub) => hub.open(connection, { manifest }));
      await Promise.all(doors.flatMap((door) => Array.from({ length: 60 }, () => door.http({ path: 'x' }))));
      expect(app.received).toHaveLength(120);
      expect(app.peak).toBe(3);
    }),
  );

  it('are shared when a second hub comes to a busy tenant', { timeout: 30_000 }, () =>
    withHubs(2, async ([one, other]) => {
      answerAfter(20);
      const connection = await one!.connect(tenant);
      const free = new AbortController();
      const flood = Array.from({ length: 8 }, async () => {
        while (!free.signal.aborted) await one!.open(connection, { manifest }).http({ path: 'flood' });
      });
      await eventually(() => app.received.length > 20);
      const began = performance.now();
      await other!.open(connection, { manifest }).http({ path: 'late' });
      const waited = performance.now() - began;
      free.abort();
      await Promise.all(flood);
      expect(waited).toBeLessThan(2500);
      expect(app.peak).toBe(3);
    }),
  );

  it('take turns where there is one slot for three hubs', { timeout: 40_000 }, () =>
    withHubs(3, async (hubs) => {
      answerAfter(10);
      const connection = await hubs[0]!.connect(tenant);
      const single = acme({ limits: { concurrent: 1 } });
      const end = performance.now() + 7000;
      const counts = await Promise.all(
        hubs.map(async (hub) => {
          let count = 0;
          const door = hub.open(connection, { manifest: single });
          while (performance.now() < end) {
            await door.http({ path: 'x' });
            count++;
          }
          return count;
        }),
      );
      expect(app.peak).toBe(1);
      for (const count of counts) expect(count).toBeGreaterThan(20);
    }),
  );

  it('leave the slots of a hub that died after a while', { timeout: 30_000 }, () =>
    withHubs(1, async ([hub]) => {
      let arrived = 0;
      app.reply = (_, response) => {
        arrived = Date.now();
        sendJson(response, {});
      };
      const connection = await hub!.connect(tenant);
      const child = fork(new URL('../test/hog.mjs', import.meta.url), [database.url, tenant], { stdio: 'ignore' });
      await new Promise((done) => child.once('exit', done));
      const slots = 'select until from tenant_slots where tenant_key = ?';
      const { until } = (await hub!.database.one<{ until: Date }>(slots, [tenant]))!;
      await hub!.open(connection, { manifest }).http({ path: 'x' });
      expect(arrived).toBeGreaterThanOrEqual(until.getTime());
    }),
  );

  it('cost the database a few statements a second, not some per request', () =>
    withHubs(1, async ([hub]) => {
      answerAfter(0);
      const connection = await hub!.connect(tenant);
      const door = hub!.open(connection, { manifest });
      let askings = 0;
      const shares = hub!.get(TenantShares);
      const take = shares.take.bind(shares);
      shares.take = (asking) => {
        askings++;
        return take(asking);
      };
      const began = performance.now();
      await Promise.all(Array.from({ length: 400 }, () => door.http({ path: 'x' })));
      expect(askings).toBeLessThan(4 + (performance.now() - began) / 500);
    }));
});

describe('requests per minute', () => {
  const manifest = acme({ limits: { concurrent: 10, perMinute: 30 } });

  it('never exceed the limit in any sixty seconds over two hubs', { timeout: 60_000 }, async () => {
    const clock = new HandClock();
    const times: number[] = [];
    app.reply = (_, response) => {
      times.push(clock.now());
      sendJson(response, {});
    };
    await withHubs(
      2,
      async (hubs) => {
        const connection = await hubs[0]!.connect(tenant);
        const all = hubs.flatMap((hub) => {
          const door = hub.open(connection, { manifest });
          return Array.from({ length: 35 }, () => door.http({ path: 'x' }));
        });
        const done = new AbortController();
        const everything = Promise.all(all).finally(() => done.abort());
        while (!done.signal.aborted) {
          await sleep(20);
          clock.pass(200);
        }
        await everything;
      },
      clock,
    );
    expect(times).toHaveLength(70);
    for (const from of times) {
      expect(times.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(30);
    }
    // 70 requests at 30 a minute: more than two minutes, and not much longer than that takes.
    expect(times.at(-1)! - times[0]!).toBeGreaterThan(120_000);
    expect(times.at(-1)! - times[0]!).toBeLessThan(200_000);
  });

  it('that a hub was granted and did not use go back to all', { timeout: 20_000 }, () =>
    withHubs(2, async ([one, other]) => {
      answerAfter(0);
      const connection = await one!.connect(tenant);
      await one!.open(connection, { manifest }).http({ path: 'x' });
      await one!.stop();
      const began = performance.now();
      const door = other!.open(connection, { manifest });
      await Promise.all(Array.from({ length: 29 }, () => door.http({ path: 'x' })));
      expect(performance.now() - began).toBeLessThan(5000);
    }),
  );
});

describe('a person who waits', () => {
  /** Two runs' worth of requests; answers how many came through, and ends the rest. */
  const flood = (hub: Hub, connection: number, manifest: ReturnType<typeof acme>, count: number) => {
    const stop = new AbortController();
    const door = hub.open(connection, { manifest, signal: stop.signal });
    const all = Array.from({ length: count }, () => door.http({ path: 'run' }).catch(() => undefined));
    return async () => {
      stop.abort();
      await Promise.all(all);
    };
  };
  const person = (hub: Hub, connection: number, manifest: ReturnType<typeof acme>) =>
    hub.open(connection, { manifest, runId: undefined }).http({ path: 'person' });
  const sentBy = (name: string) => app.received.filter(({ url }) => url.endsWith(name)).length;

  it(
    'finds requests of the minute left, however many runs there are, in another process too',
    { timeout: 20_000 },
    () =>
      withHubs(2, async ([one, other]) => {
        answerAfter(0);
        const manifest = acme({ limits: { concurrent: 10, perMinute: 24 } });
        const connection = await one!.connect(tenant);
        await person(one!, connection, manifest);
        const endRuns = flood(one!, connection, manifest, 40);
        await eventually(() => sentBy('run') === 21);
        const began = performance.now();
        await person(one!, connection, manifest);
        await person(other!, connection, manifest);
        expect(performance.now() - began).toBeLessThan(5000);
        expect(sentBy('run')).toBe(21);
        await endRuns();
      }),
  );

  it('is kept nothing for while there is none, so that all of the minute is used', { timeout: 20_000 }, () =>
    withHubs(1, async ([hub]) => {
      answerAfter(0);
      const manifest = acme({ limits: { concurrent: 10, perMinute: 24 } });
      const endRuns = flood(hub!, await hub!.connect(tenant), manifest, 40);
      await eventually(() => sentBy('run') === 24);
      await endRuns();
    }),
  );

  it('goes before runs that came earlier', { timeout: 20_000 }, () =>
    withHubs(1, async ([hub]) => {
      const answer = gate();
      app.reply = async (_, response) => {
        await answer.opened;
        sendJson(response, {});
      };
      const manifest = acme({ limits: { concurrent: 1 } });
      const connection = await hub!.connect(tenant);
      const enter = vi.spyOn(Turnstile.prototype, 'enter');
      const endRuns = flood(hub!, connection, manifest, 50);
      await eventually(() => sentBy('run') === 1 && enter.mock.calls.length === 50);
      const through = person(hub!, connection, manifest);
      await eventually(() => enter.mock.calls.length === 51);
      answer.open();
      await through;
      expect(app.received[1]!.url).toMatch(/person$/);
      await endRuns();
    }),
  );
});

describe('an app that asks one hub to wait', () => {
  it('is left alone by the other one too', { timeout: 20_000 }, () =>
    withHubs(2, async ([one, other]) => {
      const connection = await one!.connect(tenant);
      const arrivals: { path: string; at: number }[] = [];
      app.reply = ({ url }, response) => {
        arrivals.push({ path: url, at: performance.now() });
        const first = arrivals.length === 1;
        sendJson(response, {}, first ? 429 : 200, first ? { 'retry-after': '2' } : {});
      };
      const waiting = one!.open(connection).http({ path: 'one' });
      const paused = 'select 1 from remote_tenants where tenant_key = ? and paused_until is not null';
      await eventually(async () => (await one!.database.query(paused, [tenant])).length > 0);
      await Promise.all([waiting, other!.open(connection).http({ path: 'other' })]);
      const later = arrivals.slice(1);
      expect(later).toHaveLength(2);
      for (const { at } of later) expect(at - arrivals[0]!.at).toBeGreaterThan(1950);
    }),
  );
});

describe('the month’s quota', () => {
  const spend = async (hub: Hub, connection: number, requests: number) => {
    for (let i = 0; i < requests; i++) await hub.open(connection).http({ path: 'x' });
  };

  it('is counted over all hubs, tries included, day by day', async () => {
    const clock = new HandClock();
    await withHubs(
      2,
      async (hubs) => {
        answerAfter(0);
        const connection = await hubs[0]!.connect(tenant);
        for (const hub of hubs) await spend(hub, connection, 5);
        const quotas = hubs[0]!.get(Quotas);
        await eventually(async () => (await quotas.use(connection)).used === 10);
        expect(await quotas.use(connection)).toEqual({ used: 10, recent: 0, firstDay: '2026-11-22' });
        clock.pass(86_400_000);
        await spend(hubs[0]!, connection, 3);
        await eventually(async () => (await quotas.use(connection)).used === 13);
        expect(await quotas.use(connection)).toEqual({ used: 13, recent: 3, firstDay: '2026-11-22' });
        expect(await quotas.days({ plugin: 'acme', key: tenant })).toEqual([...Array(21).fill(0), 10, 3]);
        clock.pass(9 * 86_400_000);
        expect(await quotas.use(connection)).toMatchObject({ used: 0 });
      },
      clock,
    );
  });
});

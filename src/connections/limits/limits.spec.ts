import { fork } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { acme } from '../test/acme.js';
import { sendJson } from '../test/app.js';
import { eventually } from '../test/eventually.js';
import { severalHubs } from '../test/several-hubs.js';
import { TenantShares } from './tenant-shares.js';

const here = severalHubs();
const { answerAfter, withHubs } = here;

describe('requests under way at the same time', () => {
  const manifest = acme({ limits: { concurrent: 3 } });

  it('never exceed the limit over two hubs, and use it up', { timeout: 30_000 }, () =>
    withHubs(2, async ([one, other]) => {
      answerAfter(15);
      const connection = await one!.connect(here.tenant);
      const doors = [one!, other!].map((hub) => hub.open(connection, { manifest }));
      await Promise.all(doors.flatMap((door) => Array.from({ length: 60 }, () => door.http({ path: 'x' }))));
      expect(here.app.received).toHaveLength(120);
      expect(here.app.peak).toBe(3);
    }),
  );

  it('are shared when a second hub comes to a busy tenant', { timeout: 30_000 }, () =>
    withHubs(2, async ([one, other]) => {
      answerAfter(20);
      const connection = await one!.connect(here.tenant);
      const free = new AbortController();
      const flood = Array.from({ length: 8 }, async () => {
        while (!free.signal.aborted) await one!.open(connection, { manifest }).http({ path: 'flood' });
      });
      await eventually(() => here.app.received.length > 20);
      const began = performance.now();
      await other!.open(connection, { manifest }).http({ path: 'late' });
      const waited = performance.now() - began;
      free.abort();
      await Promise.all(flood);
      expect(waited).toBeLessThan(2500);
      expect(here.app.peak).toBe(3);
    }),
  );

  it('take turns where there is one slot for three hubs', { timeout: 40_000 }, () =>
    withHubs(3, async (hubs) => {
      answerAfter(10);
      const connection = await hubs[0]!.connect(here.tenant);
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
      expect(here.app.peak).toBe(1);
      for (const count of counts) expect(count).toBeGreaterThan(20);
    }),
  );

  it('leave the slots of a hub that died after a while', { timeout: 30_000 }, () =>
    withHubs(1, async ([hub]) => {
      let arrived = 0;
      here.app.reply = (_, response) => {
        arrived = Date.now();
        sendJson(response, {});
      };
      const connection = await hub!.connect(here.tenant);
      const child = fork(new URL('../test/hog.mjs', import.meta.url), [here.database.url, here.tenant], {
        stdio: 'ignore',
      });
      await new Promise((done) => child.once('exit', done));
      const slots = 'select until from tenant_slots where tenant_key = ?';
      const { until } = (await hub!.database.one<{ until: Date }>(slots, [here.tenant]))!;
      await hub!.open(connection, { manifest }).http({ path: 'x' });
      expect(arrived).toBeGreaterThanOrEqual(until.getTime());
    }),
  );

  it('cost the database a few statements a second, not some per request', () =>
    withHubs(1, async ([hub]) => {
      answerAfter(0);
      const connection = await hub!.connect(here.tenant);
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

describe('an app that asks one hub to wait', () => {
  it('is left alone by the other one too', { timeout: 20_000 }, () =>
    withHubs(2, async ([one, other]) => {
      const connection = await one!.connect(here.tenant);
      const arrivals: { path: string; at: number }[] = [];
      here.app.reply = ({ url }, response) => {
        arrivals.push({ path: url, at: performance.now() });
        const first = arrivals.length === 1;
        sendJson(response, {}, first ? 429 : 200, first ? { 'retry-after': '2' } : {});
      };
      const waiting = one!.open(connection).http({ path: 'one' });
      const paused = 'select 1 from remote_tenants where tenant_key = ? and paused_until is not null';
      await eventually(async () => (await one!.database.query(paused, [here.tenant])).length > 0);
      await Promise.all([waiting, other!.open(connection).http({ path: 'other' })]);
      const later = arrivals.slice(1);
      expect(later).toHaveLength(2);
      for (const { at } of later) expect(at - arrivals[0]!.at).toBeGreaterThan(1950);
    }),
  );
});

import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { StillClock } from '../../clock/test/still-clock.js';
import { acme } from '../test/acme.js';
import { sendJson } from '../test/app.js';
import { severalHubs } from '../test/several-hubs.js';

const here = severalHubs();
const { answerAfter, withHubs } = here;

describe('requests per minute', () => {
  const manifest = acme({ limits: { concurrent: 10, perMinute: 30 } });

  it('never exceed the limit in any sixty seconds over two hubs', { timeout: 60_000 }, async () => {
    const clock = new StillClock();
    const times: number[] = [];
    here.app.reply = (_, response) => {
      times.push(clock.now());
      sendJson(response, {});
    };
    await withHubs(
      2,
      async (hubs) => {
        const connection = await hubs[0]!.connect(here.tenant);
        const all = hubs.flatMap((hub) => {
          const door = hub.open(connection, { manifest });
          return Array.from({ length: 35 }, () => door.http({ path: 'x' }));
        });
        const done = new AbortController();
        const everything = Promise.all(all).finally(() => done.abort());
        while (!done.signal.aborted) {
          await sleep(20);
          clock.pass(0.2);
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
      const connection = await one!.connect(here.tenant);
      await one!.open(connection, { manifest }).http({ path: 'x' });
      await one!.stop();
      const began = performance.now();
      const door = other!.open(connection, { manifest });
      await Promise.all(Array.from({ length: 29 }, () => door.http({ path: 'x' })));
      expect(performance.now() - began).toBeLessThan(5000);
    }),
  );
});

import { describe, expect, it, vi } from 'vitest';
import { gate } from '../../../test/support/gate.js';
import { acme } from '../test/acme.js';
import { sendJson } from '../test/app.js';
import { eventually } from '../test/eventually.js';
import type { Hub } from '../test/hub.js';
import { severalHubs } from '../test/several-hubs.js';
import { Turnstile } from './turnstile.js';

const here = severalHubs();
const { answerAfter, withHubs } = here;

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
  const sentBy = (name: string) => here.app.received.filter(({ url }) => url.endsWith(name)).length;

  it(
    'finds requests of the minute left, however many runs there are, in another process too',
    { timeout: 20_000 },
    () =>
      withHubs(2, async ([one, other]) => {
        answerAfter(0);
        const manifest = acme({ limits: { concurrent: 10, perMinute: 24 } });
        const connection = await one!.connect(here.tenant);
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
      const endRuns = flood(hub!, await hub!.connect(here.tenant), manifest, 40);
      await eventually(() => sentBy('run') === 24);
      await endRuns();
    }),
  );

  it('goes before runs that came earlier', { timeout: 20_000 }, () =>
    withHubs(1, async ([hub]) => {
      const answer = gate();
      here.app.reply = async (_, response) => {
        await answer.opened;
        sendJson(response, {});
      };
      const manifest = acme({ limits: { concurrent: 1 } });
      const connection = await hub!.connect(here.tenant);
      const enter = vi.spyOn(Turnstile.prototype, 'enter');
      const endRuns = flood(hub!, connection, manifest, 50);
      await eventually(() => sentBy('run') === 1 && enter.mock.calls.length === 50);
      const through = person(hub!, connection, manifest);
      await eventually(() => enter.mock.calls.length === 51);
      answer.open();
      await through;
      expect(here.app.received[1]!.url).toMatch(/person$/);
      await endRuns();
    }),
  );
});

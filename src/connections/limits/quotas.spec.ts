import { describe, expect, it } from 'vitest';
import { StillClock } from '../../clock/test/still-clock.js';
import { eventually } from '../test/eventually.js';
import type { Hub } from '../test/hub.js';
import { severalHubs } from '../test/several-hubs.js';
import { Quotas } from './quotas.js';

const here = severalHubs();
const { answerAfter, withHubs } = here;

describe('the month’s quota', () => {
  const spend = async (hub: Hub, connection: number, requests: number) => {
    for (let i = 0; i < requests; i++) await hub.open(connection).http({ path: 'x' });
  };

  it('is counted over all hubs, tries included, day by day', async () => {
    const clock = new StillClock();
    await withHubs(
      2,
      async (hubs) => {
        answerAfter(0);
        const connection = await hubs[0]!.connect(here.tenant);
        for (const hub of hubs) await spend(hub, connection, 5);
        const quotas = hubs[0]!.get(Quotas);
        await eventually(async () => (await quotas.use(connection)).used === 10);
        expect(await quotas.use(connection)).toEqual({ used: 10, recent: 0, firstDay: '2026-11-22' });
        clock.pass(86_400);
        await spend(hubs[0]!, connection, 3);
        await eventually(async () => (await quotas.use(connection)).used === 13);
        expect(await quotas.use(connection)).toEqual({ used: 13, recent: 3, firstDay: '2026-11-22' });
        expect(await quotas.days({ plugin: 'acme', key: here.tenant })).toEqual([...Array(21).fill(0), 10, 3]);
        clock.pass(9 * 86_400);
        expect(await quotas.use(connection)).toMatchObject({ used: 0 });
      },
      clock,
    );
  });
});

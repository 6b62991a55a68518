import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { asking, fine } from '../test/asking.js';

const here = asking();
const { replies, open } = here;

describe('a preview', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('sends no %s, called repeatable or not', async (method) => {
    const door = open({ writes: false });
    for (const repeatable of [true, false]) {
      await expect(door.http({ method, path: 'Orders', repeatable })).rejects.toThrow(/A preview sends nothing/);
    }
    await sleep(50);
    expect(here.app.received).toEqual([]);
  });

  it('asks by POST where that only reads', async () => {
    replies(fine);
    const door = open({ writes: false });
    expect(await door.http({ method: 'POST', path: 'Search', reads: true })).toMatchObject({
      status: 200,
      exchange: 0,
    });
    expect(here.app.received.map(({ method }) => method)).toEqual(['POST']);
  });

  it('reads, and leaves no trace', async () => {
    const count = async () => (await here.hub.database.one<{ n: number }>('select count(*) as n from exchanges'))!.n;
    const before = await count();
    replies(fine);
    const door = open({ writes: false });
    expect(await door.http({ path: 'Products' })).toMatchObject({ status: 200, exchange: 0 });
    await door.flush();
    expect(await count()).toBe(before);
  });
});

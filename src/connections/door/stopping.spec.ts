import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { NoAnswer } from '../../sdk/index.js';
import { HOST } from '../test/acme.js';
import { asking } from '../test/asking.js';
import { broken, silent, status } from '../test/bad-day.js';
import { eventually } from '../test/eventually.js';
import { Hub } from '../test/hub.js';

const here = asking();
const { replies, open } = here;

describe('whoever stops', () => {
  it('stops waiting for an answer, and may repeat', async () => {
    const stop = new AbortController();
    replies(silent);
    const asking = open({ signal: stop.signal }).http({ path: 'Products' });
    const refused = expect(asking).rejects.toThrow('cancelled');
    await eventually(() => here.app.received.length === 1);
    stop.abort(new Error('cancelled'));
    await refused;
  });

  it('does not know what became of a request that was under way', async () => {
    const stop = new AbortController();
    replies(silent);
    const asking = open({ signal: stop.signal }).http({ method: 'POST', path: 'Orders' });
    const refused = expect(asking).rejects.toThrow(NoAnswer);
    await eventually(() => here.app.received.length === 1);
    stop.abort(new Error('cancelled'));
    await refused;
  });

  it('stops waiting for its turn', async () => {
    const [stop, end] = [new AbortController(), new AbortController()];
    replies(silent);
    const door = open({ signal: end.signal });
    const all = [1, 2].map(() => door.http({ path: 'Products/1' }).catch(() => undefined));
    await eventually(() => here.app.received.length === 2);
    const third = open({ signal: stop.signal }).http({ method: 'POST', path: 'Orders' });
    const refused = expect(third).rejects.toThrow('cancelled');
    await sleep(30);
    stop.abort(new Error('cancelled'));
    await refused;
    expect(here.app.received).toHaveLength(2);
    end.abort();
    await Promise.all(all);
  });

  it('stops waiting for the app’s next minute', async () => {
    const other = await Hub.start(here.database.url, { settings: { endpoints: [`${HOST}=${here.app.address}`] } });
    const stop = new AbortController();
    replies(status(429, { 'retry-after': '50' }));
    const door = other.open(await other.connect('patient'), { signal: stop.signal });
    const refused = expect(door.http({ method: 'POST', path: 'Orders' })).rejects.toThrow('cancelled');
    await eventually(() => here.app.received.length === 1);
    await sleep(50);
    stop.abort(new Error('cancelled'));
    await refused;
    await other.stop();
  });

  it('has lost its lease: nothing more leaves, not the second try either', async () => {
    let ours = true;
    const lost = new Error('lease lost');
    replies((request, response) => {
      ours = false;
      return broken(request, response);
    });
    const stillOurs = () => {
      if (!ours) throw lost;
    };
    const door = open({ stillOurs });
    await expect(door.http({ path: 'Products' })).rejects.toBe(lost);
    await expect(door.http({ method: 'POST', path: 'Orders' })).rejects.toBe(lost);
    expect(here.app.received).toHaveLength(1);
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { gate } from '../../test/support/gate.js';
import { inOrder } from './in-parallel.js';

async function* upTo(last: number, story: string[] = []) {
  try {
    for (let n = 1; n <= last; n++) yield n;
  } finally {
    story.push('closed');
  }
}

describe('work on items that come one after the other', () => {
  it('is handed over in their order, whoever is done first', async () => {
    const done: number[] = [];
    const slow = async (n: number) => {
      await pause(n % 2 === 1 ? 20 : 1);
      return n * 10;
    };
    await inOrder(upTo(5), 2, slow, async (result) => void done.push(result));
    expect(done).toEqual([10, 20, 30, 40, 50]);
  });

  it('is handed over as soon as it is done, though the next item is still to come', async () => {
    const story: string[] = [];
    const taken = gate();
    async function* slowly() {
      yield 1;
      await taken.opened;
      story.push('2 comes');
      yield 2;
    }
    await inOrder(
      slowly(),
      2,
      async (n) => n,
      async (n) => {
        story.push(`${n} taken`);
        taken.open();
      },
    );
    expect(story).toEqual(['1 taken', '2 comes', '2 taken']);
  });

  it('is under way for so many at most', async () => {
    let [inside, most] = [0, 0];
    const work = async (n: number) => {
      most = Math.max(most, ++inside);
      await pause(5);
      inside--;
      return n;
    };
    await inOrder(upTo(6), 2, work, () => pause(1));
    expect(most).toBe(2);
  });

  it('has all ended when one of them fails, and no more come', async () => {
    const story: string[] = [];
    const work = async (n: number) => {
      if (n === 1) throw new Error('The database is gone');
      await pause(10);
      story.push(`${n} ended`);
    };
    const take = async () => void story.push('taken');
    await expect(inOrder(upTo(9, story), 2, work, take)).rejects.toThrow('The database is gone');
    expect(story.sort()).toEqual(['2 ended', 'closed']);
  });

  it('has all ended when whoever takes it stops', async () => {
    const story: string[] = [];
    const work = async (n: number) => {
      await pause(n === 1 ? 1 : 10);
      story.push(`${n} ended`);
    };
    const take = async () => {
      throw new Error('Stopped');
    };
    await expect(inOrder(upTo(9, story), 2, work, take)).rejects.toThrow('Stopped');
    expect(story.sort()).toEqual(['1 ended', '2 ended', 'closed']);
  });
});

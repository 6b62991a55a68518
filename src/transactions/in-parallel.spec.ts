import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
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
    for await (const result of inOrder(upTo(5), 2, slow)) done.push(result);
    expect(done).toEqual([10, 20, 30, 40, 50]);
  });

  it('is under way for so many at most', async () => {
    let [inside, most] = [0, 0];
    const work = async (n: number) => {
      most = Math.max(most, ++inside);
      await pause(5);
      inside--;
      return n;
    };
    for await (const _ of inOrder(upTo(6), 2, work)) await pause(1);
    expect(most).toBe(2);
  });

  it('has all ended when one of them fails, and no more come', async () => {
    const story: string[] = [];
    const work = async (n: number) => {
      if (n === 1) throw new Error('The database is gone');
      await pause(10);
      story.push(`${n} ended`);
    };
    const all = async () => {
      for await (const _ of inOrder(upTo(9, story), 2, work));
    };
    await expect(all()).rejects.toThrow('The database is gone');
    expect(story.sort()).toEqual(['2 ended', 'closed']);
  });

  it('has all ended when whoever takes it stops', async () => {
    const story: string[] = [];
    const work = async (n: number) => {
      await pause(n === 1 ? 1 : 10);
      story.push(`${n} ended`);
    };
    for await (const _ of inOrder(upTo(9, story), 2, work)) break;
    expect(story.sort()).toEqual(['1 ended', '2 ended', 'closed']);
  });
});

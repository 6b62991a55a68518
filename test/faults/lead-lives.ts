import 'reflect-metadata';
import type { DataSource } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { ownSource } from '../support/own-source.js';
import { cases, type FaultTest } from './cases.js';
import { failedSeeds } from './failed-seeds.js';

/** So many files share the seeds of every task, and run side by side. */
const SHARES = 4;

/** Lets every task lead this share of its lives. */
export function leadLives(share: number): void {
  const source = ownSource();

  describe.each(cases)('$name, through kills and broken answers', (test) => {
    it(`loses nothing, doubles nothing and gets nothing wrong (share ${share})`, { timeout: 240_000 }, async () => {
      for (const seed of seedsOf(test).filter((seed) => seed % SHARES === share % SHARES))
        await lead(source(), test, seed);
    });
  });
}

/** The first so many, and each that once showed a fault. */
function seedsOf({ name, seeds }: FaultTest): number[] {
  const first = Array.from({ length: seeds }, (_, n) => n + 1);
  return [...first, ...(failedSeeds[name] ?? []).filter((seed) => seed > seeds)];
}

async function lead(source: DataSource, test: FaultTest, seed: number): Promise<void> {
  const { lost, doubled, wrong, story } = await test.live(source, seed);
  const found = { seed, lost, doubled, wrong };
  expect(found, `npm run faults -- --task ${test.name} --seed ${seed} --count 1\n${story.join('\n')}`).toEqual({
    seed,
    lost: [],
    doubled: [],
    wrong: [],
  });
}

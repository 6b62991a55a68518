import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { cases } from './cases.js';
import type { ExportCase } from './export-case.js';
import { failedSeeds } from './failed-seeds.js';
import { runSeed } from './run-seed.js';

const SEEDS = 200;
const AT_A_TIME = 50;

let own: TestDatabase;
let source: DataSource;

beforeAll(async () => {
  own = await testDatabase();
  source = await new DataSource(dataSourceOptions(own.url)).initialize();
  await source.runMigrations();
});

afterAll(async () => {
  await source?.destroy();
  await own?.drop();
});

describe.each(cases)('$name, through kills and broken answers', (test) => {
  const { seeds: many = SEEDS } = test;
  const all = Array.from({ length: many }, (_, n) => n + 1);
  for (let at = 0; at < many; at += AT_A_TIME) {
    const seeds = all.slice(at, at + AT_A_TIME);
    it(`loses nothing and doubles nothing in lives ${seeds[0]} to ${seeds.at(-1)}`, { timeout: 180_000 }, () =>
      live(test, seeds),
    );
  }

  const beyond = (failedSeeds[test.name] ?? []).filter((seed) => seed > many);
  if (beyond.length > 0) it('still does not where it once did', { timeout: 180_000 }, () => live(test, beyond));
});

async function live(test: ExportCase, seeds: number[]): Promise<void> {
  for (const seed of seeds) {
    const { lost, doubled, wrong, story } = await runSeed(source, test, seed);
    const found = { seed, lost, doubled, wrong };
    expect(found, `npm run faults -- --task ${test.name} --seed ${seed} --count 1\n${story.join('\n')}`).toEqual({
      seed,
      lost: [],
      doubled: [],
      wrong: [],
    });
  }
}

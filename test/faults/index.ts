import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { startPrivateDatabase } from '../../src/database/private/index.js';
import { cases, type FaultTest } from './cases.js';

const { values } = parseArgs({
  options: {
    task: { type: 'string' },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
    /** Tells everything that happened in seeds that failed. */
    story: { type: 'boolean', default: false },
  },
});

/** `npm run faults`: any seeds, on demand, on a database of their own. */
async function main(): Promise<void> {
  const chosen = cases.filter(({ name }) => values.task === undefined || name === values.task);
  if (chosen.length === 0)
    throw new Error(`There is no task ${values.task}; there are ${cases.map(({ name }) => name).join(', ')}.`);
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-faults-'));
  const own = await startPrivateDatabase({ dir, throwaway: true });
  const source = await new DataSource(dataSourceOptions(own.url)).initialize();
  try {
    await source.runMigrations();
    for (const test of chosen) await report(source, test);
  } finally {
    await source.destroy();
    await own.stop();
    await rm(dir, { recursive: true });
  }
}

async function report(source: DataSource, test: FaultTest): Promise<void> {
  const from = Number(values.seed);
  const seeds = Array.from({ length: Number(values.count) }, (_, n) => from + n);
  const sum = { task: test.name, seeds: seeds.length, lost: 0, doubled: 0, wrong: 0, failedSeeds: [] as number[] };
  for (const seed of seeds) {
    const { lost, doubled, wrong, story } = await test.live(source, seed);
    sum.lost += lost.length;
    sum.doubled += doubled.length;
    sum.wrong += wrong.length;
    if (lost.length + doubled.length + wrong.length === 0) continue;
    sum.failedSeeds.push(seed);
    if (values.story) process.stderr.write(`Seed ${seed}\n${[...story, ...lost, ...doubled, ...wrong].join('\n')}\n`);
  }
  process.stdout.write(`${values.json ? JSON.stringify(sum) : inWords(sum)}\n`);
  if (sum.failedSeeds.length > 0) process.exitCode = 1;
}

function inWords({
  task,
  seeds,
  lost,
  doubled,
  wrong,
  failedSeeds,
}: {
  task: string;
  seeds: number;
  lost: number;
  doubled: number;
  wrong: number;
  failedSeeds: number[];
}): string {
  const failed = failedSeeds.length === 0 ? '' : `; seeds to run again: ${failedSeeds.join(', ')}`;
  return `${task}: ${seeds} seeds, ${lost} lost, ${doubled} doubled, ${wrong} wrong${failed}`;
}

await main();

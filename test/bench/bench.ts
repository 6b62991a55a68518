import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { startPrivateDatabase } from '../../src/database/private/index.js';

/** What every bench answers. */
export interface BenchResult {
  name: string;
  /** Ours over the plain one, of the same round; the median of all rounds. */
  ratio: number;
  ours: number;
  plain: number;
  unit: string;
  runs: number;
  /** The most memory that ours ever held. */
  rssMiB: number;
  /** Further figures by name. */
  extra?: Record<string, number>;
}

/** One side, measured once. */
export interface Measured {
  seconds: number;
  count: number;
  rssMiB: number;
}

export interface Pairs<Side> {
  ours: Side[];
  plain: Side[];
}

/** Measures both sides so many times, by turns who comes first: a machine that slows down or warms up favours neither. */
export async function inPairs<Side>(
  pairs: number,
  ours: () => Promise<Side>,
  plain: () => Promise<Side>,
): Promise<Pairs<Side>> {
  const measured: Pairs<Side> = { ours: [], plain: [] };
  for (let pair = 0; pair < pairs; pair++) {
    if (pair % 2 === 0) measured.ours.push(await ours());
    measured.plain.push(await plain());
    if (pair % 2 === 1) measured.ours.push(await ours());
  }
  return measured;
}

export function resultOf(name: string, unit: string, { ours, plain }: Pairs<Measured>): BenchResult {
  return {
    name,
    ratio: median(ours.map((mine, at) => rateOf(mine) / rateOf(plain[at]!))),
    ours: Math.round(median(ours.map(rateOf))),
    plain: Math.round(median(plain.map(rateOf))),
    unit,
    runs: ours.length,
    rssMiB: Math.round(Math.max(...ours.map(({ rssMiB }) => rssMiB))),
  };
}

export const rateOf = ({ count, seconds }: Measured) => count / seconds;

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Runs a program of this folder in a process of its own, up to the one message it sends about itself. */
export async function measure<Message = Measured>(program: string, args: string[]): Promise<Message> {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), args, { stdio: 'inherit' });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${program} ended with ${code} before it had measured anything`);
  });
  failed.catch(() => undefined);
  const [measured] = (await Promise.race([once(child, 'message'), failed])) as [Message];
  await failed.catch(() => undefined);
  return measured;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** A database server that is gone afterwards, with everything in it. */
export async function withDatabase<T>(work: (url: string, source: DataSource) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const server = await startPrivateDatabase({ dir, database: 'bench', bufferPoolMiB: 512 });
  const clear = async () => {
    await server.stop();
    await rm(dir, { recursive: true });
  };
  // Whoever loses patience must not leave a server behind.
  const giveUp = () => void clear().finally(() => process.exit(1));
  for (const name of SIGNALS) process.once(name, giveUp);
  const source = await new DataSource(dataSourceOptions(server.url)).initialize();
  try {
    await source.runMigrations();
    return await work(server.url, source);
  } finally {
    for (const name of SIGNALS) process.off(name, giveUp);
    await source.destroy();
    await clear();
  }
}

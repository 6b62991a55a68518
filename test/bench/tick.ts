import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StillClock } from '../../src/clock/test/still-clock.js';
import { startPrivateDatabase } from '../../src/database/private/index.js';
import { migrate } from '../../src/migrate.js';
import { Engine } from '../../src/tasks/test/engine.js';
import { addMerchants, addSchedules } from '../../src/tasks/test/merchants.js';
import { type BenchResult, median } from './bench.js';

const DUE = 100;
const MANY = 200_000;
const FEW = 1000;
const PAIRS = 60;

/** What a second costs when 100 tasks are due: among 200,000 schedules, against among 1,000. */
export async function tick(): Promise<BenchResult> {
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const server = await startPrivateDatabase({ dir, database: 'bench', throwaway: true });
  try {
    const many = await crowd(server.url, 'many', MANY);
    const few = await crowd(server.url, 'few', FEW);
    const ours: number[] = [];
    const plain: number[] = [];
    for (let pair = -2; pair < PAIRS; pair++) {
      const turns = pair % 2 ? ([many, few] as const) : ([few, many] as const);
      for (const turn of turns) {
        const took = await measure(turn);
        // The first ones warm caches and connections up.
        if (pair >= 0) (turn === many ? ours : plain).push(took);
      }
    }
    await Promise.all([many.engine.stop(), few.engine.stop()]);
    return result(median(ours), median(plain));
  } finally {
    await server.stop();
    await rm(dir, { recursive: true });
  }
}

interface Crowd {
  engine: Engine;
  clock: StillClock;
}

/** Schedules spread over the coming hour as they are in real life; none is due yet. */
async function crowd(server: string, name: string, count: number): Promise<Crowd> {
  const admin = await Engine.start(server, { roles: ['web'] });
  await admin.database.run(`create database ${name}`);
  await admin.stop();
  const url = new URL(server);
  url.pathname = `/${name}`;
  await migrate(url.href);
  const clock = new StillClock();
  const engine = await Engine.start(url.href, { clock, roles: ['web'] });
  await addMerchants(engine.database, count);
  await addSchedules(engine.database, count, 'import-products', clock.date());
  await engine.database.run('update schedules set next_run_at = next_run_at + interval (60 + store_id % 3600) second');
  await engine.database.run('analyze table schedules, installations, stores, connections');
  return { engine, clock };
}

/** Makes a hundred of them due, has them queued, and clears their runs away. */
async function measure({ engine, clock }: Crowd): Promise<number> {
  const { database } = engine;
  await database.run('update schedules set next_run_at = ? where store_id <= ?', [clock.date(), DUE]);
  const begun = performance.now();
  const queued = await engine.tick.tick();
  const took = performance.now() - begun;
  if (queued !== DUE) throw new Error(`${queued} runs were queued where ${DUE} were due`);
  await database.run('delete from runs');
  return took;
}

function result(ours: number, plain: number): BenchResult {
  const rssMiB = Math.round(process.memoryUsage().rss / 1024 / 1024);
  return { name: 'tick', ratio: ours / plain, ours, plain, unit: 'ms', runs: PAIRS, rssMiB };
}

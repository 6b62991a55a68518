import type { DataSource } from 'typeorm';
import { Database } from '../../src/database/database.js';
import { manifestOf } from '../../src/sdk/host/index.js';
import { NeedsPerson, NoAnswer, Reconnect, TryLater } from '../../src/sdk/index.js';
import { Chance } from './chance.js';
import type { Verdict } from './export-case.js';
import type { ImportCase } from './import-case.js';
import { runImport } from './import-process.js';
import { Killed, Life } from './life.js';
import type { SeedResult } from './run-seed.js';
import { Runs, type Traces } from './runs.js';
import { Surroundings } from './surroundings.js';
import { UnreliableApp } from './unreliable-app.js';
import { VirtualClock } from './virtual-clock.js';

const MINUTE = 60_000;
const LIVES = 200;

/** Lets one import go through everything that this seed draws, and another of the same app through nothing at all: both must come to the same. */
export async function runImportSeed(source: DataSource, test: ImportCase, seed: number): Promise<SeedResult> {
  const chance = new Chance(seed);
  const [line, deaths, edits] = [chance.fork(1), chance.fork(2), chance.fork(3)];
  const clock = new VirtualClock();
  const manifest = manifestOf(test.plugin);
  const sandbox = test.sandbox(() => clock.now(), chance);
  const app = new UnreliableApp(sandbox, manifest, line, clock, MINUTE);
  const world = { source, clock, app, plugin: test.plugin, task: test.task };
  const advanced = test.advanced(chance);
  const open = async () => {
    const shop = await new Surroundings(source).shop(manifest, test.answers, {}, clock.date());
    const values = [JSON.stringify(advanced), shop.storeId];
    await new Database(source).run('update installations set advanced = ? where store_id = ?', values);
    return new Runs(source, shop, manifest.id, test.task, clock);
  };

  const runs = await open();
  const faults: string[] = [];
  const roughLives = chance.between(1, 15);
  const busy = chance.happens(0.4);
  let edited = 0;
  let run = await runs.begin();
  for (let lives = 1; ; lives++) {
    const calm = lives > roughLives;
    if (calm) app.calmDown();
    app.story.push(`--- ${clock.date().toISOString()} life ${lives}, run ${run}`);
    const life = new Life(calm ? Number.POSITIVE_INFINITY : boundariesOf(deaths));
    const end = await runImport(world, await runs.takeUp(run), life).then(() => undefined, asError);
    if (end) app.story.push(`ended by ${end.name}: ${end.message}`);
    if (end && !isExpected(end) && !life.ended) faults.push(`A run failed: ${end.stack}`);
    if (lives > LIVES) faults.push('It never came to an end.');
    // Where nobody changes anything one run must suffice: the next would only mend what it left out.
    if ((!end && (calm || !busy)) || lives > LIVES) break;
    if (!end || end instanceof NeedsPerson) {
      await runs.end(run, end ? 'needs-person' : 'done');
      run = await runs.begin();
    }
    clock.moveTo(clock.now() + MINUTE);
    if (busy && !calm && edits.happens(0.5)) test.edit(edits, sandbox, ++edited);
  }
  await runs.end(run, 'done');
  app.calmDown();
  // What changed while pages were being turned may have slid between them: the daily reading of everything mends that.
  if (edited > 0) await runImport(world, await runs.takeUp(await runs.begin()), new Life(Number.POSITIVE_INFINITY));

  const undisturbed = await open();
  await runImport(world, await undisturbed.takeUp(await undisturbed.begin()), new Life(Number.POSITIVE_INFINITY));
  const verdict = compare(await runs.traces(), await undisturbed.traces());
  return { seed, ...verdict, wrong: [...verdict.wrong, ...faults], story: app.story };
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

const isExpected = (error: Error) =>
  [Killed, TryLater, Reconnect, NeedsPerson, NoAnswer].some((kind) => error instanceof kind);

/** A few lives see the end of a run; most end within a page or between two. */
function boundariesOf(chance: Chance): number {
  return chance.happens(0.8) ? chance.between(1, chance.pick([12, 40, 120])) : Number.POSITIVE_INFINITY;
}

function compare(found: Traces, expected: Traces): Verdict {
  const held = new Map(found.records.map((record) => [record.record_key, record]));
  const keys = new Set(expected.records.map(({ record_key }) => record_key));
  const links = new Map(found.links.map((link) => [link.remote_id, link]));
  const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  return {
    lost: [
      ...[...keys].filter((key) => !held.has(key)).map((key) => `${key} has no record`),
      ...expected.links
        .filter(({ remote_id }) => !links.has(remote_id))
        .map(({ remote_id }) => `${remote_id} has no link`),
    ],
    doubled: [
      ...[...held.keys()].filter((key) => !keys.has(key)).map((key) => `${key} is in no app`),
      ...[...found.created].filter(([, n]) => n > 1).map(([key, n]) => `The log creates ${key} ${n} times`),
    ],
    wrong: [
      ...expected.records
        .filter((record) => held.has(record.record_key) && differs(held.get(record.record_key), record))
        .map((record) => `${JSON.stringify(held.get(record.record_key))} should be ${JSON.stringify(record)}`),
      ...expected.links
        .filter((link) => links.has(link.remote_id) && differs(links.get(link.remote_id), link))
        .map((link) => `${JSON.stringify(links.get(link.remote_id))} should be ${JSON.stringify(link)}`),
      ...[...keys].filter((key) => found.created.get(key) !== 1).map((key) => `The log does not create ${key}`),
    ],
  };
}

import type { DataSource } from 'typeorm';
import { manifestOf } from '../../src/sdk/host/index.js';
import { NeedsPerson, Reconnect, TryLater } from '../../src/sdk/index.js';
import { settleOf } from '../../src/transactions/export-doors.js';
import { Chance } from './chance.js';
import type { ExportCase, Verdict } from './export-case.js';
import { Killed, Life } from './life.js';
import { takeOffers } from './people.js';
import { runExport } from './process.js';
import { Surroundings } from './surroundings.js';
import { UnreliableApp } from './unreliable-app.js';
import { VirtualClock } from './virtual-clock.js';

export interface SeedResult extends Verdict {
  seed: number;
  /** What happened, in order. */
  story: string[];
}

const MINUTE = 60_000;
const ROUNDS = 80;
/** Between two runs: at once, as where a person presses the button, up to as the schedule says. */
const PAUSES = [5000, 20_000, 45_000, MINUTE, 3 * MINUTE, 5 * MINUTE];

/** Lets one export go through everything that this seed draws, then everything work, and looks at both sides. */
export async function runSeed(source: DataSource, test: ExportCase, seed: number): Promise<SeedResult> {
  const chance = new Chance(seed);
  const line = chance.fork(1);
  const deaths = chance.fork(2);
  const clock = new VirtualClock();
  const surroundings = new Surroundings(source);
  const answers = test.answers(chance);
  const manifest = manifestOf(test.plugin);
  const { tasks = [test.task] } = test;
  const task = manifest.tasks.find(({ id }) => id === test.task)!;
  const settle = settleOf(task);
  // What may still land late of a state is told once more only after that.
  const patience = task.kind === 'state' ? 2 : 0;
  const sandbox = test.sandbox(() => clock.now(), chance);
  const app = new UnreliableApp(sandbox, manifest, line, clock, settle);
  const advanced = test.advanced?.(chance, answers) ?? {};
  const shop = await surroundings.shop(manifest, answers, test.maps, clock.date(), advanced);
  await surroundings.plant(shop, await test.surroundings(), clock.date());
  const records = test.records(chance, answers);
  await surroundings.plant(shop, records, clock.date());

  const editOne = async () => {
    const record = chance.pick(records);
    const body = chance.happens(0.3) ? test.edit?.(chance, record.body, answers) : undefined;
    if (!body) return;
    record.earlier = [...(record.earlier ?? []), record.body];
    record.body = body;
    // Nobody saves a change in the very millisecond in which the one before was taken in.
    clock.moveTo(clock.now() + 1000);
    app.story.push(`     edited: ${JSON.stringify(body)}`);
    await surroundings.plant(shop, [record], clock.date());
  };

  const meanwhile = chance.fork(3);
  const lookIn = async (calm: boolean) => {
    if (!test.meanwhile) return;
    if (!calm) test.meanwhile(meanwhile, sandbox);
    if (calm || meanwhile.happens(0.4)) await takeOffers(source, clock, shop);
  };

  const faults: string[] = [];
  const roughRounds = chance.between(1, 12);
  for (let round = 0; round < ROUNDS; round++) {
    const calm = round >= roughRounds;
    if (calm) app.calmDown();
    for (const task of shuffled(tasks, deaths)) {
      const life = new Life(calm ? Number.POSITIVE_INFINITY : boundariesOf(deaths));
      app.story.push(`--- ${clock.date().toISOString()} run ${round + 1}: ${task}`);
      const fault = await liveOnce({ source, clock, app, shop, plugin: test.plugin, task }, life);
      if (fault) faults.push(fault);
    }
    if (!calm) await editOne();
    await lookIn(calm);
    const next = (await surroundings.nextTry(shop)) ?? (calm ? await surroundings.nextRebuild(shop) : undefined);
    if (calm && next === undefined && round > roughRounds + patience) break;
    clock.moveTo(Math.max(next ?? 0, clock.now() + (calm ? 10 * MINUTE : chance.pick(PAUSES))));
    await app.catchUp();
  }
  const lines = (await Promise.all(tasks.map((task) => surroundings.log(shop, task)))).flat();
  const log = new Map(lines.map(({ key, state }) => [key, state]));
  const verdict = test.verify({ sandbox, records, answers, advanced, storeId: shop.storeId, log });
  return {
    seed,
    ...verdict,
    wrong: [...verdict.wrong, ...wrongInLog(lines, test.mayEndWithPeople), ...faults],
    story: app.story,
  };
}

/** A single task draws nothing: old seeds stay what they were. */
function shuffled(tasks: string[], chance: Chance): string[] {
  const left = [...tasks];
  return tasks.map(() => left.splice(left.length > 1 ? chance.between(0, left.length - 1) : 0, 1)[0]!);
}

/** Most lives end in the middle of things; a few come to a good end. */
function boundariesOf(chance: Chance): number {
  return chance.happens(0.7) ? chance.between(1, chance.pick([12, 40, 120])) : Number.POSITIVE_INFINITY;
}

/** Lets it run once. Answers how it failed, if in a way that no run may. */
async function liveOnce(world: Parameters<typeof runExport>[0], life: Life): Promise<string | undefined> {
  try {
    await runExport(world, life);
  } catch (error) {
    world.app.story.push(`ended by ${error instanceof Error ? `${error.name}: ${error.message}` : error}`);
    const expected = [Killed, TryLater, Reconnect, NeedsPerson].some((kind) => error instanceof kind) || life.ended;
    if (!expected) return `A run failed: ${error instanceof Error ? error.stack : error}`;
  }
  return undefined;
}

/** Once everything has settled, nothing may be left on its way or in doubt, but for what only a person can find out. */
function wrongInLog(
  log: { key: string; state: string; reason: string | null }[],
  byPeople: ExportCase['mayEndWithPeople'],
): string[] {
  const open = ['pending', 'sending', 'waiting', 'uncertain', 'rejected', 'needs-person'];
  const isLeftToPeople = ({ state, reason }: (typeof log)[number]) =>
    (state === 'waiting' || state === 'needs-person') && (byPeople === true || byPeople?.test(reason ?? ''));
  return log
    .filter((line) => open.includes(line.state) && !isLeftToPeople(line))
    .map(({ key, state, reason }) => `${key} is ${state} in the log: ${reason}`);
}

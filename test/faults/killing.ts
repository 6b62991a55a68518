import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { expect } from 'vitest';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { Database } from '../../src/database/database.js';
import { type ServedSandbox, serveSandbox } from '../../src/sandboxes/sandbox-server.js';
import { manifestOf } from '../../src/sdk/host/index.js';
import type { Plugin, Sandbox } from '../../src/sdk/index.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { Chance } from './chance.js';
import type { Planted } from './export-case.js';
import { type Shop, Surroundings } from './surroundings.js';
import { compileWorker, Worker } from './workers.js';

/** An export whose workers are killed in the middle of it. */
export interface KilledExport<Twin extends Sandbox> {
  plugin: Plugin;
  tasks: string[];
  answers: Record<string, unknown>;
  advanced?: Record<string, unknown>;
  maps: Record<string, [string, string][]>;
  twin: Twin;
  surroundings: Planted[];
  /** What is sold next: some records under one number. */
  sell(chance: Chance, number: string): Planted[];
  /** Requests during which a worker may be killed. */
  isWrite(request: Request): boolean;
}

const FIRST = 1001;
const ENOUGH = 150;

type Log = Awaited<ReturnType<Surroundings['log']>>;

/** Workers of a hub that are killed, one after the other, at one of their next few writes to the app; the last one lives. */
export class Killing<Twin extends Sandbox> {
  readonly records: Planted[] = [];
  readonly shop!: Shop;
  private readonly chance = new Chance(20);
  private readonly workers: Worker[] = [];
  private readonly surroundings: Surroundings;
  private readonly hub: Database;
  private sold = 0;
  /** Called with each write, before and after it is carried out. */
  private watch: (moment: 'before' | 'after') => void = () => undefined;
  private served!: ServedSandbox;

  private constructor(
    readonly of: KilledExport<Twin>,
    private readonly program: Awaited<ReturnType<typeof compileWorker>>,
    private readonly database: TestDatabase,
    private readonly source: DataSource,
    private readonly keys: string,
  ) {
    this.surroundings = new Surroundings(source);
    this.hub = new Database(source);
  }

  static async prepare<Twin extends Sandbox>(of: KilledExport<Twin>): Promise<Killing<Twin>> {
    const [program, database, keys] = await Promise.all([
      compileWorker(),
      testDatabase(),
      mkdtemp(join(tmpdir(), 'patchbay-keys-')),
    ]);
    const source = await new DataSource(dataSourceOptions(database.url)).initialize();
    await source.runMigrations();
    const killing = new Killing(of, program, database, source, keys);
    const { plugin, answers, maps, advanced, surroundings } = of;
    const shop = await killing.surroundings.shop(manifestOf(plugin), answers, maps, new Date(), advanced);
    await killing.surroundings.plant(shop, surroundings, new Date());
    const served = await serveSandbox(of.twin, { through: (request, answer) => killing.through(request, answer) });
    return Object.assign(killing, { shop, served });
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.kill()));
    await this.served?.stop();
    await this.source.destroy();
    await this.database.drop();
    await this.program.remove();
    await rm(this.keys, { recursive: true });
  }

  /** Kills so many, while the shop sells on. */
  async kill(times: number): Promise<void> {
    let next = this.worker();
    await this.sell(30);
    for (let kills = 0; kills < times; kills++) {
      const doomed = next;
      await doomed.work();
      next = this.worker();
      if (kills === 0) await this.activate();
      const killed = this.killAtSomeWrite(doomed).then(() => 'dead');
      // Two orders may not be enough for as many writes as it has to live.
      do {
        await this.sell(2);
        await this.due();
      } while ((await Promise.race([killed, sleep(700)])) !== 'dead');
      expect(doomed.diedOf).toBe('SIGKILL');
      // What it had reserved of the app's limits is its own for some seconds more.
      await this.hub.run('delete from tenant_slots');
    }
    // However fast they died, enough was sold to tell.
    await this.sell(Math.max(0, ENOUGH - this.sold));
    this.workers.push(next);
  }

  /**
   * Lets the last worker come to an end. What can't be found out is for a person, who looks for these references in the app and presses
   * the button: `absent` says whether nothing of them is there.
   */
  async drain(absent?: (references: string[]) => boolean): Promise<Log> {
    const last = this.workers.at(-1)!;
    await last.work();
    await this.due();
    const open = async () => {
      const lines = await this.log();
      const left = lines.filter(({ state }) => state !== 'exported' && state !== 'not-due');
      const asked = await this.asked();
      if (asked.length > 0 && absent?.(asked)) last.tell('again');
      if (left.length > 0) await this.due();
      const missing = this.records.length - lines.filter(({ task }) => this.of.tasks.includes(task)).length;
      return left
        .map(({ key, state, reason }) => `${key} is ${state}: ${reason}`)
        .concat(missing > 0 ? ['not in the log'] : []);
    };
    await expect.poll(open, { timeout: 90_000, interval: 500 }).toEqual([]);
    await last.kill();
    return this.log();
  }

  /** What a person is asked to look for. */
  private async asked(): Promise<string[]> {
    const rows = await this.hub.query<{ reference: string }>(
      "select reference from shipments where store_id = ? and state = 'needs-person' and message like '%not found in the app%'",
      [this.shop.storeId],
    );
    return rows.map(({ reference }) => reference);
  }

  private async log(): Promise<Log> {
    return (await Promise.all(this.of.tasks.map((task) => this.surroundings.log(this.shop, task)))).flat();
  }

  private worker(): Worker {
    const { plugin, twin } = this.of;
    const words = [plugin.id, this.database.url, this.served.url, JSON.stringify(twin.credentials), this.keys];
    const worker = new Worker(this.program.path, words);
    this.workers.push(worker);
    return worker;
  }

  private async sell(count: number): Promise<void> {
    const sold = Array.from({ length: count }, () => this.of.sell(this.chance, `N${FIRST + this.sold++}`)).flat();
    this.records.push(...sold);
    await this.surroundings.plant(this.shop, sold, new Date());
  }

  private async activate(): Promise<void> {
    await this.hub.run(
      "update schedules set schedule = 'every 30 minutes', active = 1 where store_id = ? and task in (?)",
      [this.shop.storeId, this.of.tasks],
    );
  }

  /** Everything is due, and whatever rests after a death or behind another goes on: nobody watches a test for half a minute. */
  private async due(): Promise<void> {
    const store = [this.shop.storeId];
    await this.hub.run(
      "update runs set run_at = now(3) where store_id = ? and alive = 1 and state <> 'running'",
      store,
    );
    await this.hub.run(
      "update shipments set next_try_at = now(3) where store_id = ? and state in ('waiting', 'uncertain')",
      store,
    );
    await this.hub.run('update schedules set next_run_at = now(3) where store_id = ? and active = 1', store);
  }

  private async through(request: Request, answer: (request: Request) => Promise<Response>): Promise<Response> {
    const isWrite = this.of.isWrite(request);
    await sleep(this.chance.between(1, 8));
    if (isWrite) this.watch('before');
    const said = await answer(request);
    await sleep(this.chance.between(1, 8));
    if (isWrite) this.watch('after');
    return said;
  }

  /** In the middle of things: at one of its next few writes, before, while or after the app carries it out. */
  private killAtSomeWrite(worker: Worker): Promise<void> {
    let writes = this.chance.between(1, 5);
    const moment = this.chance.pick(['before', 'after'] as const);
    const pause = this.chance.pick([0, 0, 2, 5, 12]);
    return new Promise((resolve) => {
      this.watch = (now) => {
        if (now !== moment || --writes > 0) return;
        this.watch = () => undefined;
        void sleep(pause)
          .then(() => worker.kill())
          .then(resolve);
      };
    });
  }
}

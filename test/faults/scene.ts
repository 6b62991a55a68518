import 'reflect-metadata';
import type { DataSource } from 'typeorm';
import { expect } from 'vitest';
import { manifestOf } from '../../src/sdk/host/index.js';
import type { Plugin, Sandbox } from '../../src/sdk/index.js';
import { Chance } from './chance.js';
import type { ExportCase, Planted } from './export-case.js';
import { Killed, Life } from './life.js';
import { runExport } from './process.js';
import { type Shop, Surroundings } from './surroundings.js';
import { UnreliableApp } from './unreliable-app.js';
import { VirtualClock } from './virtual-clock.js';

/** A shop whose records go to an app over a line that works. */
export class Scene<App extends Sandbox> {
  readonly clock = new VirtualClock();
  readonly line: UnreliableApp;
  /** Tasks that the last run wanted to start before their time. */
  readonly sooner = new Set<string>();
  private readonly surroundings: Surroundings;
  protected shop!: Shop;

  constructor(
    protected readonly source: DataSource,
    private readonly plugin: Plugin,
    readonly app: App,
    /** The one that runs unless another is named. */
    private readonly task: string,
  ) {
    this.surroundings = new Surroundings(source);
    this.line = new UnreliableApp(app, manifestOf(plugin), new Chance(1), this.clock, 120_000);
    this.line.calmDown();
  }

  get storeId(): number {
    return this.shop.storeId;
  }

  async open(
    answers: Record<string, unknown>,
    { maps = {}, advanced = {} }: Partial<Pick<ExportCase, 'maps'>> & { advanced?: Record<string, unknown> } = {},
  ): Promise<this> {
    const now = this.clock.date();
    this.shop = await this.surroundings.shop(manifestOf(this.plugin), answers, maps, now, advanced);
    return this;
  }

  plant(type: Planted['type'], body: Planted['body']): Promise<void> {
    return this.plantAll([{ type, body }]);
  }

  async plantAll(planted: Planted[]): Promise<void> {
    this.clock.moveTo(this.clock.now() + 1000);
    await this.surroundings.plant(this.shop, planted, this.clock.date());
  }

  async run(task = this.task): Promise<void> {
    this.clock.moveTo(this.clock.now() + 60_000);
    await this.live(new Life(Number.POSITIVE_INFINITY), task);
  }

  /** The process is killed at the first word after `over` became true. */
  async runUntilKilled(over: (life: Life) => unknown): Promise<void> {
    await expect(this.live(new Life(Number.POSITIVE_INFINITY, over))).rejects.toThrow(Killed);
  }

  later(days: number): void {
    this.clock.moveTo(this.clock.now() + days * 86_400_000);
  }

  /** As the button on the line's page does. */
  async agree(number: string, agreed: Buffer): Promise<void> {
    await this.source.query(
      `update outbox set recheck = 1, agreed = ? where store_id = ? and record_id =
         (select id from records where store_id = ? and record_key = ?)`,
      [agreed, this.storeId, this.storeId, number],
    );
  }

  /** Each record's line: its state, and why. */
  async log(task = this.task): Promise<Record<string, string>> {
    const rows = await this.surroundings.log(this.shop, task);
    return Object.fromEntries(rows.map(({ key, state, reason }) => [key, reason ? `${state}: ${reason}` : state]));
  }

  private async live(life: Life, task = this.task): Promise<void> {
    const { source, clock, line: app, shop, plugin } = this;
    this.sooner.clear();
    await runExport({ source, clock, app, shop, plugin, task, sooner: (one) => this.sooner.add(one) }, life);
  }
}

import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { refusalOf } from '../database/refusal.js';
import { tellOperator, writeAllBut } from '../database/refusals.js';
import type { Facts } from '../sdk/runtime/index.js';
import { rulesOf } from './eligibility.js';
import { ExportCursors } from './export-cursors.js';
import { type ExportRun, hasChildren } from './export-run.js';
import { unthrown } from './in-parallel.js';
import { OutboxStore } from './outbox.store.js';
import { ParentWaits } from './parents/parent-waits.store.js';

/** A record may commit a little after another that changed later. */
const OVERLAP = 10 * 60_000;

const MANY = 10;

/** Ids of records: behind the one, up to the other. */
interface Bounds {
  behind?: number;
  upTo?: number;
}

type Take = (bounds: Bounds) => Promise<void>;

interface Taking {
  now: Date;
  settings: Buffer;
  since: Date;
}

/** Brings the outbox up to date with the records and the settings. */
@Injectable()
export class Intake {
  constructor(
    private readonly outbox: OutboxStore,
    private readonly cursors: ExportCursors,
    private readonly database: Database,
    private readonly waits: ParentWaits,
  ) {}

  /**
   * Takes in what has changed. Of a first export, where that is everything, only as much as `first` says: the others are on their way
   * in, which `exporting.comingIn` waits for, while those leave already.
   */
  async takeIn(exporting: ExportRun, { first }: { first?: number } = {}): Promise<void> {
    const { run, key, facts, clock } = exporting;
    const now = clock.date();
    const settings = settingsFingerprint(facts);
    const { since, isFirst, settingsChanged } = await this.cursors.read(key, settings);
    if (settingsChanged) await this.outbox.recheckUnsent(key);
    const { record } = run.task;
    const eligible = rulesOf(run.task);
    const take: Take = (bounds) => this.outbox.takeIn(key, record, eligible, facts, { since, ...bounds }, now);
    const takeAll = async (bounds: Bounds) => {
      try {
        await take(bounds);
      } catch (error) {
        if (!refusalOf(error)) throw error;
        const ids = await this.outbox.toTakeIn(key, record, { since, ...bounds });
        await this.takeApart(exporting, ids, take, now);
      }
    };
    const upTo = isFirst && first !== undefined ? await this.outbox.idOf(key.storeId, record, first) : undefined;
    await takeAll({ upTo });
    const rest = async () => {
      if (upTo !== undefined) await takeAll({ behind: upTo });
      await this.conclude(exporting, { now, settings, since });
    };
    if (upTo === undefined) await rest();
    else exporting.comingIn = unthrown(rest());
  }

  /** One record that the database doesn't take keeps no other back, nor itself, where it is only something it says that isn't taken. */
  private async takeApart(exporting: ExportRun, ids: number[], take: Take, now: Date): Promise<void> {
    const refused = await writeAllBut(ids, (some) => take({ behind: some[0]! - 1, upTo: some.at(-1) }));
    const bare = refused.map(({ item }) => item);
    const unwritten = await writeAllBut(bare, (some) => this.outbox.takeInBare(exporting.key, some, now));
    // Where nothing of many is taken, it isn't theirs to mend.
    if (unwritten.length === ids.length && ids.length >= MANY) throw unwritten[0]!.error;
    for (const { item, error } of refused) tellOperator('what a record says as an export takes it in', error, [item]);
    for (const { item } of unwritten) exporting.unwritten.add(item);
  }

  private async conclude({ run, key, unwritten }: ExportRun, { now, settings, since }: Taking): Promise<void> {
    await this.outbox.retryRejected(key, now);
    // What a rule keeps back has come to rest without being built.
    if (hasChildren(run)) await this.database.transaction((tx) => this.waits.wake(tx, key));
    // What couldn't be taken in at all changed since then, and is to be taken in by the next run.
    await this.cursors.write(key, unwritten.size > 0 ? since : new Date(now.getTime() - OVERLAP), settings);
  }
}

/** Of everything that eligibility and building depend on besides the records. */
export function settingsFingerprint({ answers, advanced, maps, store }: Facts): Buffer {
  return Buffer.from(hash('sha256', JSON.stringify([answers, advanced, maps, store])).slice(0, 32), 'hex');
}

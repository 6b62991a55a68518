import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Facts } from '../sdk/runtime/index.js';
import { ExportCursors } from './export-cursors.js';
import { type ExportRun, hasChildren } from './export-run.js';
import { unthrown } from './in-parallel.js';
import { OutboxStore } from './outbox.store.js';
import { ParentWaits } from './parent-waits.store.js';

/** A record may commit a little after another that changed later. */
const OVERLAP = 10 * 60_000;

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
    const { record, eligible = [] } = run.task;
    const take = (bounds: { behind?: number; upTo?: number }) =>
      this.outbox.takeIn(key, record, eligible, facts, { since, ...bounds }, now);
    const upTo = isFirst && first !== undefined ? await this.outbox.idOf(key.storeId, record, first) : undefined;
    await take({ upTo });
    const rest = async () => {
      if (upTo !== undefined) await take({ behind: upTo });
      await this.conclude(exporting, now, settings);
    };
    if (upTo === undefined) await rest();
    else exporting.comingIn = unthrown(rest());
  }

  private async conclude({ run, key }: ExportRun, now: Date, settings: Buffer): Promise<void> {
    await this.outbox.retryRejected(key, now);
    // What a rule keeps back has come to rest without being built.
    if (hasChildren(run)) await this.database.transaction((tx) => this.waits.wake(tx, key));
    await this.cursors.write(key, new Date(now.getTime() - OVERLAP), settings);
  }
}

/** Of everything that eligibility and building depend on besides the records. */
export function settingsFingerprint({ answers, advanced, maps, store }: Facts): Buffer {
  return Buffer.from(hash('sha256', JSON.stringify([answers, advanced, maps, store])).slice(0, 32), 'hex');
}

import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Facts } from '../sdk/runtime/index.js';
import { ExportCursors } from './export-cursors.js';
import { type ExportRun, hasChildren } from './export-run.js';
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

  async takeIn({ run, key, facts, clock }: ExportRun): Promise<void> {
    const now = clock.date();
    const settings = settingsFingerprint(facts);
    const cursor = await this.cursors.read(key, settings);
    if (cursor.settingsChanged) await this.outbox.recheckUnsent(key);
    await this.outbox.takeIn(key, run.task.record, run.task.eligible ?? [], facts, cursor.since, now);
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

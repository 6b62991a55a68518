import type { Clock } from '../../clock/clock.js';
import type { Database, Transaction } from '../../database/database.js';
import type { ImportManifest } from '../../sdk/host/index.js';
import { declarationOf, NeedsPerson } from '../../sdk/index.js';
import { GONE } from '../fingerprint.js';
import type { MissingQuestions } from '../missing-questions.service.js';
import { instant, runAll, statements } from '../sql-text.js';
import type { ImportRun, Incoming } from './import-run.js';
import { LOG_INSERT, type LogLine, logRow } from './log-lines.js';
import { lockById } from './lookup.js';
import type { Difference } from './merge.js';
import type { Held } from './plan.js';
import { seenRecords } from './seen.js';
import { recordUpdates } from './write.js';

// Below this many, a percentage says nothing.
const FEW = 5;
const SHARE = 0.1;
const AT_ONCE = 500;
const READ_AT_ONCE = 5000;

interface Missing {
  remoteId: string;
  recordId: number;
}

/** What a complete snapshot lacks is gone in the app. */
export class Snapshot {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly questions: MissingQuestions,
    private readonly run: ImportRun,
    private readonly incoming: Incoming,
  ) {}

  /** Call once every page is written. Asks a person first when a great deal is missing. */
  async finish(missing: Exclude<ImportManifest['missing'], 'keep'>, seq: number): Promise<void> {
    if (await this.hasNamelessRows()) return this.forget();
    const { gone, known } = await this.compare();
    if (gone.length > Math.max(FEW, known * SHARE)) await this.ask(gone.length, known);
    for (let at = 0; at < gone.length; at += AT_ONCE) {
      await this.takeAway(gone.slice(at, at + AT_ONCE), missing, seq);
    }
    await this.questions.forget(this.incoming);
    await this.forget();
  }

  /** A row without an id may be any of those that seem to be missing. */
  private async hasNamelessRows(): Promise<boolean> {
    const { storeId, runId } = this.incoming;
    const row = await this.database.one(
      `select 1 from import_log where store_id = ? and run_id = ? and action = 'failed' and remote_id = '' limit 1`,
      [storeId, runId],
    );
    return row !== undefined;
  }

  private async compare(): Promise<{ gone: Missing[]; known: number }> {
    const { storeId, connectionId, type } = this.incoming;
    const seen = await seenRecords(this.database, this.incoming);
    const gone: Missing[] = [];
    let known = 0;
    for (let after = ''; ; ) {
      // Only rows that the app itself gave once: what was just created there by an export is not expected yet.
      const rows = await this.database.query<{ remote_id: string; record_id: number }>(
        `select remote_id, record_id from links where store_id = ? and connection_id = ? and type = ? and remote_id > ?
           and hash <> ? order by remote_id limit ${READ_AT_ONCE}`,
        [storeId, connectionId, type, after, Buffer.from(GONE, 'hex')],
      );
      known += rows.length;
      for (const row of rows) {
        if (!seen.has(row.record_id)) gone.push({ remoteId: row.remote_id, recordId: row.record_id });
      }
      if (rows.length < READ_AT_ONCE) return { gone, known };
      after = rows.at(-1)!.remote_id;
    }
  }

  private async ask(gone: number, known: number): Promise<void> {
    if (await this.questions.agreed(this.incoming, gone, known)) return;
    throw new NeedsPerson(
      `The app no longer lists ${gone} of ${known}. If that is right, approve it and run the task again; if not, look into the app first.`,
    );
  }

  private async takeAway(gone: Missing[], missing: 'retire' | 'zero', seq: number): Promise<void> {
    this.run.signal.throwIfAborted();
    await this.database.transaction(async (tx) => {
      const held = await lockById(
        tx,
        this.incoming,
        gone.map(({ recordId }) => recordId),
      );
      const lines = gone.flatMap(({ remoteId, recordId }): Gone[] => {
        const record = held.get(recordId);
        const changes = record ? this.changesOf(record, missing) : [];
        return changes.length > 0 ? [{ remoteId, record: record!, changes }] : [];
      });
      await this.write(tx, gone, lines, missing, seq);
      await this.run.keep(tx, { add: { updated: lines.length } });
    });
  }

  private changesOf(record: Held, missing: 'retire' | 'zero'): Difference[] {
    if (missing === 'retire') return record.retired ? [] : [{ field: 'retired', before: false, after: true }];
    const { fields } = declarationOf(this.incoming.type);
    return [...this.incoming.masters]
      .filter(([field, master]) => master === 'app' && ['decimal', 'money'].includes(fields[field]?.kind ?? ''))
      .map(([field]) => ({ field, before: record.body[field] ?? null, after: '0' }))
      .filter(({ before }) => before !== '0');
  }

  private async write(tx: Transaction, gone: Missing[], lines: Gone[], missing: 'retire' | 'zero', seq: number) {
    const { storeId, connectionId, type, runId } = this.incoming;
    const at = instant(this.clock.now());
    if (missing === 'retire' && lines.length > 0) {
      await tx.run(`update records set retired_at = ${at}, changed_at = ${at} where store_id = ? and id in (?)`, [
        storeId,
        lines.map(({ record }) => record.id),
      ]);
    }
    if (missing === 'zero') {
      const zeroed = lines.map(({ record, changes }) => ({
        ...record,
        body: { ...record.body, ...Object.fromEntries(changes.map(({ field, after }) => [field, after])) },
      }));
      await runAll(tx, recordUpdates(this.incoming, zeroed, at));
    }
    await tx.run(
      'update links set hash = ?, told = null where store_id = ? and connection_id = ? and type = ? and remote_id in (?)',
      [Buffer.from(GONE, 'hex'), storeId, connectionId, type, gone.map(({ remoteId }) => remoteId)],
    );
    const last = await tx.one<{ next: number }>(
      'select coalesce(max(row_no) + 1, 0) as next from import_log where store_id = ? and run_id = ? and seq = ?',
      [storeId, runId, seq],
    );
    const row = logRow(this.incoming, at);
    const action = missing === 'retire' ? 'retired' : 'zeroed';
    const reason = 'The app no longer lists it.';
    const log = lines.map(
      ({ remoteId, record, changes }, n): LogLine => ({
        seq,
        rowNo: last!.next + n,
        recordId: record.id,
        remoteId,
        action,
        reason,
        changes,
      }),
    );
    await runAll(tx, statements(LOG_INSERT, log.map(row)));
  }

  /** Of earlier runs as well, which a person may have cancelled. */
  private async forget(): Promise<void> {
    const { storeId, installationId, task } = this.incoming;
    await this.database.run(
      `delete p from snapshot_pages p join runs r on r.store_id = p.store_id and r.id = p.run_id
       where p.store_id = ? and r.installation_id = ? and r.task = ?`,
      [storeId, installationId, task],
    );
  }
}

interface Gone {
  remoteId: string;
  record: Held;
  changes: Difference[];
}

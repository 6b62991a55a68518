import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Outbound } from '../../connections/outbound.js';
import { Database } from '../../database/database.js';
import { FactsService } from '../../installations/facts.service.js';
import { CallDesk } from '../../plugins/call-desk.js';
import type { DocumentManifest } from '../../sdk/host/index.js';
import type { StatementRow } from '../../sdk/index.js';
import type { Facts, StatedPage } from '../../sdk/runtime/index.js';
import { pullStatement } from '../../tasks/pull-statement.js';
import type { RunInProgress } from '../../tasks/run-in-progress.js';
import { sweptTask } from '../../tasks/run-task.js';
import { type RunWork, RunWorks } from '../../tasks/run-works.js';
import { reasonNotDue, startOf } from '../eligibility.js';
import { EarlierDocuments } from './earlier-documents.js';
import { Matching } from './matching.js';

const DAY = 86_400_000;
/** Another tool may have dated a document a month before the sale, by a quote, say. Without a start date: so far back. */
const BEFORE = 31;
const WITHOUT_A_START = 92;

/** A run that looks an app through for what another tool has sent of an export's records, before anything of ours leaves. */
@Injectable()
export class SweepWork implements OnModuleInit, RunWork {
  constructor(
    private readonly works: RunWorks,
    private readonly factsOf: FactsService,
    private readonly outbound: Outbound,
    private readonly desk: CallDesk,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly documents: EarlierDocuments,
    private readonly matching: Matching,
  ) {}

  onModuleInit(): void {
    this.works.register('sweep', this);
  }

  async work(run: RunInProgress): Promise<void> {
    const task = sweptTask(run.plugin.manifest, run.task.id)!;
    const { facts, connectionId } = await this.factsOf.connected(run.storeId, run.installationId, run.plugin.manifest);
    const key = { storeId: run.storeId, installationId: run.installationId, task: task.id, connectionId };
    // It is read within minutes: one that was interrupted begins again.
    await this.database.transaction(async (tx) => {
      await this.documents.forget(tx, key);
      await run.keep(tx, { seq: 0 });
    });
    await pullStatement(
      run,
      { outbound: this.outbound, desk: this.desk },
      {
        connectionId,
        facts,
        kind: task.takesOver,
        range: { ...this.range(task, facts), seq: 0 },
        keep: (page) => this.keep(run, key, whole(page, { date: this.today(), currency: facts.store.currency })),
      },
    );
    await this.matching.match(key, task.record, await this.unsent(key, task, facts));
  }

  private async keep(run: RunInProgress, key: Key, page: StatedPage): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.documents.keep(tx, key, page.rows.filter(mayBeOurs));
      await run.page(tx, { seq: page.seq, read: page.rows.length });
      await run.keep(tx, { seq: page.seq + 1, total: page.total, add: { read: page.rows.length } });
    });
  }

  private today(): string {
    return dayOf(this.clock.now());
  }

  private range(task: DocumentManifest, facts: Facts): { from: string; to: string } {
    const now = this.clock.now();
    const start = startOf(task.eligible, facts);
    const from = start === undefined ? now - WITHOUT_A_START * DAY : Date.parse(start) - BEFORE * DAY;
    return { from: dayOf(from), to: dayOf(now + 2 * DAY) };
  }

  /** What the rules let through and nothing has been sent of. */
  private async unsent(key: Key, task: DocumentManifest, facts: Facts): Promise<number[]> {
    const reason = reasonNotDue(task.eligible, facts);
    const rows = await this.database.query<{ id: number }>(
      `select r.id from records r
       left join outbox o on o.store_id = r.store_id and o.installation_id = ? and o.task = ? and o.record_id = r.id
       where r.store_id = ? and r.type = ? and ${reason.sql} is null
         and (o.state is null or o.state in ('pending', 'not-due', 'needs-person', 'rejected')) order by r.id`,
      [key.installationId, key.task, key.storeId, task.record, ...reason.parameters],
    );
    return rows.map(({ id }) => id);
  }
}

type Key = { storeId: number; installationId: number; task: string; connectionId: number };

/** Neither another store's of this hub, nor one that is no longer in force. */
const mayBeOurs = ({ ours, status }: StatementRow): boolean =>
  ours !== false && status !== 'deleted' && status !== 'voided';

/** What makes no sense may be what another tool has sent, too: where it names a record, a person says whether it is. */
const whole = (page: StatedPage, { date, currency }: Pick<StatementRow, 'date' | 'currency'>): StatedPage => ({
  ...page,
  rows: page.rows.map((row) => ({ ...row, date: row.date || date, currency: row.currency || currency })),
});

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

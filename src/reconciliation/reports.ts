import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database, type Transaction } from '../database/database.js';
import { Ids } from '../database/ids.js';
import type { StatementKind } from '../sdk/index.js';
import { statementRun } from '../tasks/run-task.js';
import { Runs } from '../tasks/runs.service.js';
import { ReconciliationSettings } from './reconciliation-settings.js';
import type { Totals } from './totals.js';

/** A report as its row says. */
export interface Report {
  storeId: number;
  id: number;
  installationId: number;
  kind: StatementKind;
  /** 'YYYY-MM-DD', inclusive. */
  from: string;
  to: string;
  tolerance: string;
  days: number;
  runId: number | null;
  askedBy: number | null;
  askedAt: Date;
  finishedAt: Date | null;
  superseded: boolean;
  totals: Totals | null;
}

interface Row {
  store_id: number;
  id: number;
  installation_id: number;
  kind: StatementKind;
  from_date: string;
  to_date: string;
  tolerance: string;
  days: number;
  run_id: number | null;
  asked_by: number | null;
  asked_at: Date;
  finished_at: Date | null;
  superseded: 0 | 1;
  totals: Totals | null;
}

export interface Asked {
  storeId: number;
  installationId: number;
  kind: StatementKind;
  from: string;
  to: string;
}

/** Reports of a store: asked for, made by a run, kept as a history. */
@Injectable()
export class Reports {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly runs: Runs,
    private readonly settings: ReconciliationSettings,
  ) {}

  /** Asks for one and queues its run. While one of the same statement is being made, answers nothing. Throws `CannotStart`. */
  async ask({ storeId, installationId, kind, from, to }: Asked, by: number | null): Promise<number | undefined> {
    const id = await this.ids.next('report');
    const { tolerance, days } = await this.settings.of(storeId, installationId);
    await this.database.run(
      `insert into reconciliation_reports (store_id, id, installation_id, kind, from_date, to_date, tolerance, days, asked_by, asked_at)
       values (?)`,
      [[storeId, id, installationId, kind, from, to, tolerance, days, by, this.clock.date()]],
    );
    const started = await this.start(storeId, installationId, kind, id, by).catch(async (error: unknown) => {
      await this.withdraw(storeId, id);
      throw error;
    });
    if (!started) await this.withdraw(storeId, id);
    return started ? id : undefined;
  }

  async find(storeId: number, id: number): Promise<Report | undefined> {
    const row = await this.database.one<Row>('select * from reconciliation_reports where store_id = ? and id = ?', [
      storeId,
      id,
    ]);
    return row && reportOf(row);
  }

  /** The newest ones of a statement, newest first. */
  async history(storeId: number, installationId: number, kind: StatementKind, limit: number): Promise<Report[]> {
    const rows = await this.database.query<Row>(
      `select * from reconciliation_reports where store_id = ? and installation_id = ? and kind = ? order by id desc limit ?`,
      [storeId, installationId, kind, limit],
    );
    return rows.map(reportOf);
  }

  /** The newest one that has its results, or that one of the history. */
  async latest(
    storeId: number,
    installationId: number,
    kind: StatementKind,
    id: number | undefined,
  ): Promise<Report | undefined> {
    const row = await this.database.one<Row>(
      `select * from reconciliation_reports where store_id = ? and installation_id = ? and kind = ? and finished_at is not null
         ${id === undefined ? '' : 'and id = ?'} order by id desc limit 1`,
      [storeId, installationId, kind, ...(id === undefined ? [] : [id])],
    );
    return row && reportOf(row);
  }

  async ofRun(storeId: number, id: number): Promise<Report> {
    const report = await this.find(storeId, id);
    if (!report) throw new Error(`Report ${id} of store ${storeId} is gone`);
    return report;
  }

  /** It has its results; those before it keep only what they found. */
  async finish(tx: Transaction, report: Report, totals: Totals, at: Date): Promise<void> {
    const { storeId, id, installationId, kind } = report;
    await tx.run('update reconciliation_reports set finished_at = ?, totals = ? where store_id = ? and id = ?', [
      at,
      JSON.stringify(totals),
      storeId,
      id,
    ]);
    await tx.run(
      `update reconciliation_reports set superseded = 1 where store_id = ? and installation_id = ? and kind = ? and id < ?
         and superseded = 0`,
      [storeId, installationId, kind, id],
    );
  }

  /** Somebody has taken a difference of it as right, or no longer does. */
  async recount({ storeId, id }: Report, totals: Totals): Promise<void> {
    await this.database.run('update reconciliation_reports set totals = ? where store_id = ? and id = ?', [
      JSON.stringify(totals),
      storeId,
      id,
    ]);
  }

  private async start(storeId: number, installationId: number, kind: StatementKind, id: number, by: number | null) {
    const ref = { storeId, installationId, task: statementRun(kind) };
    const runId = await this.runs.readStatement(ref, id, by === null ? 'schedule' : 'person');
    if (runId === undefined) return false;
    await this.database.run('update reconciliation_reports set run_id = ? where store_id = ? and id = ?', [
      runId,
      storeId,
      id,
    ]);
    return true;
  }

  private async withdraw(storeId: number, id: number): Promise<void> {
    await this.database.run('delete from reconciliation_reports where store_id = ? and id = ?', [storeId, id]);
  }
}

function reportOf(row: Row): Report {
  return {
    storeId: row.store_id,
    id: row.id,
    installationId: row.installation_id,
    kind: row.kind,
    from: row.from_date,
    to: row.to_date,
    tolerance: row.tolerance,
    days: row.days,
    runId: row.run_id,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    finishedAt: row.finished_at,
    superseded: Boolean(row.superseded),
    totals: row.totals,
  };
}

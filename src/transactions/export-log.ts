import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/database.js';
import { Ids } from '../database/ids.js';
import { instant, quoted, quotedOrNull, runAll, statements } from '../records/sql-text.js';
import type { ExportRun } from './export-run.js';
import type { Outcome } from './outcome.js';
import type { OutboxState } from './states.js';

const COLUMNS =
  'store_id, id, installation_id, run_id, task, record_id, shipment_id, step, outcome, message, exchange_id, at';

/** The history of every try: one line per record and step, never changed afterwards. */
@Injectable()
export class ExportLog {
  constructor(private readonly ids: Ids) {}

  /** Each member of a shipment gets its own line; the shipment tells which batch it travelled in. */
  async tried(tx: Transaction, exporting: ExportRun, outcomes: Outcome[]): Promise<void> {
    const lines = outcomes.flatMap(({ shipment, step, outcome, message, exchange }) =>
      shipment.members.map(({ recordId }) => ({ recordId, shipmentId: shipment.id, step, outcome, message, exchange })),
    );
    await this.write(tx, exporting, lines);
  }

  /** Records that got no further than being looked at. Not being due is a state, not an event. */
  async settled(
    tx: Transaction,
    exporting: ExportRun,
    rows: { recordId: number; state: OutboxState; reason: string | null }[],
  ): Promise<void> {
    const lines = rows
      .filter(({ state }) => state !== 'not-due')
      .map(({ recordId, state, reason }) => ({
        recordId,
        shipmentId: null,
        step: null,
        outcome: state,
        message: reason,
        exchange: null,
      }));
    await this.write(tx, exporting, lines);
  }

  /** What telling the app about its copy of some records came to. */
  async told(
    tx: Transaction,
    exporting: ExportRun,
    rows: { recordId: number; state: OutboxState; reason: string | null }[],
    exchange: number | null,
  ): Promise<void> {
    const lines = rows.map(({ recordId, state, reason }) => ({
      recordId,
      shipmentId: null,
      step: 'update',
      outcome: state === 'exported' ? 'done' : state,
      message: reason,
      exchange,
    }));
    await this.write(tx, exporting, lines);
  }

  private async write(tx: Transaction, { key, run, clock }: ExportRun, lines: Line[]): Promise<void> {
    if (lines.length === 0) return;
    const ids = await this.ids.take('log', lines.length);
    const [task, at] = [quoted(key.task), instant(clock.now())];
    const rows = lines.map(({ recordId, shipmentId, step, outcome, message, exchange }, n) => {
      const what = `${quotedOrNull(step)},${quoted(outcome)},${quotedOrNull(message?.slice(0, 1000))}`;
      return `${key.storeId},${ids[n]},${key.installationId},${run.id},${task},${recordId},${shipmentId},${what},${exchange},${at}`;
    });
    await runAll(tx, statements(`insert into export_log (${COLUMNS}) values `, rows));
  }
}

interface Line {
  recordId: number;
  shipmentId: number | null;
  step: string | null;
  outcome: string;
  message: string | null;
  exchange: number | null;
}

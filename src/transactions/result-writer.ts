import type { Database, SqlValue, Transaction } from '../database/database.js';
import type { ExportLog } from './export-log.js';
import { type ExportRun, hasChildren } from './export-run.js';
import { linkFurther } from './further-links.js';
import type { OutboxStore } from './outbox.store.js';
import type { Outcome } from './outcome.js';
import type { ParentWaits } from './parent-waits.store.js';
import { Rounds } from './rounds.js';
import type { ShipmentRow } from './shipment.js';
import type { ShipmentStore } from './shipments.store.js';

/** Commits what became of shipments, many at once; nobody goes on before their result is committed. */
export class ResultWriter {
  private readonly rounds = new Rounds<Outcome>((outcomes) => this.commit(outcomes));

  constructor(
    private readonly exporting: ExportRun,
    private readonly database: Database,
    private readonly stores: { outbox: OutboxStore; shipments: ShipmentStore; log: ExportLog; waits: ParentWaits },
  ) {}

  write(outcome: Outcome): Promise<void> {
    return this.rounds.add(outcome);
  }

  private async commit(outcomes: Outcome[]): Promise<void> {
    const { key, clock, run } = this.exporting;
    const { outbox, shipments, log, waits } = this.stores;
    const now = clock.now();
    const moved = outcomes.map((outcome) => outcome.shipment);
    const recordIds = [...new Set(moved.flatMap((shipment) => shipment.members.map((member) => member.recordId)))];
    await this.database.transaction(async (tx) => {
      await shipments.move(tx, moved, now);
      await this.link(tx, moved);
      await linkFurther(
        tx,
        { storeId: key.storeId, connectionId: this.exporting.connectionId },
        outcomes.flatMap(({ links = [] }) => links),
      );
      await log.tried(tx, this.exporting, outcomes);
      await outbox.follow(tx, key, recordIds, now);
      if (hasChildren(run)) await waits.wake(tx, key, recordIds);
      await run.keep(tx, { add: countersOf(outcomes) });
    });
  }

  /** A record that travelled alone is the thing over there; one of a batch, or what makes up for a change, is found by its shipment. */
  private async link(tx: Transaction, moved: ShipmentRow[]): Promise<void> {
    const rows = moved
      .filter(({ remoteId, members, corrects }) => remoteId !== null && members.length === 1 && corrects === null)
      .map((shipment): SqlValue[] => [
        shipment.storeId,
        shipment.connectionId,
        this.exporting.run.task.record,
        shipment.remoteId,
        shipment.members[0]!.recordId,
      ]);
    if (rows.length === 0) return;
    await tx.run(
      'insert into links (store_id, connection_id, type, remote_id, record_id) values ? on duplicate key update record_id = values(record_id)',
      [rows],
    );
  }
}

function countersOf(outcomes: Outcome[]): Record<string, number> {
  const count = (...states: string[]) =>
    outcomes.reduce((sum, { shipment }) => sum + (states.includes(shipment.state) ? shipment.members.length : 0), 0);
  return { sent: count('done'), waiting: count('waiting', 'uncertain'), failed: count('rejected', 'needs-person') };
}

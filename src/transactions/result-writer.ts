import type { Database, Transaction } from '../database/database.js';
import { tellOperator, whereToLook, whyRefused, writeAllBut } from '../database/refusals.js';
import { quoted, runAll, statements } from '../records/sql-text.js';
import type { ExportLog } from './export-log.js';
import { type ExportRun, hasChildren } from './export-run.js';
import { linkFurther } from './further-links.js';
import { partition } from './group.js';
import type { OutboxStore } from './outbox.store.js';
import type { Outcome } from './outcome.js';
import type { ParentWaits } from './parents/parent-waits.store.js';
import { Rounds } from './rounds.js';
import { isOutdated, isSole, recordIdsOf, type ShipmentRow } from './shipment.js';
import type { ShipmentStore } from './shipments.store.js';

const HOUR = 3_600_000;

/** Commits what became of shipments, many at once; nobody goes on before their result is committed. */
export class ResultWriter {
  private readonly rounds = new Rounds<Outcome[]>((requests) => this.commit(requests.flat()));
  private readonly doubted = new WeakMap<Outcome, Outcome>();

  constructor(
    private readonly exporting: ExportRun,
    private readonly database: Database,
    private readonly stores: { outbox: OutboxStore; shipments: ShipmentStore; log: ExportLog; waits: ParentWaits },
  ) {}

  /** Answers them as they are written down. */
  async write(outcomes: Outcome[]): Promise<Outcome[]> {
    await this.rounds.add(outcomes);
    return outcomes.map((outcome) => this.doubted.get(outcome) ?? outcome);
  }

  private async commit(outcomes: Outcome[]): Promise<void> {
    const refused = await writeAllBut(outcomes, (some) => this.keep(some));
    for (const { item, error } of refused) await this.doubt(item, error);
  }

  /** What the app has answered is lost; that it may have landed is not: nothing of it is sent again before it has been looked up. */
  private async doubt(outcome: Outcome, error: unknown): Promise<void> {
    const { key, clock, run, settle } = this.exporting;
    const { shipment, step, exchange } = outcome;
    const recordIds = recordIdsOf([shipment]);
    tellOperator('what an app has answered to an export', error, recordIds);
    const message = inDoubt(run.plugin.manifest.name, error, run.id);
    const state = 'uncertain' as const;
    const doubted: Outcome = { shipment: { ...shipment, state, message }, step, outcome: state, message, exchange };
    const now = clock.now();
    await this.database.transaction(async (tx) => {
      // Nothing else of it changes: which steps it has taken is what was known before.
      await tx.run(
        `update shipments set state = 'uncertain', label = null, message = ?, next_try_at = ?, changed_at = ?
         where store_id = ? and id = ?`,
        [message, new Date(now + settle + HOUR), new Date(now), key.storeId, shipment.id],
      );
      await this.stores.outbox.follow(tx, key, recordIds, now);
      await this.stores.log.tried(tx, this.exporting, [doubted]);
      await run.keep(tx, { add: countersOf([doubted]) });
    });
    this.doubted.set(outcome, doubted);
  }

  private async keep(outcomes: Outcome[]): Promise<void> {
    const { key, clock, run } = this.exporting;
    const { outbox, shipments, log, waits } = this.stores;
    const now = clock.now();
    const moved = outcomes.map((outcome) => outcome.shipment);
    const [simple, others] = partition(moved, hasGoneOn);
    const recordIds = recordIdsOf(moved);
    await this.database.transaction(async (tx) => {
      await shipments.move(tx, moved, now);
      const yielding = outcomes.filter(({ yields }) => yields);
      await shipments.letOthersGo(
        tx,
        yielding.map(({ shipment }) => shipment),
      );
      await this.link(tx, moved);
      await linkFurther(
        tx,
        { storeId: key.storeId, connectionId: this.exporting.connectionId },
        outcomes.flatMap(({ links = [] }) => links),
      );
      await log.tried(tx, this.exporting, outcomes);
      await outbox.goOn(tx, key, simple, now);
      await outbox.follow(tx, key, recordIdsOf(others), now);
      await outbox.buildAnew(tx, key, recordIdsOf(moved.filter(isOutdated)));
      if (hasChildren(run)) await waits.wake(tx, key, recordIds);
      await run.keep(tx, { add: countersOf(outcomes) });
    });
  }

  /** A record that travelled alone is the thing over there; one of a batch, or what makes up for a change, is found by its shipment. */
  private async link(tx: Transaction, moved: ShipmentRow[]): Promise<void> {
    const { storeId } = this.exporting.key;
    const { connectionId, run } = this.exporting;
    const links = moved.flatMap(({ remoteId, members, corrects }) =>
      remoteId !== null && members.length === 1 && corrects === null
        ? [`${storeId},${connectionId},${quoted(run.task.record)},${quoted(remoteId)},${members[0]!.recordId}`]
        : [],
    );
    const into = 'insert into links (store_id, connection_id, type, remote_id, record_id) values ';
    await runAll(tx, statements(into, links, ' on duplicate key update record_id = values(record_id)'));
  }
}

const inDoubt = (app: string, error: unknown, runId: number): string =>
  `${app} answered, but the hub couldn’t write that down: ${whyRefused(error)}. So it is looked up before anything of it is sent again: in an hour, or when you ask for it. Should it come back, ${whereToLook(runId)}`;

/** All that is to be shown of its record is what was done just now. */
const hasGoneOn = (shipment: ShipmentRow) =>
  isSole(shipment) && shipment.message === null && (shipment.state === 'done' || shipment.state === 'sending');

function countersOf(outcomes: Outcome[]): Record<string, number> {
  const count = (...states: string[]) =>
    outcomes.reduce((sum, { shipment }) => sum + (states.includes(shipment.state) ? shipment.members.length : 0), 0);
  return { sent: count('done'), waiting: count('waiting', 'uncertain'), failed: count('rejected', 'needs-person') };
}

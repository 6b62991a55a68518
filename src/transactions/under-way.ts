import type { Database, SqlValue, Transaction } from '../database/database.js';
import type { RunInProgress } from '../tasks/run-in-progress.js';
import { Rounds } from './rounds.js';
import type { ShipmentRow } from './shipment.js';
import type { TaskKey } from './shipments.store.js';

/** To be called before a request of these leaves. */
export type Leave = (shipments: ShipmentRow[]) => Promise<void>;

/** What is under way together, at the place where it is written down. */
interface Departing {
  way: number;
  shipments: ShipmentRow[];
}

/**
 * Says in the database what may have left, before a request of it does: one row for all that is under way together, which the next
 * ones on the same way write over. After a crash only what is named there has to be looked up; nothing else can have left.
 */
export class UnderWay {
  private readonly free: number[] = [];
  private ways = 0;
  private readonly rounds = new Rounds<Departing>((departing) => this.write(departing));

  constructor(
    private readonly run: RunInProgress,
    private readonly database: Database,
  ) {}

  /**
   * While `work` goes on, whatever of these it has named to `leave` counts as gone. When it throws, nobody knows what became of them,
   * and they go on counting as gone.
   */
  async during(work: (leave: Leave) => Promise<void>): Promise<void> {
    const way = this.free.pop() ?? this.ways++;
    let named: Promise<void> | undefined;
    // Later steps are taken by the same ones, or by fewer.
    await work((shipments) => (named ??= this.rounds.add({ way, shipments })));
    this.free.push(way);
  }

  /** Throws when another worker has taken over. */
  private async write(departing: Departing[]): Promise<void> {
    const { storeId, id, fence } = this.run;
    const rows = departing.map(() => 'select ? way, ? shipments').join(' union all ');
    const values = departing.flatMap(({ way, shipments }): SqlValue[] => [
      way,
      shipments.map((one) => one.id).join(','),
    ]);
    const written = await this.database.run(
      `insert into under_way (store_id, installation_id, task, way, shipments)
       select r.store_id, r.installation_id, r.task, leaving.way, leaving.shipments from runs r join (${rows}) leaving
       where r.store_id = ? and r.id = ? and r.fence = ? and r.state = 'running' lock in share mode
       on duplicate key update shipments = values(shipments)`,
      [...values, storeId, id, fence],
    );
    if (written === 0) this.run.lost();
  }
}

/** Ids of shipments of a task of which a request may have left, should they still be on their way. */
export async function underWay(tx: Transaction, key: TaskKey): Promise<Set<number>> {
  const rows = await tx.query<{ shipments: string }>(
    'select shipments from under_way where store_id = ? and installation_id = ? and task = ? for update',
    whose(key),
  );
  return new Set(rows.flatMap(({ shipments }) => shipments.split(',').map(Number)));
}

export async function forgetUnderWay(tx: Transaction, key: TaskKey): Promise<void> {
  await tx.run('delete from under_way where store_id = ? and installation_id = ? and task = ?', whose(key));
}

const whose = ({ storeId, installationId, task }: TaskKey) => [storeId, installationId, task];

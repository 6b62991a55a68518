import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database, type Transaction } from '../database/database.js';
import { Runs } from '../tasks/runs.service.js';
import { byTask, type Group, type Line, SHIPMENTS_OF, shipmentsOf } from './lines.js';

interface Offering {
  id: number;
  day: string;
}

/** What an app would take on another day than its own goes out with that day, where a person wants it. */
@Injectable()
export class OfferedDays {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly runs: Runs,
  ) {}

  /** Each is sent with the day that is offered for it; with `seen`, only where that is still the one. Starts the tasks concerned. */
  async take(storeId: number, lines: Line[], seen?: string): Promise<void> {
    for (const group of byTask(lines)) {
      await this.database.transaction(async (tx) => {
        const offering = await this.offering(tx, storeId, group, seen);
        if (offering.length > 0) await this.choose(tx, storeId, group, offering);
      });
      await this.runs.start(storeId, group.installationId, group.task, 'person');
    }
  }

  private offering(tx: Transaction, storeId: number, group: Group, seen: string | undefined): Promise<Offering[]> {
    return tx.query<Offering>(
      `select id, offered_day day from shipments
       where ${SHIPMENTS_OF} and state = 'waiting' and offered_day is not null and (? is null or offered_day = ?) for update`,
      [...shipmentsOf(storeId, group), seen ?? null, seen ?? null],
    );
  }

  /** Kept with every record that travels in them: what is built anew of it, and whatever it then travels in, is dated so too. */
  private async choose(tx: Transaction, storeId: number, { installationId, task }: Group, offering: Offering[]) {
    const now = this.clock.date();
    const ids = offering.map(({ id }) => id);
    await tx.run(
      `update outbox o join (
         select m.record_id, max(s.offered_day) day from shipment_members m
         join shipments s on s.store_id = m.store_id and s.id = m.shipment_id
         where m.store_id = ? and m.shipment_id in (?) group by m.record_id
       ) offered on offered.record_id = o.record_id
       set o.chosen_day = offered.day, o.next_try_at = ?
       where o.store_id = ? and o.installation_id = ? and o.task = ?`,
      [storeId, ids, now, storeId, installationId, task],
    );
    await tx.run('update shipments set next_try_at = ? where store_id = ? and id in (?)', [now, storeId, ids]);
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { CannotStart, Runs } from './runs.service.js';

/** Tasks whose last run waits for a person. */
@Injectable()
export class StuckRuns {
  constructor(
    private readonly database: Database,
    private readonly runs: Runs,
  ) {}

  /** Starts them again: a person has just changed something of their installation, perhaps the very thing they asked for. */
  async retry(storeId: number, installationId: number): Promise<void> {
    const stuck = await this.database.query<{ task: string }>(
      `select s.task from schedules s join runs r on r.store_id = s.store_id and r.id = s.last_run_id
       where s.store_id = ? and s.installation_id = ? and s.active and r.state = 'needs-person'`,
      [storeId, installationId],
    );
    for (const { task } of stuck) {
      try {
        await this.runs.start(storeId, installationId, task, 'person');
      } catch (error) {
        // Paused or not live: it starts when that ends.
        if (!(error instanceof CannotStart)) throw error;
      }
    }
  }
}

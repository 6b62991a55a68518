import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which tasks have lines in which state is known at a leap from one to the next, so one index serves all that the pages look for. */
export class ReachTheExportLogByTask1795350100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table outbox drop key by_time, drop key by_state');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`alter table outbox
      add key by_time (store_id, changed_at, record_id),
      add key by_state (store_id, state, changed_at, record_id)`);
  }
}

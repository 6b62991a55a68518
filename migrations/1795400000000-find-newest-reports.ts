import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every page says what the newest report of each statement has left to settle. */
export class FindNewestReports1795400000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table reconciliation_reports add key newest (store_id, superseded)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table reconciliation_reports drop key newest');
  }
}

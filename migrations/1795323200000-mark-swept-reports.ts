import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A report is tidied once. */
export class MarkSweptReports1795323200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'alter table reconciliation_reports add column swept boolean not null default false, add key to_sweep (superseded, swept)',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table reconciliation_reports drop key to_sweep, drop column swept');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A report speaks of what came up since the last one that somebody heard of. */
export class RememberWhatReportsTold1795440000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table reconciliation_reports add told boolean not null default false');
    // Until now each that was made by schedule was told.
    await db.query('update reconciliation_reports set told = 1 where asked_by is null and finished_at is not null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table reconciliation_reports drop told');
  }
}

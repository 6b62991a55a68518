import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Texts of the app's documents in which somebody may have named one of the store's. */
export class KeepWhatStatedDocumentsSay1795440100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table statement_rows add says varchar(500) null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table statement_rows drop says');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A row that became no record has only what it said itself for a person to know it by. */
export class NameRefusedRows1795346000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table import_log add name varchar(200) null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table import_log drop name');
  }
}

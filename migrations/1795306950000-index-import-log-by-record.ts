import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened to one record is asked for wherever its values are compared with what an app last said. */
export class IndexImportLogByRecord1795306950000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table import_log add key by_record (store_id, record_id)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table import_log drop key by_record');
  }
}

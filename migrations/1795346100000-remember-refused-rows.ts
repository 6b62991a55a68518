import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows that an import has refused and not taken in since, each with its line of the log: Home counts them, and the log is filtered to them. */
export class RememberRefusedRows1795346100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`create table refused_rows (
      store_id bigint unsigned not null,
      installation_id bigint unsigned not null,
      task varchar(64) character set ascii collate ascii_bin not null,
      remote_id varchar(191) collate utf8mb4_bin not null,
      run_id bigint unsigned not null,
      seq int unsigned not null,
      row_no int unsigned not null,
      at datetime(3) not null,
      primary key (store_id, installation_id, task, remote_id),
      key by_line (store_id, installation_id, task, run_id, seq, row_no)
    )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table refused_rows');
  }
}

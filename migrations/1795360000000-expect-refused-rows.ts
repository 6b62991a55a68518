import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That a row stays out may be right: whoever has said so is asked again only when it is refused for another reason. */
export class ExpectRefusedRows1795360000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table refused_rows
      add reason varchar(1000) not null default '',
      add expected boolean not null default false,
      drop key by_line,
      add key by_line (store_id, installation_id, task, expected, run_id, seq, row_no)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`alter table refused_rows drop key by_line, drop reason, drop expected,
      add key by_line (store_id, installation_id, task, run_id, seq, row_no)`);
  }
}

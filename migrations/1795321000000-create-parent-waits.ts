import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which records were judged by a parent that wasn't in the app, so that they are looked at again as soon as it moves. The parent
 * is named by its key: it may not have come into the hub yet.
 */
export class CreateParentWaits1795321000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`create table parent_waits (
      store_id bigint unsigned not null,
      installation_id bigint unsigned not null,
      -- The parent: its task and its record's key.
      task varchar(64) character set ascii collate ascii_bin not null,
      record_key varchar(191) collate utf8mb4_bin not null,
      child_task varchar(64) character set ascii collate ascii_bin not null,
      child_id bigint unsigned not null,
      -- How the parent stood then.
      seen varchar(12) character set ascii collate ascii_bin not null,
      primary key (store_id, installation_id, task, record_key, child_task, child_id),
      key by_child (store_id, installation_id, child_task, child_id)
    )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table parent_waits');
  }
}

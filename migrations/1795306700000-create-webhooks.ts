import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateWebhooks1795306700000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // An event is stored before it is acted upon; the same event twice is one row.
    await db.query(`create table webhook_events (
      connection_id bigint unsigned not null,
      webhook varchar(64) character set ascii collate ascii_bin not null,
      event_id varchar(191) collate utf8mb4_bin not null,
      received_at datetime(3) not null,
      body mediumtext not null,
      -- The tasks it makes run sooner.
      wakes json not null,
      handled_at datetime(3) null,
      problem varchar(1000) null,
      primary key (connection_id, webhook, event_id),
      key to_handle (handled_at, received_at)
    )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table webhook_events');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSetUpRequests1795322100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // unfinished is 1 or null, and null never collides: one unfinished request of an addon, any number of finished ones.
    await db.query(`create table set_up_requests (
      store_id bigint unsigned not null,
      id bigint unsigned not null auto_increment,
      plugin varchar(64) character set ascii collate ascii_bin not null,
      state varchar(12) character set ascii collate ascii_bin not null,
      unfinished tinyint as (if(state in ('asked', 'working'), 1, null)) stored,
      contact varchar(1000) not null,
      -- As the listing said when it was asked for.
      price decimal(10, 2) not null,
      currency char(3) character set ascii collate ascii_bin not null,
      asked_by bigint unsigned not null,
      asked_at datetime(3) not null,
      taken_by bigint unsigned null,
      taken_at datetime(3) null,
      finished_at datetime(3) null,
      answer varchar(1000) null,
      primary key (id),
      unique key one_unfinished (store_id, plugin, unfinished),
      key by_store (store_id, id),
      key queue (unfinished, id)
    )`);
    // In whose place staff acted: the business as it was called then.
    await db.query('alter table audit_entries add on_behalf_of varchar(120) null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table audit_entries drop on_behalf_of');
    await db.query('drop table set_up_requests');
  }
}

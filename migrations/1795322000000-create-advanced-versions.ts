import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAdvancedVersions1795322000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table installations add advanced_open boolean not null default false');
    // Each holds everything that differed from the addon's own defaults then, so that one can be gone back to alone.
    await db.query(`create table advanced_versions (
      store_id bigint unsigned not null,
      installation_id bigint unsigned not null,
      number int unsigned not null,
      own json not null,
      masters json not null,
      -- Gone back to: an earlier version, or 0 for the defaults.
      from_number int unsigned null,
      note varchar(500) null,
      user_id bigint unsigned null,
      -- As it was then: the history still reads when the person is gone.
      user_name varchar(120) not null,
      on_behalf boolean not null default false,
      at datetime(3) not null,
      primary key (store_id, installation_id, number)
    )`);
    // waiting is 1 or null, and null never collides: one unanswered request of an installation, any number of answered ones.
    await db.query(`create table access_requests (
      store_id bigint unsigned not null,
      id bigint unsigned not null auto_increment,
      installation_id bigint unsigned not null,
      state varchar(12) character set ascii collate ascii_bin not null,
      waiting tinyint as (if(state = 'pending', 1, null)) stored,
      reason varchar(1000) not null,
      asked_by bigint unsigned not null,
      asked_at datetime(3) not null,
      answered_by bigint unsigned null,
      answered_at datetime(3) null,
      answer varchar(1000) null,
      primary key (id),
      unique key one_waiting (installation_id, waiting),
      key by_installation (store_id, installation_id, id),
      key queue (waiting, id)
    )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table access_requests, advanced_versions');
    await db.query('alter table installations drop advanced_open');
  }
}

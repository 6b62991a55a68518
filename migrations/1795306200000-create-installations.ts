import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateInstallations1795306200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`create table installations (
      store_id bigint unsigned not null,
      id bigint unsigned not null,
      plugin varchar(64) character set ascii collate ascii_bin not null,
      name varchar(120) not null,
      state varchar(16) character set ascii collate ascii_bin not null,
      step smallint unsigned not null,
      connection_id bigint unsigned null,
      answers json not null,
      advanced json not null,
      paused_at datetime(3) null,
      paused_because varchar(255) null,
      live_at datetime(3) null,
      created_at datetime(3) not null,
      primary key (store_id, id),
      unique key by_id (id),
      key by_connection (connection_id)
    )`);
    await db.query(`create table value_pairs (
      store_id bigint unsigned not null,
      installation_id bigint unsigned not null,
      map varchar(64) character set ascii collate ascii_bin not null,
      store_value varchar(191) collate utf8mb4_bin not null,
      app_value varchar(191) collate utf8mb4_bin null,
      confirmed boolean not null default false,
      updated_at datetime(3) not null,
      primary key (store_id, installation_id, map, store_value)
    )`);
    await db.query(`create table field_masters (
      store_id bigint unsigned not null,
      installation_id bigint unsigned not null,
      mapping varchar(64) character set ascii collate ascii_bin not null,
      field varchar(64) character set ascii collate ascii_bin not null,
      master varchar(8) character set ascii collate ascii_bin not null,
      primary key (store_id, installation_id, mapping, field)
    )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table field_masters, value_pairs, installations');
  }
}

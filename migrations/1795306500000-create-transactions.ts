import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTransactions1795306500000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`create table outbox (
      store_id bigint unsigned not null,
      installation_id bigint unsigned not null,
      task varchar(64) character set ascii collate ascii_bin not null,
      record_id bigint unsigned not null,
      state varchar(12) character set ascii collate ascii_bin not null,
      label varchar(40) null,
      reason varchar(1000) null,
      attempts smallint unsigned not null default 0,
      rebuilds tinyint unsigned not null default 0,
      next_try_at datetime(3) null,
      -- The record has changed, or a person asked: it is built anew in the next run.
      recheck boolean not null default false,
      -- Which change of the record was taken in last.
      record_changed_at datetime(3) null,
      app_number varchar(100) null,
      -- A state's fields as they were last sent, to tell what would change.
      sent mediumtext collate utf8mb4_bin null,
      changed_at datetime(3) not null,
      primary key (store_id, installation_id, task, record_id),
      key by_record (store_id, record_id),
      key by_time (store_id, changed_at, record_id),
      key by_state (store_id, state, changed_at, record_id),
      key to_build (store_id, installation_id, task, recheck, state, record_id)
    )`);
    await db.query(`create table shipments (
      store_id bigint unsigned not null,
      id bigint unsigned not null,
      installation_id bigint unsigned not null,
      connection_id bigint unsigned not null,
      task varchar(64) character set ascii collate ascii_bin not null,
      part varchar(50) collate utf8mb4_bin not null,
      reference varchar(191) collate utf8mb4_bin not null,
      app_key char(36) character set ascii collate ascii_bin not null,
      serial_key varchar(191) collate utf8mb4_bin null,
      batch_key varchar(191) collate utf8mb4_bin null,
      summary varchar(500) null,
      payload json not null,
      prepared json null,
      steps json not null,
      done json not null,
      step varchar(32) character set ascii collate ascii_bin null,
      state varchar(12) character set ascii collate ascii_bin not null,
      label varchar(40) null,
      message varchar(1000) null,
      remote_id varchar(191) collate utf8mb4_bin null,
      number varchar(100) null,
      url varchar(500) null,
      attempts smallint unsigned not null default 0,
      finds tinyint unsigned not null default 0,
      next_try_at datetime(3) null,
      created_at datetime(3) not null,
      changed_at datetime(3) not null,
      primary key (store_id, id),
      unique key by_reference (store_id, installation_id, task, reference),
      key by_work (store_id, installation_id, task, state, next_try_at)
    )`);
    await db.query(`create table shipment_members (
      store_id bigint unsigned not null,
      shipment_id bigint unsigned not null,
      record_id bigint unsigned not null,
      part varchar(50) collate utf8mb4_bin not null,
      hash binary(16) not null,
      -- What this record alone would have sent; only kept where several travel together.
      payload json null,
      primary key (store_id, shipment_id, record_id, part),
      key by_record (store_id, record_id)
    )`);
    await db.query(`create table serial_locks (
      connection_id bigint unsigned not null,
      serial_key varchar(191) collate utf8mb4_bin not null,
      store_id bigint unsigned not null,
      shipment_id bigint unsigned not null,
      primary key (connection_id, serial_key)
    )`);
    await db.query(`create table export_log (
      store_id bigint unsigned not null,
      id bigint unsigned not null,
      installation_id bigint unsigned not null,
      run_id bigint unsigned null,
      task varchar(64) character set ascii collate ascii_bin not null,
      record_id bigint unsigned not null,
      shipment_id bigint unsigned null,
      step varchar(32) character set ascii collate ascii_bin null,
      outcome varchar(16) character set ascii collate ascii_bin not null,
      message varchar(1000) null,
      exchange_id bigint unsigned null,
      at datetime(3) not null,
      primary key (store_id, id),
      key by_record (store_id, record_id, id),
      key by_shipment (store_id, shipment_id, id)
    )`);
    // A run that would change a great deal waits here for a person's word.
    await db.query(`create table change_questions (
      store_id bigint unsigned not null,
      installation_id bigint unsigned not null,
      task varchar(64) character set ascii collate ascii_bin not null,
      changes int unsigned not null,
      known int unsigned not null,
      asked_at datetime(3) not null,
      approved_at datetime(3) null,
      approved_by bigint unsigned null,
      primary key (store_id, installation_id, task)
    )`);
    await db.query(`create table export_cursors (
      store_id bigint unsigned not null,
      installation_id bigint unsigned not null,
      task varchar(64) character set ascii collate ascii_bin not null,
      changed_at datetime(3) not null,
      -- What eligibility and building depend on besides the records: when it differs, everything unsent is considered anew.
      settings_hash binary(16) not null,
      primary key (store_id, installation_id, task)
    )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'drop table export_cursors, change_questions, export_log, serial_locks, shipment_members, shipments, outbox',
    );
  }
}

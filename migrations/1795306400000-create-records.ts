import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRecords1795306400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const table of [RECORDS, LINKS, DRIFTS, IMPORT_LOG, SNAPSHOT_PAGES, MISSING_QUESTIONS]) await db.query(table);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table missing_questions, snapshot_pages, import_log, drifts, links, records');
  }
}

// The body is text that the hub itself wrote as JSON: having the server parse it once more costs a tenth of an import.
const RECORDS = `create table records (
  store_id bigint unsigned not null,
  id bigint unsigned not null,
  type varchar(24) character set ascii collate ascii_bin not null,
  record_key varchar(191) collate utf8mb4_bin not null,
  number varchar(191) collate utf8mb4_bin null,
  date date null,
  amount decimal(19,4) null,
  currency char(3) collate utf8mb4_bin null,
  status varchar(20) collate utf8mb4_bin null,
  body mediumtext collate utf8mb4_bin not null,
  changed_at datetime(3) not null,
  retired_at datetime(3) null,
  primary key (store_id, id),
  unique key by_key (store_id, type, record_key),
  key by_change (store_id, type, changed_at, id)
)`;

// hash: what the app last said, through the mapping; null until it said something itself, zero once it lacks the row.
// told: the fields that are exported to it, as it last said or was sent them.
const LINKS = `create table links (
  store_id bigint unsigned not null,
  connection_id bigint unsigned not null,
  type varchar(24) character set ascii collate ascii_bin not null,
  remote_id varchar(191) collate utf8mb4_bin not null,
  record_id bigint unsigned not null,
  hash binary(16) null,
  told binary(16) null,
  primary key (store_id, connection_id, type, remote_id),
  key by_record (store_id, record_id)
)`;

const DRIFTS = `create table drifts (
  store_id bigint unsigned not null,
  record_id bigint unsigned not null,
  connection_id bigint unsigned not null,
  field varchar(64) character set ascii collate ascii_bin not null,
  record_value text null,
  app_value text null,
  seen_at datetime(3) not null,
  primary key (store_id, record_id, connection_id, field)
)`;

const IMPORT_LOG = `create table import_log (
  store_id bigint unsigned not null,
  run_id bigint unsigned not null,
  seq int unsigned not null,
  row_no int unsigned not null,
  installation_id bigint unsigned not null,
  task varchar(64) character set ascii collate ascii_bin not null,
  type varchar(24) character set ascii collate ascii_bin not null,
  record_id bigint unsigned null,
  remote_id varchar(191) collate utf8mb4_bin not null,
  action varchar(10) character set ascii collate ascii_bin not null,
  reason varchar(1000) null,
  changes text null,
  exchange_id bigint unsigned null,
  at datetime(3) not null,
  primary key (store_id, run_id, seq, row_no)
)`;

// Which records a snapshot held, eight bytes each and a row a page: marking every link would write them all.
const SNAPSHOT_PAGES = `create table snapshot_pages (
  store_id bigint unsigned not null,
  run_id bigint unsigned not null,
  seq int unsigned not null,
  seen mediumblob not null,
  primary key (store_id, run_id, seq)
)`;

// A snapshot that lacks a great deal waits here for a person's word.
const MISSING_QUESTIONS = `create table missing_questions (
  store_id bigint unsigned not null,
  installation_id bigint unsigned not null,
  task varchar(64) character set ascii collate ascii_bin not null,
  run_id bigint unsigned not null,
  missing int unsigned not null,
  known int unsigned not null,
  asked_at datetime(3) not null,
  approved_at datetime(3) null,
  approved_by bigint unsigned null,
  primary key (store_id, installation_id, task)
)`;

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateReconciliation1795323000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const table of [REPORTS, STATEMENT_ROWS, DIFFERENCES, EXPECTED, SETTINGS]) await db.query(table);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'drop table reconciliation_settings, expected_differences, differences, statement_rows, reconciliation_reports',
    );
  }
}

// totals: what matched and what didn't, in money per currency; written when the comparison has ended.
const REPORTS = `create table reconciliation_reports (
  store_id bigint unsigned not null,
  id bigint unsigned not null,
  installation_id bigint unsigned not null,
  kind varchar(8) character set ascii collate ascii_bin not null,
  from_date date not null,
  to_date date not null,
  tolerance decimal(9,4) not null,
  days smallint unsigned not null,
  run_id bigint unsigned null,
  asked_by bigint unsigned null,
  asked_at datetime(3) not null,
  finished_at datetime(3) null,
  -- Its rows that matched have been forgotten: a newer report shows them.
  superseded boolean not null default false,
  totals json null,
  primary key (store_id, id),
  key by_statement (store_id, installation_id, kind, id),
  key by_run (run_id)
)`;

// Both sides of a report, as they were then. Side 0 is the store's: its entry is the record's id and the task's place; side 1 the
// app's. face: currency, date, standing, link and amount in one text, so that comparing a row reads one index and no more.
const STATEMENT_ROWS = `create table statement_rows (
  store_id bigint unsigned not null,
  report_id bigint unsigned not null,
  side tinyint unsigned not null,
  entry bigint unsigned not null,
  match_key varchar(191) character set ascii collate ascii_bin not null,
  face varchar(48) character set ascii collate ascii_bin not null,
  task varchar(64) character set ascii collate ascii_bin null,
  remote_id varchar(191) collate utf8mb4_bin null,
  number varchar(191) collate utf8mb4_bin null,
  reference varchar(191) collate utf8mb4_bin null,
  contact varchar(191) null,
  status varchar(12) character set ascii collate ascii_bin not null,
  tax decimal(19,4) null,
  line_total decimal(19,4) null,
  rounding decimal(19,4) null,
  url varchar(500) null,
  changed_at datetime(3) null,
  primary key (store_id, report_id, side, entry),
  key by_key (store_id, report_id, side, match_key, face)
)`;

const DIFFERENCES = `create table differences (
  store_id bigint unsigned not null,
  report_id bigint unsigned not null,
  id int unsigned not null,
  cause varchar(16) character set ascii collate ascii_bin not null,
  severity tinyint unsigned not null,
  here bigint unsigned null,
  there bigint unsigned null,
  -- Where several stand on one side: [[entries here], [entries there]].
  members json null,
  currency char(3) character set ascii collate ascii_bin not null,
  date date not null,
  amount_here decimal(19,4) null,
  amount_there decimal(19,4) null,
  link int unsigned null,
  suggested bigint unsigned null,
  expected boolean not null default false,
  primary key (store_id, report_id, id),
  key by_severity (store_id, report_id, severity, id)
)`;

// Comes back when either side changes: both faces are part of what was expected.
const EXPECTED = `create table expected_differences (
  store_id bigint unsigned not null,
  installation_id bigint unsigned not null,
  kind varchar(8) character set ascii collate ascii_bin not null,
  record_id bigint unsigned not null,
  remote_id varchar(191) collate utf8mb4_bin not null,
  face_here varchar(48) character set ascii collate ascii_bin not null,
  face_there varchar(48) character set ascii collate ascii_bin not null,
  note varchar(500) not null,
  by_user bigint unsigned not null,
  at datetime(3) not null,
  primary key (store_id, installation_id, kind, record_id, remote_id)
)`;

const SETTINGS = `create table reconciliation_settings (
  store_id bigint unsigned not null,
  installation_id bigint unsigned not null,
  tolerance decimal(9,4) not null,
  days smallint unsigned not null,
  every varchar(6) character set ascii collate ascii_bin not null,
  at_time char(5) character set ascii collate ascii_bin not null,
  weekday tinyint unsigned not null,
  mails boolean not null,
  post_url varchar(500) null,
  post_secret varchar(500) null,
  next_at datetime(3) null,
  primary key (store_id, installation_id),
  key due (next_at)
)`;

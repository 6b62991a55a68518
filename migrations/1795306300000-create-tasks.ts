import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTasks1795306300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const table of [SCHEDULES, RUNS, RUN_PAGES]) await db.query(table);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table run_pages, runs, schedules');
  }
}

// What is not to be started has no next_run_at, so finding due ones costs what is due.
const SCHEDULES = `create table schedules (
  store_id bigint unsigned not null,
  installation_id bigint unsigned not null,
  task varchar(64) character set ascii collate ascii_bin not null,
  plugin varchar(64) character set ascii collate ascii_bin not null,
  schedule varchar(120) null,
  active boolean not null,
  next_run_at datetime(3) null,
  held_because varchar(255) null,
  watermark datetime(3) null,
  full_sweep_at datetime(3) null,
  mapping_version int unsigned not null default 0,
  first_done_at datetime(3) null,
  last_run_id bigint unsigned null,
  primary key (store_id, installation_id, task),
  unique key by_installation (installation_id, task),
  key due (next_run_at)
)`;

// run_at is set while a run waits for its turn, lease_until while somebody works on it: each index holds only those.
// alive is 1 or null, and null never collides: one unfinished run of a task, any number of finished ones.
const RUNS = `create table runs (
  store_id bigint unsigned not null,
  id bigint unsigned not null,
  installation_id bigint unsigned not null,
  task varchar(64) character set ascii collate ascii_bin not null,
  plugin varchar(64) character set ascii collate ascii_bin not null,
  started_by varchar(16) character set ascii collate ascii_bin not null,
  state varchar(16) character set ascii collate ascii_bin not null,
  alive tinyint as (if(state in ('queued', 'waiting', 'running'), 1, null)) stored,
  queued_at datetime(3) not null,
  run_at datetime(3) null,
  started_at datetime(3) null,
  finished_at datetime(3) null,
  lease_until datetime(3) null,
  fence int unsigned not null default 0,
  worker varchar(64) character set ascii collate ascii_bin null,
  attempt smallint unsigned not null default 0,
  waits smallint unsigned not null default 0,
  held boolean not null default false,
  again boolean not null default false,
  bookmark json null,
  seq int unsigned not null default 0,
  since datetime(3) null,
  mapping_version int unsigned null,
  total int unsigned null,
  \`read\` int unsigned not null default 0,
  created int unsigned not null default 0,
  updated int unsigned not null default 0,
  unchanged int unsigned not null default 0,
  skipped int unsigned not null default 0,
  failed int unsigned not null default 0,
  sent int unsigned not null default 0,
  waiting int unsigned not null default 0,
  message text null,
  cancel_requested_at datetime(3) null,
  primary key (store_id, id),
  unique key by_id (id),
  unique key one_alive (installation_id, alive, task),
  key history (store_id, installation_id, task, id),
  key due (run_at),
  key leased (lease_until)
)`;

const RUN_PAGES = `create table run_pages (
  store_id bigint unsigned not null,
  run_id bigint unsigned not null,
  seq int unsigned not null,
  at datetime(3) not null,
  \`read\` int unsigned not null default 0,
  created int unsigned not null default 0,
  updated int unsigned not null default 0,
  unchanged int unsigned not null default 0,
  skipped int unsigned not null default 0,
  failed int unsigned not null default 0,
  sent int unsigned not null default 0,
  waiting int unsigned not null default 0,
  primary key (store_id, run_id, seq)
)`;

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateConnections1795306100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const table of [CONNECTIONS, REMOTE_TENANTS, TENANT_SLOTS, TENANT_SENDS, QUOTA_USE, EXCHANGES]) {
      await db.query(table);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table exchanges, quota_use, tenant_sends, tenant_slots, remote_tenants, connections');
  }
}

const CONNECTIONS = `create table connections (
  id bigint unsigned not null primary key,
  account_id bigint unsigned not null,
  plugin varchar(64) character set ascii collate ascii_bin not null,
  tenant_key varchar(190) character set utf8mb4 collate utf8mb4_bin not null,
  tenant_name varchar(190) not null,
  state varchar(20) character set ascii collate ascii_bin not null,
  state_reason varchar(500) null,
  state_since datetime(3) not null,
  visible json not null,
  credentials blob not null,
  -- Requests a month that the merchant's plan with the app allows; null while nobody has said.
  monthly_budget int unsigned null,
  tested_at datetime(3) not null,
  created_at datetime(3) not null,
  updated_at datetime(3) not null,
  unique key by_tenant (account_id, plugin, tenant_key)
)`;

const TENANT = `plugin varchar(64) character set ascii collate ascii_bin not null,
  tenant_key varchar(190) character set utf8mb4 collate utf8mb4_bin not null`;

// Locked by whoever changes a tenant's shares, so that no slot is given twice.
const REMOTE_TENANTS = `create table remote_tenants (
  ${TENANT},
  paused_until datetime(3) null,
  primary key (plugin, tenant_key)
)`;

const TENANT_SLOTS = `create table tenant_slots (
  ${TENANT},
  holder char(36) character set ascii collate ascii_bin not null,
  slots smallint unsigned not null,
  wanted smallint unsigned not null,
  until datetime(3) not null,
  primary key (plugin, tenant_key, holder)
)`;

const TENANT_SENDS = `create table tenant_sends (
  ${TENANT},
  holder char(36) character set ascii collate ascii_bin not null,
  number int unsigned not null,
  sends int unsigned not null,
  until datetime(3) not null,
  primary key (plugin, tenant_key, holder, number)
)`;

const QUOTA_USE = `create table quota_use (
  ${TENANT},
  month char(7) character set ascii collate ascii_bin not null,
  used int unsigned not null,
  primary key (plugin, tenant_key, month)
)`;

const EXCHANGES = `create table exchanges (
  store_id bigint unsigned not null,
  id bigint unsigned not null,
  installation_id bigint unsigned not null,
  run_id bigint unsigned null,
  connection_id bigint unsigned null,
  at datetime(3) not null,
  ms int unsigned not null,
  method varchar(8) character set ascii collate ascii_bin not null,
  url text not null,
  purpose varchar(190) null,
  status smallint unsigned null,
  failure varchar(500) null,
  request_headers text not null,
  request_length int unsigned not null,
  request_body mediumblob null,
  answer_headers text null,
  answer_length int unsigned not null,
  answer_body mediumblob null,
  primary key (store_id, id),
  key by_run (store_id, run_id),
  key by_time (at)
)`;

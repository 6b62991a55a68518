import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateConnectionTokens1795320000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(TOKENS);
    await db.query(CONSENTS);
    // Whom a notification for everybody is about; and what the app wants to hear of a tenant later.
    await db.query('alter table connections add column tenant_data json null, add key of_tenant (plugin, tenant_key)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table connections drop key of_tenant, drop column tenant_data');
    await db.query('drop table consents, connection_tokens');
  }
}

const TOKENS = `create table connection_tokens (
  connection_id bigint unsigned not null primary key,
  -- consent: a person agreed. own-client: the merchant has a client of their own.
  way varchar(20) character set ascii collate ascii_bin not null,
  -- What was asked for.
  scopes json not null,
  sealed blob not null,
  -- Grows with every change: whoever was slower than somebody else finds another number than they read.
  generation int unsigned not null,
  expires_at datetime(3) not null,
  refreshed_at datetime(3) not null,
  -- Who is asking for new ones at the moment.
  lease_holder char(36) character set ascii collate ascii_bin null,
  lease_until datetime(3) null,
  -- Since when the app should be told that nobody uses it any more, and when to try again.
  leaving_since datetime(3) null,
  leave_at datetime(3) null,
  key by_age (refreshed_at),
  key to_leave (leave_at)
)`;

const CONSENTS = `create table consents (
  id bigint unsigned not null primary key,
  state_hash char(64) character set ascii collate ascii_bin not null,
  session_hash char(64) character set ascii collate ascii_bin not null,
  user_id bigint unsigned null,
  store_id bigint unsigned not null,
  installation_id bigint unsigned not null,
  begun_at datetime(3) not null,
  -- From then on its state is used up.
  returned_at datetime(3) null,
  -- The verifier while a person is away; afterwards the tokens they brought.
  sealed blob not null,
  -- What it covers, once the app has said so.
  tenants json null,
  unique key by_state (state_hash),
  key by_installation (store_id, installation_id),
  key by_time (begun_at)
)`;

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAccounts1795306000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const table of [ACCOUNTS, USERS, STORES, AUDIT_ENTRIES, SESSIONS, COOKIE_SECRETS, SIGN_IN_ATTEMPTS]) {
      await db.query(table);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table sign_in_attempts, cookie_secrets, sessions, audit_entries, stores, users, accounts');
  }
}

const ACCOUNTS = `create table accounts (
  id bigint unsigned not null primary key,
  name varchar(120) not null,
  created_at datetime(3) not null default current_timestamp(3)
)`;

const USERS = `create table users (
  id bigint unsigned not null primary key,
  account_id bigint unsigned null,
  role varchar(16) character set ascii collate ascii_bin not null,
  name varchar(120) not null,
  email varchar(190) not null,
  password_hash varchar(255) character set ascii collate ascii_bin not null,
  password_is_initial tinyint(1) not null default 0,
  created_at datetime(3) not null default current_timestamp(3),
  signed_in_at datetime(3) null,
  unique key users_email (email),
  key users_account (account_id, id),
  constraint users_account foreign key (account_id) references accounts (id)
)`;

const STORES = `create table stores (
  id bigint unsigned not null primary key,
  account_id bigint unsigned not null,
  name varchar(120) not null,
  time_zone varchar(64) character set ascii collate ascii_bin not null,
  currency char(3) character set ascii collate ascii_bin not null,
  tax_inclusive tinyint(1) null,
  created_at datetime(3) not null default current_timestamp(3),
  key stores_account (account_id, id),
  constraint stores_account foreign key (account_id) references accounts (id)
)`;

// Ids by the database: the page reads them newest first, so they must grow with time over all processes.
const AUDIT_ENTRIES = `create table audit_entries (
  id bigint unsigned not null auto_increment primary key,
  at datetime(3) not null default current_timestamp(3),
  user_id bigint unsigned null,
  user_name varchar(120) not null,
  account_id bigint unsigned null,
  store_id bigint unsigned null,
  subject varchar(190) not null,
  action varchar(64) not null,
  before_json json null,
  after_json json null,
  on_behalf tinyint(1) not null default 0,
  key audit_entries_account (account_id, id),
  key audit_entries_store (store_id, id)
)`;

const SESSIONS = `create table sessions (
  id_hash char(64) character set ascii collate ascii_bin not null primary key,
  user_id bigint unsigned null,
  data json not null,
  expires_at datetime(3) not null,
  key sessions_user (user_id),
  key sessions_expires_at (expires_at)
)`;

const COOKIE_SECRETS = `create table cookie_secrets (
  id tinyint unsigned not null primary key,
  secret char(64) character set ascii collate ascii_bin not null
)`;

// The shape is the rate limiter's own.
const SIGN_IN_ATTEMPTS = `create table sign_in_attempts (
  \`key\` varchar(255) character set utf8mb4 collate utf8mb4_bin not null primary key,
  points int not null default 0,
  expire bigint unsigned null
)`;

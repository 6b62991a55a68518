import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLetters1795323100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const table of [LETTERS, PREFERENCES, MORNINGS]) await db.query(table);
    await db.query('alter table reconciliation_settings modify post_secret varbinary(512) null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table reconciliation_settings modify post_secret varchar(500) null');
    await db.query('drop table morning_letters, letter_preferences, letters');
  }
}

// Written once for each occasion and person. A mail has a person; what is posted to an address of the merchant's has none (0).
const LETTERS = `create table letters (
  store_id bigint unsigned not null,
  id bigint unsigned not null,
  user_id bigint unsigned not null,
  channel varchar(4) character set ascii collate ascii_bin not null,
  kind varchar(16) character set ascii collate ascii_bin not null,
  occasion varchar(80) character set ascii collate ascii_bin not null,
  address varchar(500) not null,
  subject varchar(255) not null,
  body mediumtext collate utf8mb4_bin not null,
  html mediumtext collate utf8mb4_bin null,
  installation_id bigint unsigned null,
  state varchar(8) character set ascii collate ascii_bin not null,
  attempts tinyint unsigned not null default 0,
  next_try_at datetime(3) null,
  message varchar(500) null,
  created_at datetime(3) not null,
  sent_at datetime(3) null,
  primary key (store_id, id),
  unique key once (store_id, kind, occasion, user_id, channel),
  key due (next_try_at)
)`;

const PREFERENCES = `create table letter_preferences (
  store_id bigint unsigned not null,
  user_id bigint unsigned not null,
  morning boolean not null,
  differences boolean not null,
  token char(43) character set ascii collate ascii_bin not null,
  primary key (store_id, user_id),
  unique key by_token (token)
)`;

const MORNINGS = `create table morning_letters (
  store_id bigint unsigned not null,
  next_at datetime(3) not null,
  primary key (store_id),
  key due (next_at)
)`;

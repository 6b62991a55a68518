import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RememberEarlierDocuments1795334100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const table of [DOCUMENTS, WORDS, MATCHES]) await db.query(table);
    // What is in the app already and stands for it: its first step takes that over.
    await db.query('alter table shipments add take_over json null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table shipments drop take_over');
    await db.query('drop table earlier_matches, earlier_words, earlier_documents');
  }
}

const OF_TASK = `store_id bigint unsigned not null,
  installation_id bigint unsigned not null,
  task varchar(64) character set ascii collate ascii_bin not null`;

// What an app held before anything was sent to it, made by another tool.
const DOCUMENTS = `create table earlier_documents (
  ${OF_TASK},
  remote_id varchar(191) collate utf8mb4_bin not null,
  number varchar(191) null,
  contact varchar(191) null,
  date date not null,
  amount decimal(19,4) not null,
  currency char(3) character set ascii collate ascii_bin not null,
  -- Of what is on it, where the app says so.
  goods binary(16) null,
  url varchar(500) null,
  primary key (store_id, installation_id, task, remote_id),
  key by_goods (store_id, installation_id, task, goods)
)`;

// Each word of its texts that may be the number of a record. whole: not only a part of one, as N1 is of WEB-N1.
const WORDS = `create table earlier_words (
  ${OF_TASK},
  word varchar(50) collate utf8mb4_bin not null,
  remote_id varchar(191) collate utf8mb4_bin not null,
  whole boolean not null,
  primary key (store_id, installation_id, task, word, remote_id)
)`;

// said: what a person has said of a doubtful one, 'same' or 'other'.
const MATCHES = `create table earlier_matches (
  ${OF_TASK},
  record_id bigint unsigned not null,
  remote_id varchar(191) collate utf8mb4_bin not null,
  sure boolean not null,
  said varchar(5) character set ascii collate ascii_bin null,
  primary key (store_id, installation_id, task, record_id, remote_id),
  key by_document (store_id, installation_id, task, remote_id)
)`;

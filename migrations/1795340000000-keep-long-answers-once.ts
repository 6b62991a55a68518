import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeepLongAnswersOnce1795340000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(LONG_ANSWERS);
    await db.query('alter table exchanges add long_answer binary(16) null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table exchanges drop long_answer');
    await db.query('drop table long_answers');
  }
}

const LONG_ANSWERS = `create table long_answers (
  store_id bigint unsigned not null,
  digest binary(16) not null,
  body mediumblob not null,
  came_at datetime(3) not null,
  primary key (store_id, digest),
  key by_time (came_at)
)`;

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an app states of a document may make no sense: the report lists it, and says what is odd about it. */
export class SayWhatCantBeRead1795420000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table statement_rows add unreadable varchar(300) null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table statement_rows drop unreadable');
  }
}

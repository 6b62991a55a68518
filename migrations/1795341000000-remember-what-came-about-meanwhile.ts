import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RememberWhatCameAboutMeanwhile1795341000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table runs add freed boolean not null default false');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table runs drop freed');
  }
}

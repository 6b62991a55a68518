import type { MigrationInterface, QueryRunner } from 'typeorm';

/** However often somebody comes back, one day they sign in anew. */
export class RememberWhenSessionsBegan1795450000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table sessions add begun_at datetime(3) not null default current_timestamp(3)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table sessions drop begun_at');
  }
}

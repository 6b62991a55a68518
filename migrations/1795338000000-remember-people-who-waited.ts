import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RememberPeopleWhoWaited1795338000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table remote_tenants add people_at datetime(3) null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table remote_tenants drop people_at');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever is connected to one company, in every account: notifications, prefixes and goodbyes ask for them. */
export class IndexConnectionsByCompany1795337000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table connections add key by_company (plugin, tenant_key)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table connections drop key by_company');
  }
}

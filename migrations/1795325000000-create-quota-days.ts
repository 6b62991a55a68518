import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many requests a tenant took each day: what the month will come to is read off the last days. */
export class CreateQuotaDays1795325000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`create table quota_days (
      plugin varchar(64) character set ascii collate ascii_bin not null,
      tenant_key varchar(190) character set utf8mb4 collate utf8mb4_bin not null,
      -- UTC, as the month's count.
      day date not null,
      used int unsigned not null,
      primary key (plugin, tenant_key, day)
    )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table quota_days');
  }
}

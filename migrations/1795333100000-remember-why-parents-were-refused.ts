import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RememberWhyParentsWereRefused1795333100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table parent_waits modify seen varchar(24) character set ascii collate ascii_bin not null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query("update parent_waits set seen = substring_index(seen, ' ', 1)");
    await db.query('alter table parent_waits modify seen varchar(12) character set ascii collate ascii_bin not null');
  }
}

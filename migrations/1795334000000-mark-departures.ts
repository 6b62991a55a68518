import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MarkDepartures1795334000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // Written before the first request of a try may leave. Of what was on its way before there was such a mark nobody knows.
    await db.query('alter table shipments add departed boolean not null default true');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table shipments drop departed');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MakeUpForChanges1795321100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table shipments
      -- The shipment whose record changed after it was sent: this one makes up for the difference.
      add corrects bigint unsigned null,
      -- What both come to together in the app; null: nothing.
      add stands_for json null,
      -- The app doesn't refuse to make it twice.
      add doubles boolean not null default false`);
    // Of a batch, only the record that changed asks.
    await db.query('alter table shipment_members add changed varchar(1000) null');
    // Which difference a person has seen and agreed to.
    await db.query('alter table outbox add agreed binary(16) null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table outbox drop agreed');
    await db.query('alter table shipment_members drop changed');
    await db.query('alter table shipments drop corrects, drop stands_for, drop doubles');
  }
}

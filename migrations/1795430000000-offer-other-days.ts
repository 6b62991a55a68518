import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an app would take on another day is offered, and what a person chose is kept with the record. */
export class OfferOtherDays1795430000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table shipments add offered_day date null');
    await db.query('alter table outbox add chosen_day date null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table outbox drop chosen_day');
    await db.query('alter table shipments drop offered_day');
  }
}

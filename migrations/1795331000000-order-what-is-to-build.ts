import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A run asks for what is to be built in the order of the records; in which state each stands it reads anyway. */
export class OrderWhatIsToBuild1795331000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table outbox drop key to_build,
      add key to_build (store_id, installation_id, task, recheck, record_id)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`alter table outbox drop key to_build,
      add key to_build (store_id, installation_id, task, recheck, state, record_id)`);
  }
}

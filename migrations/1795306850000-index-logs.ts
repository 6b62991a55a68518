import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the pages of both logs look for. Lines of a task come in order of time for each state, so no filter has to read past others. */
export class IndexLogs1795306850000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table outbox
      -- What the customer calls it, where the record says so: people search by it.
      add customer_reference varchar(200) null after app_number,
      add key by_task (store_id, installation_id, task, state, changed_at, record_id),
      add key by_app_number (store_id, app_number),
      add key by_customer_reference (store_id, customer_reference)`);
    await db.query('alter table import_log add key by_task (store_id, installation_id, task, action)');
    await db.query('alter table runs add key by_start (store_id, started_at)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table runs drop key by_start');
    await db.query('alter table import_log drop key by_task');
    await db.query(`alter table outbox drop key by_customer_reference, drop key by_app_number, drop key by_task,
      drop customer_reference`);
  }
}

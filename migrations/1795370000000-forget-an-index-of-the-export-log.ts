import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever asks for the log of a shipment knows whose it is, and finds it by the record. */
export class ForgetAnIndexOfTheExportLog1795370000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table export_log drop key by_shipment');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table export_log add key by_shipment (store_id, shipment_id, id)');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A shipment's row is written again with each step, so it is to be short: what travels alone has its payload beside its record, where
 * nothing is ever written over. What the hub has written out itself need not be checked for being JSON each time.
 */
export class KeepPayloadsWithTheirRecords1795350000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table shipments
      modify payload longtext collate utf8mb4_bin null,
      modify prepared longtext collate utf8mb4_bin null,
      modify take_over longtext collate utf8mb4_bin null,
      modify steps longtext collate utf8mb4_bin not null,
      modify done longtext collate utf8mb4_bin not null,
      modify stands_for longtext collate utf8mb4_bin null`);
    await db.query('alter table shipment_members modify payload longtext collate utf8mb4_bin null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`update shipments s join shipment_members m on m.store_id = s.store_id and m.shipment_id = s.id
      set s.payload = m.payload where s.payload is null`);
    await db.query(`alter table shipments
      modify payload json not null,
      modify prepared json null,
      modify take_over json null,
      modify steps json not null,
      modify done json not null,
      modify stands_for json null`);
    await db.query('alter table shipment_members modify payload json null');
  }
}

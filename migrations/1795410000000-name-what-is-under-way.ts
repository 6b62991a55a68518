import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What may have left is said by one row for each request, instead of by each of its shipments. */
export class NameWhatIsUnderWay1795410000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`create table under_way (
      store_id bigint unsigned not null,
      installation_id bigint unsigned not null,
      task varchar(64) character set ascii collate ascii_bin not null,
      way int unsigned not null,
      shipments mediumtext character set ascii collate ascii_bin not null,
      primary key (store_id, installation_id, task, way)
    )`);
    await db.query(`insert into under_way
      select store_id, installation_id, task, row_number() over (partition by store_id, installation_id, task order by id), id
      from shipments where state = 'sending' and departed`);
    await db.query('alter table shipments drop departed');
  }

  async down(db: QueryRunner): Promise<void> {
    // As before there was such a mark: nobody knows.
    await db.query('alter table shipments add departed boolean not null default true');
    await db.query('drop table under_way');
  }
}

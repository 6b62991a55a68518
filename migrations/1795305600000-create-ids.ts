import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateIds1795305600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`create table id_blocks (
      noun varchar(32) character set ascii collate ascii_bin not null primary key,
      next bigint unsigned not null
    )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table id_blocks');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RememberPicks1795333000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table installations add picked json null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table installations drop picked');
  }
}

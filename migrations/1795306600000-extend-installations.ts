import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ExtendInstallations1795306600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // draft: what was typed into steps that aren't right yet, by step. secrets: answers that are never shown again, sealed.
    await db.query('alter table installations add draft json null, add secrets blob null');
    await db.query(`create table invitations (
      store_id bigint unsigned not null,
      id bigint unsigned not null auto_increment,
      installation_id bigint unsigned not null,
      token_hash binary(32) not null,
      invited_by bigint unsigned not null,
      created_at datetime(3) not null,
      expires_at datetime(3) not null,
      used_at datetime(3) null,
      withdrawn_at datetime(3) null,
      primary key (id),
      unique key by_token (token_hash),
      key by_installation (store_id, installation_id)
    )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table invitations');
    await db.query('alter table installations drop draft, drop secrets');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateStoreShares1795326000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // A merchant lets another merchant's store read the records of one of theirs. account_id is empty until somebody accepts.
    await db.query(`create table store_shares (
      id bigint unsigned not null auto_increment,
      store_id bigint unsigned not null,
      token_hash binary(32) not null,
      offered_by bigint unsigned not null,
      offered_at datetime(3) not null,
      expires_at datetime(3) not null,
      account_id bigint unsigned null,
      accepted_by bigint unsigned null,
      accepted_at datetime(3) null,
      withdrawn_at datetime(3) null,
      primary key (id),
      unique key by_token (token_hash),
      key by_store (store_id),
      key by_account (account_id)
    )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table store_shares');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateMemberships1795322200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // Whose books a bookkeeper does, besides the account that is their own.
    await db.query(`create table memberships (
      account_id bigint unsigned not null,
      user_id bigint unsigned not null,
      invited_by bigint unsigned not null,
      since datetime(3) not null,
      primary key (account_id, user_id),
      key by_user (user_id, account_id),
      constraint memberships_account foreign key (account_id) references accounts (id),
      constraint memberships_user foreign key (user_id) references users (id)
    )`);
    await db.query(`create table bookkeeper_invitations (
      account_id bigint unsigned not null,
      id bigint unsigned not null auto_increment,
      token_hash binary(32) not null,
      -- Only who signs in with this address may use it; without one, whoever has the link.
      email varchar(190) null,
      invited_by bigint unsigned not null,
      created_at datetime(3) not null,
      expires_at datetime(3) not null,
      used_at datetime(3) null,
      withdrawn_at datetime(3) null,
      primary key (id),
      unique key by_token (token_hash),
      key by_account (account_id, id)
    )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table bookkeeper_invitations, memberships');
  }
}

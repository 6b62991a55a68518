import { Column, Entity, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { IdColumn, InstantColumn, RefColumn } from '../database/columns.js';
import { Account } from './account.entity.js';

export const ROLES = ['merchant', 'vendor', 'staff', 'bookkeeper'] as const;
export type Role = (typeof ROLES)[number];

/** A person who signs in. Staff belong to no account: they run the hub. A bookkeeper's own has no store; they see those that invited them. */
@Entity('users')
export class User {
  @IdColumn()
  id!: number;

  @RefColumn({ name: 'account_id', nullable: true })
  accountId!: number | null;

  @ManyToOne(() => Account)
  @JoinColumn({ name: 'account_id' })
  account?: Relation<Account> | null;

  @Column({ type: 'varchar' })
  role!: Role;

  @Column()
  name!: string;

  @Column()
  email!: string;

  @Column({ name: 'password_hash', select: false })
  passwordHash!: string;

  /** Somebody else knows this password: it was shown once when the person was added. */
  @Column({ name: 'password_is_initial', type: 'boolean' })
  passwordIsInitial!: boolean;

  @InstantColumn({ name: 'created_at' })
  createdAt!: Date;

  @InstantColumn({ name: 'signed_in_at', nullable: true })
  signedInAt!: Date | null;
}

import { Column, Entity, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { IdColumn, InstantColumn, RefColumn } from '../database/columns.js';
import { Account } from './account.entity.js';

/** One shop of a merchant: whatever is installed and moved belongs to exactly one store. */
@Entity('stores')
export class Store {
  @IdColumn()
  id!: number;

  @RefColumn({ name: 'account_id' })
  accountId!: number;

  @ManyToOne(() => Account)
  @JoinColumn({ name: 'account_id' })
  account?: Relation<Account>;

  @Column()
  name!: string;

  /** IANA name, such as Australia/Sydney. */
  @Column({ name: 'time_zone' })
  timeZone!: string;

  /** ISO 4217, such as AUD. */
  @Column()
  currency!: string;

  /** Whether the shop's prices include tax; null until somebody has said. */
  @Column({ name: 'tax_inclusive', type: 'boolean', nullable: true })
  taxInclusive!: boolean | null;

  @InstantColumn({ name: 'created_at' })
  createdAt!: Date;
}

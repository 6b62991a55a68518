import { Column, Entity } from 'typeorm';
import { IdColumn, InstantColumn, RefColumn } from '../database/columns.js';

/** Who did what, when, to which thing, and what it was like before and after. Written once, never changed. */
@Entity('audit_entries')
export class AuditEntry {
  @IdColumn({ generated: 'increment' })
  id!: number;

  @InstantColumn({ default: () => 'current_timestamp(3)' })
  at!: Date;

  @RefColumn({ name: 'user_id', nullable: true })
  userId!: number | null;

  /** As it was then: the trail still reads when the person is gone. */
  @Column({ name: 'user_name' })
  userName!: string;

  @RefColumn({ name: 'account_id', nullable: true })
  accountId!: number | null;

  @RefColumn({ name: 'store_id', nullable: true })
  storeId!: number | null;

  @Column()
  subject!: string;

  @Column()
  action!: string;

  @Column({ name: 'before_json', type: 'json', nullable: true })
  before!: Record<string, unknown> | null;

  @Column({ name: 'after_json', type: 'json', nullable: true })
  after!: Record<string, unknown> | null;

  /** Staff acted in a merchant's place. */
  @Column({ name: 'on_behalf', type: 'boolean' })
  onBehalf!: boolean;

  /** Whose: the business as it was called then. */
  @Column({ name: 'on_behalf_of', type: 'varchar', nullable: true })
  onBehalfOf!: string | null;
}

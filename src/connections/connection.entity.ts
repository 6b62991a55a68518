import { Column, Entity } from 'typeorm';
import { IdColumn, InstantColumn, RefColumn } from '../database/columns.js';

export type ConnectionState =
  | 'connected'
  /** The app no longer accepts the credentials: tasks wait until a person gives new ones. */
  | 'needs-reconnecting';

/** Credentials and the company or store at the other end of them. Several installations may share one. */
@Entity('connections')
export class Connection {
  @IdColumn()
  id!: number;

  @RefColumn({ name: 'account_id' })
  accountId!: number;

  @Column({ type: 'varchar', length: 64 })
  plugin!: string;

  /** The app's own unchanging id of the company or store. */
  @Column({ name: 'tenant_key', type: 'varchar', length: 190 })
  tenantKey!: string;

  @Column({ name: 'tenant_name', type: 'varchar', length: 190 })
  tenantName!: string;

  /** What the plugin wants to hear of the tenant later, such as the app's own id of a consent. */
  @Column({ name: 'tenant_data', type: 'json', nullable: true })
  tenantData!: Record<string, string> | null;

  @Column({ type: 'varchar', length: 20 })
  state!: ConnectionState;

  @Column({ name: 'state_reason', type: 'varchar', length: 500, nullable: true })
  stateReason!: string | null;

  @InstantColumn({ name: 'state_since' })
  stateSince!: Date;

  /** The credentials that may be shown again (an id, a domain), by field name. */
  @Column({ type: 'json' })
  visible!: Record<string, string>;

  /** All credentials, sealed; loaded only by those who open them. */
  @Column({ type: 'blob', select: false })
  credentials!: Buffer;

  /** Requests a month that the merchant's plan with the app allows; null while nobody has said. */
  @Column({ name: 'monthly_budget', type: 'int', unsigned: true, nullable: true })
  monthlyBudget!: number | null;

  /** When these credentials last passed every check. */
  @InstantColumn({ name: 'tested_at' })
  testedAt!: Date;

  @InstantColumn({ name: 'created_at' })
  createdAt!: Date;

  @InstantColumn({ name: 'updated_at' })
  updatedAt!: Date;
}

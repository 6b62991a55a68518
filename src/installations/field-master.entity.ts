import { Column, Entity } from 'typeorm';
import { IdColumn } from '../database/columns.js';
import type { Master } from '../sdk/index.js';

/** A mapping row whose master differs from what the plugin declares. */
@Entity('field_masters')
export class FieldMaster {
  @IdColumn({ name: 'store_id' })
  storeId!: number;

  @IdColumn({ name: 'installation_id' })
  installationId!: number;

  @Column({ type: 'varchar', length: 64, primary: true })
  mapping!: string;

  /** The record field. */
  @Column({ type: 'varchar', length: 64, primary: true })
  field!: string;

  @Column({ type: 'varchar', length: 8 })
  master!: Master;
}

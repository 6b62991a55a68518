import { Column, Entity } from 'typeorm';
import { IdColumn, InstantColumn } from '../database/columns.js';

/** One row of a value map: what a value of the store is called in the app. */
@Entity('value_pairs')
export class ValuePair {
  @IdColumn({ name: 'store_id' })
  storeId!: number;

  @IdColumn({ name: 'installation_id' })
  installationId!: number;

  @Column({ type: 'varchar', length: 64, primary: true })
  map!: string;

  @Column({ name: 'store_value', type: 'varchar', length: 191, primary: true })
  storeValue!: string;

  @Column({ name: 'app_value', type: 'varchar', length: 191, nullable: true })
  appValue!: string | null;

  /** A person has ticked what only a person can know. */
  @Column({ type: 'boolean' })
  confirmed!: boolean;

  @InstantColumn({ name: 'updated_at' })
  updatedAt!: Date;
}

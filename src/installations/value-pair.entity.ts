import { Column, Entity } from 'typeorm';
import { IdColumn, InstantColumn } from '../database/columns.js';

/** One row of a value map: what a value of the store is called in the app. */
@Entity('value_pairs')
export class ValuePair {
  @IdColumn()
  storeId!: number;

  @IdColumn()
  installationId!: number;

  @Column({ type: 'varchar', length: 64, primary: true })
  map!: string;

  @Column({ type: 'varchar', length: 191, primary: true })
  storeValue!: string;

  @Column({ type: 'varchar', length: 191, nullable: true })
  appValue!: string | null;

  /** A person has ticked what only a person can know. */
  @Column({ type: 'boolean' })
  confirmed!: boolean;

  @InstantColumn()
  updatedAt!: Date;
}

import { Column, Entity } from 'typeorm';
import { IdColumn, InstantColumn } from '../database/columns.js';

/** A merchant's organisation. */
@Entity('accounts')
export class Account {
  @IdColumn()
  id!: number;

  @Column()
  name!: string;

  @InstantColumn({ name: 'created_at' })
  createdAt!: Date;
}

import { Column, Entity } from 'typeorm';
import { IdColumn, InstantColumn, RefColumn } from '../database/columns.js';

export type InstallationState =
  /** The wizard hasn't been finished. */
  | 'installing'
  /** Imports run; nothing is written to the app or the shop until the merchant goes live. */
  | 'importing'
  | 'live'
  | 'uninstalled';

/** A plugin installed on a store: its answers, advanced configuration and switches. */
@Entity('installations')
export class Installation {
  @IdColumn()
  storeId!: number;

  @IdColumn()
  id!: number;

  @Column({ type: 'varchar', length: 64 })
  plugin!: string;

  /** What the merchant calls it; several of one plugin are told apart by it. */
  @Column({ type: 'varchar', length: 120 })
  name!: string;

  @Column({ type: 'varchar', length: 16 })
  state!: InstallationState;

  /** The wizard step to go on with, from 1. */
  @Column({ type: 'smallint', unsigned: true })
  step!: number;

  @RefColumn({ nullable: true })
  connectionId!: number | null;

  /** What was answered in the wizard, by field name. */
  @Column({ type: 'json' })
  answers!: Record<string, unknown>;

  /** The advanced configuration's changed fields; defaults are the plugin's. */
  @Column({ type: 'json' })
  advanced!: Record<string, unknown>;

  /** Everything of this installation stands still since then. */
  @InstantColumn({ nullable: true })
  pausedAt!: Date | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  pausedBecause!: string | null;

  @InstantColumn({ nullable: true })
  liveAt!: Date | null;

  @InstantColumn()
  createdAt!: Date;
}

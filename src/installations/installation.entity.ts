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
  @IdColumn({ name: 'store_id' })
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

  @RefColumn({ name: 'connection_id', nullable: true })
  connectionId!: number | null;

  /** What was answered in the wizard, by field name. */
  @Column({ type: 'json' })
  answers!: Record<string, unknown>;

  /** What the app calls the answers that were picked from its lists, and the store those that are records of its own, by field name: when they were picked. */
  @Column({ type: 'json', nullable: true })
  picked!: Record<string, string> | null;

  /** The advanced configuration's changed fields; defaults are the plugin's. */
  @Column({ type: 'json' })
  advanced!: Record<string, unknown>;

  /** Staff let the merchant make an advanced configuration of their own and change it. */
  @Column({ name: 'advanced_open', type: 'boolean' })
  advancedOpen!: boolean;

  /** What was typed into steps that aren't right yet, by step. */
  @Column({ type: 'json', nullable: true })
  draft!: Record<string, Record<string, unknown>> | null;

  /** Everything of this installation stands still since then. */
  @InstantColumn({ name: 'paused_at', nullable: true })
  pausedAt!: Date | null;

  @Column({ name: 'paused_because', type: 'varchar', length: 255, nullable: true })
  pausedBecause!: string | null;

  /** When it first went live. Kept when it is uninstalled: what was sent stays sent. */
  @InstantColumn({ name: 'live_at', nullable: true })
  liveAt!: Date | null;

  @InstantColumn({ name: 'created_at' })
  createdAt!: Date;
}

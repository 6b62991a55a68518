import { Injectable } from '@nestjs/common';
import type { User } from '../../accounts/user.entity.js';
import { Clock } from '../../clock/clock.js';
import { Database, type Transaction } from '../../database/database.js';
import type { Installation } from '../installation.entity.js';
import type { Snapshot } from './snapshot.js';

/** An advanced configuration as somebody saved it. */
export interface Version extends Snapshot {
  /** From 1. */
  number: number;
  /** Gone back to: an earlier version, or 0 for the defaults. */
  from: number | null;
  note: string | null;
  by: string;
  onBehalf: boolean;
  at: Date;
}

interface Row extends Omit<Version, 'from' | 'by' | 'onBehalf'> {
  from_number: number | null;
  user_name: string;
  on_behalf: number;
}

type Asking = Pick<Transaction, 'query' | 'one'>;

/** Every advanced configuration an installation has had. Written once, never changed. */
@Injectable()
export class Versions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The newest one's number; 0 while nobody has saved anything. */
  async last({ storeId, id }: Installation, on: Asking = this.database): Promise<number> {
    const row = await on.one<{ number: number | null }>(
      'select max(number) as number from advanced_versions where store_id = ? and installation_id = ?',
      [storeId, id],
    );
    return row?.number ?? 0;
  }

  /** Newest first, below `before`. */
  async list({ storeId, id }: Installation, limit: number, before = 4_000_000_000): Promise<Version[]> {
    const rows = await this.database.query<Row>(
      'select * from advanced_versions where store_id = ? and installation_id = ? and number < ? order by number desc limit ?',
      [storeId, id, before, limit],
    );
    return rows.map(versionOf);
  }

  async one({ storeId, id }: Installation, number: number, on: Asking = this.database): Promise<Version | undefined> {
    const row = await on.one<Row>(
      'select * from advanced_versions where store_id = ? and installation_id = ? and number = ?',
      [storeId, id, number],
    );
    return row && versionOf(row);
  }

  async add(
    { storeId, id }: Installation,
    number: number,
    { own, masters }: Snapshot,
    { by, from, note }: { by: User; from?: number; note?: string },
    tx: Transaction,
  ): Promise<void> {
    await tx.run(
      `insert into advanced_versions (store_id, installation_id, number, own, masters, from_number, note, user_id, user_name,
         on_behalf, at) values (?)`,
      [
        [
          storeId,
          id,
          number,
          JSON.stringify(own),
          JSON.stringify(masters),
          from ?? null,
          note || null,
          by.id,
          by.name,
          by.role === 'staff',
          this.clock.date(),
        ],
      ],
    );
  }
}

function versionOf({ from_number, user_name, on_behalf, number, own, masters, note, at }: Row): Version {
  return { number, own, masters, note, at, from: from_number, by: user_name, onBehalf: Boolean(on_behalf) };
}

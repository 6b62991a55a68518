import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

export type Every = 'off' | 'daily' | 'weekly';

/** How an app's reports are made, and who hears of them. */
export interface ReconciliationSetting {
  /** How much amounts may differ, in the currency of each document. */
  tolerance: string;
  /** How many days dates may differ. */
  days: number;
  every: Every;
  /** 'HH:MM' where the store is. */
  time: string;
  /** 1 is Monday. */
  weekday: number;
  mails: boolean;
  postUrl: string | null;
  /** Sealed. */
  postSecret: string | null;
  nextAt: Date | null;
}

interface Row {
  tolerance: string;
  days: number;
  every: Every;
  at_time: string;
  weekday: number;
  mails: 0 | 1;
  post_url: string | null;
  post_secret: string | null;
  next_at: Date | null;
}

const USUAL: ReconciliationSetting = {
  tolerance: '0.01',
  days: 0,
  every: 'off',
  time: '06:00',
  weekday: 1,
  mails: true,
  postUrl: null,
  postSecret: null,
  nextAt: null,
};

@Injectable()
export class ReconciliationSettings {
  constructor(private readonly database: Database) {}

  async of(storeId: number, installationId: number): Promise<ReconciliationSetting> {
    const row = await this.database.one<Row>(
      'select * from reconciliation_settings where store_id = ? and installation_id = ?',
      [storeId, installationId],
    );
    if (!row) return USUAL;
    return {
      tolerance: row.tolerance,
      days: row.days,
      every: row.every,
      time: row.at_time,
      weekday: row.weekday,
      mails: Boolean(row.mails),
      postUrl: row.post_url,
      postSecret: row.post_secret,
      nextAt: row.next_at,
    };
  }
}

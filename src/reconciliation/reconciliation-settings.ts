import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { nextRun, parseSchedule } from '../sdk/schedule.js';

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
      nextAt: row.next_at,
    };
  }

  async save(
    storeId: number,
    installationId: number,
    setting: Omit<ReconciliationSetting, 'nextAt'>,
    nextAt: Date | null,
    sealedSecret: Buffer | null | undefined,
  ): Promise<void> {
    const { tolerance, days, every, time, weekday, mails, postUrl } = setting;
    await this.database.run(
      `insert into reconciliation_settings (store_id, installation_id, tolerance, days, every, at_time, weekday, mails, post_url, next_at)
       values (?) on duplicate key update tolerance = values(tolerance), days = values(days), every = values(every),
         at_time = values(at_time), weekday = values(weekday), mails = values(mails), post_url = values(post_url),
         next_at = values(next_at)`,
      [[storeId, installationId, tolerance, days, every, time, weekday, mails, postUrl, nextAt]],
    );
    if (sealedSecret === undefined) return;
    await this.database.run(
      'update reconciliation_settings set post_secret = ? where store_id = ? and installation_id = ?',
      [sealedSecret, storeId, installationId],
    );
  }
}

/** When the next report is made; null when none is. */
export function nextReport(
  { every, time, weekday }: Pick<ReconciliationSetting, 'every' | 'time' | 'weekday'>,
  timeZone: string,
  after: Date,
): Date | null {
  if (every === 'off') return null;
  const [hour, minute] = time.split(':').map(Number);
  const day = every === 'weekly' ? String(weekday % 7) : '*';
  return nextRun(parseSchedule(`${minute} ${hour} * * ${day}`), timeZone, after);
}

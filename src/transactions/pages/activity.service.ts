import { Injectable } from '@nestjs/common';
import type { Store } from '../../accounts/store.entity.js';
import { Clock } from '../../clock/clock.js';
import { Database } from '../../database/database.js';
import { lastDays } from '../../logs/days.js';
import { STATUSES } from './export-filter.js';
import { Standings } from './standings.service.js';

/** What an app has moved lately. */
export interface Activity {
  /** Lines of the export log that need somebody; counted up to `FAILED_COUNTED`. */
  failed: number;
  exportedToday: number;
  importedToday: number;
  /** Records moved each day, oldest first; the last is today. Days are the store's. */
  perDay: number[];
}

const DAYS = 14;
const FAILED_COUNTED = 1000;

interface Moved {
  installation_id: number;
  day: number;
  exported: string | number;
  imported: string | number;
}

/** How busy the apps of a store are. */
@Injectable()
export class ActivityService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly standings: Standings,
  ) {}

  /** By installation; those that have done nothing are not in it. */
  async of(store: Pick<Store, 'id' | 'timeZone'>): Promise<Map<number, Activity>> {
    const [moved, failed] = await Promise.all([
      this.moved(store),
      this.standings.byApp(store.id, STATUSES.failed.states, FAILED_COUNTED),
    ]);
    const all = new Map<number, Activity>();
    const at = (installation: number) => {
      const known = all.get(installation) ?? { failed: 0, exportedToday: 0, importedToday: 0, perDay: empty() };
      all.set(installation, known);
      return known;
    };
    for (const { installation_id, day, exported, imported } of moved) {
      const activity = at(installation_id);
      activity.perDay[day - 1] = Number(exported) + Number(imported);
      if (day !== DAYS) continue;
      activity.exportedToday = Number(exported);
      activity.importedToday = Number(imported);
    }
    for (const { id, n } of failed) at(id).failed = n;
    return all;
  }

  /** From the runs' own counters: the logs would have to be counted line by line. */
  private moved({ id, timeZone }: Pick<Store, 'id' | 'timeZone'>): Promise<Moved[]> {
    const days = lastDays(timeZone, DAYS, this.clock.date());
    return this.database.query<Moved>(
      `select installation_id, interval(unix_timestamp(started_at), ?) day, sum(sent) exported, sum(created + updated) imported
       from runs force index (by_start) where store_id = ? and started_at >= ? group by installation_id, day`,
      [days.map((day) => day.getTime() / 1000), id, days[0]!],
    );
  }
}

const empty = () => Array.from({ length: DAYS }, () => 0);

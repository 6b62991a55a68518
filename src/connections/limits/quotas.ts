import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Database } from '../../database/database.js';
import { type QuotaUse, recentSince } from './quota.js';
import type { RemoteTenant } from './remote-tenant.js';
import { idOf, monthOf } from './tenant-shares.js';

/**
 * What connection `c` has used of its month: columns for a query over connections, as `QuotaUse`. They take the month and the
 * day that `momentOfUse` says.
 */
export const USE_OF_CONNECTION = `
  (select q.used from quota_use q where q.plugin = c.plugin and q.tenant_key = c.tenant_key and q.month = ?) as used,
  (select min(d.day) from quota_days d where d.plugin = c.plugin and d.tenant_key = c.tenant_key) as first_day,
  (select sum(d.used) from quota_days d where d.plugin = c.plugin and d.tenant_key = c.tenant_key and d.day >= ?
     and d.day > (select min(e.day) from quota_days e where e.plugin = c.plugin and e.tenant_key = c.tenant_key)) as recent`;

export interface UseColumns {
  used: number | null;
  first_day: string | null;
  recent: string | null;
}

export function momentOfUse(now: number): [month: string, since: string] {
  return [monthOf(now), recentSince(now)];
}

export function useOf({ used, first_day: firstDay, recent }: UseColumns): QuotaUse {
  return { used: used ?? 0, firstDay, recent: Number(recent ?? 0) };
}

/** How many requests a tenant has used this month, counted in batches: up to a second behind. */
@Injectable()
export class Quotas {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async use(connectionId: number): Promise<QuotaUse> {
    const row = await this.database.one<UseColumns>(`select ${USE_OF_CONNECTION} from connections c where c.id = ?`, [
      ...momentOfUse(this.clock.now()),
      connectionId,
    ]);
    return useOf(row ?? { used: null, first_day: null, recent: null });
  }

  /** Requests on each day of this month until today. */
  async days(tenant: RemoteTenant): Promise<number[]> {
    const today = this.clock.date();
    const month = monthOf(today.getTime());
    const rows = await this.database.query<{ day: string; used: number }>(
      'select day, used from quota_days where plugin = ? and tenant_key = ? and day >= ?',
      [...idOf(tenant), `${month}-01`],
    );
    const days = Array.from({ length: today.getUTCDate() }, () => 0);
    for (const { day, used } of rows) days[Number(day.slice(8)) - 1] = used;
    return days;
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Database } from '../../database/database.js';
import type { RemoteTenant } from './remote-tenant.js';
import { idOf, monthOf } from './tenant-shares.js';

/** How sparingly a tenant's tasks should go about what is left of the month's requests. */
export type QuotaLevel = 'fine' | 'slow' | 'exports-only' | 'spent';

export interface QuotaForecast {
  /** '2026-07', UTC. */
  month: string;
  used: number;
  /** What the month will come to if it goes on as it began. */
  expected: number;
}

/** How many requests a tenant has used this month, counted in batches: up to a second behind. */
@Injectable()
export class Quotas {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async used(tenant: RemoteTenant): Promise<number> {
    const row = await this.database.one<{ used: number }>(
      'select used from quota_use where plugin = ? and tenant_key = ? and month = ?',
      [...idOf(tenant), monthOf(this.clock.now())],
    );
    return row?.used ?? 0;
  }

  async forecast(tenant: RemoteTenant): Promise<QuotaForecast> {
    const used = await this.used(tenant);
    const now = this.clock.date();
    const start = Date.UTC(now.getUTCFullYear(), now.getUTCMonth());
    const length = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1) - start;
    // On the first day a busy hour says little about a month.
    const passed = Math.max(now.getTime() - start, 86_400_000);
    return { month: monthOf(now.getTime()), used, expected: Math.max(used, Math.round((used * length) / passed)) };
  }

  /** `perMonth` is what the plugin declares; without it there is always enough. */
  async quotaLevel(tenant: RemoteTenant, perMonth: number | undefined): Promise<QuotaLevel> {
    if (!perMonth) return 'fine';
    return quotaLevelOf(await this.used(tenant), perMonth);
  }
}

/** How much of a month's requests is gone, in four words. */
export function quotaLevelOf(used: number, perMonth: number): QuotaLevel {
  const part = used / perMonth;
  if (part >= 1) return 'spent';
  if (part >= 0.9) return 'exports-only';
  return part >= 0.7 ? 'slow' : 'fine';
}

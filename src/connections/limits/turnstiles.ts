import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { RemoteTenant, TenantLimits } from './remote-tenant.js';
import { TenantShares } from './tenant-shares.js';
import { Turnstile } from './turnstile.js';

/** One turnstile per tenant in this process. */
@Injectable()
export class Turnstiles implements OnModuleDestroy {
  private readonly all = new Map<string, Turnstile>();

  constructor(
    private readonly shares: TenantShares,
    private readonly clock: Clock,
  ) {}

  of(tenant: RemoteTenant, limits: TenantLimits): Turnstile {
    const name = JSON.stringify([tenant.plugin, tenant.key, limits.concurrent, limits.perMinute]);
    let turnstile = this.all.get(name);
    if (!turnstile) {
      turnstile = new Turnstile(tenant, limits, randomUUID(), this.shares, this.clock);
      this.all.set(name, turnstile);
    }
    return turnstile;
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.all.values()].map((turnstile) => turnstile.close()));
  }
}

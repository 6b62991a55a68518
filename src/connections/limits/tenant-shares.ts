import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Database, type Transaction } from '../../database/database.js';
import { fairShares } from './fair-shares.js';
import type { RemoteTenant, TenantLimits } from './remote-tenant.js';
import { giveSends, settleSends } from './tenant-sends.js';

/** What a process asks for, and what it did since it asked last. */
export interface Asking {
  holder: string;
  tenant: RemoteTenant;
  limits: TenantLimits;
  /** Requests under way; their slots can't be taken back. */
  inside: number;
  waiting: number;
  /** How many of those that wait do so for a person. */
  people: number;
  /** Requests sent since the last time: for the quota. */
  sent: number;
  /** Counts this holder's askings. */
  number: number;
  /** How much of the last grant was used, and when last; absent without one. */
  spent?: { number: number; sends: number; lastAt: number };
  pausedUntil?: number;
}

/** What a process may do until `until`, without asking again. */
export interface Share {
  /** Slots reserved for it. */
  slots: number;
  /** How many of them it should keep: fewer when others wait. */
  target: number;
  until: number;
  /** The app asked everybody to wait until then. */
  pausedUntil: number;
  /** Only where the app limits requests per minute. */
  grant?: { number: number; sends: number; until: number; nextAt: number };
}

/** How long slots stay reserved for a process that died. */
const LEASE = 10_000;
/** For so long after somebody waited for an answer more of the kind is to be expected: they are at the wizard, or mapping. */
const ABOUT = 10 * 60_000;

/** Divides what an app allows one tenant among all processes on the database. One short transaction per asking, not per request. */
@Injectable()
export class TenantShares {
  private readonly known = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async take(asking: Asking): Promise<Share> {
    await this.know(asking.tenant);
    return this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const { pausedUntil, peopleAbout } = await this.lock(tx, asking, now);
      await countUse(tx, asking, now);
      const others = await othersOf(tx, asking, now);
      const share = divide(asking, others, now);
      await reserve(tx, asking, share, now);
      const contenders = 1 + others.filter(({ wanted }) => wanted > 0).length;
      const grant = asking.limits.perMinute ? await giveSends(tx, asking, { contenders, peopleAbout, now }) : undefined;
      return { ...share, until: now + LEASE, pausedUntil, grant };
    });
  }

  /** Gives everything back. */
  async leave(asking: Asking): Promise<void> {
    await this.know(asking.tenant);
    await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      await this.lock(tx, asking, now);
      await countUse(tx, asking, now);
      await settleSends(tx, asking);
      await tx.run('delete from tenant_slots where plugin = ? and tenant_key = ? and holder = ?', [
        ...idOf(asking.tenant),
        asking.holder,
      ]);
    });
  }

  /** A row must be there before it can be locked. */
  private async know(tenant: RemoteTenant): Promise<void> {
    const name = JSON.stringify(idOf(tenant));
    if (this.known.has(name)) return;
    await this.database.run('insert ignore into remote_tenants (plugin, tenant_key) values (?, ?)', idOf(tenant));
    this.known.add(name);
  }

  private async lock(tx: Transaction, { tenant, people, pausedUntil = 0 }: Asking, now: number): Promise<Standing> {
    const row = await tx.one<{ paused_until: Date | null; people_at: Date | null }>(
      'select paused_until, people_at from remote_tenants where plugin = ? and tenant_key = ? for update',
      idOf(tenant),
    );
    const known = { pausedUntil: row?.paused_until?.getTime() ?? 0, peopleAt: row?.people_at?.getTime() ?? 0 };
    const pauses = Math.max(known.pausedUntil, pausedUntil);
    const peopleAt = people > 0 ? now : known.peopleAt;
    if (pauses !== known.pausedUntil || peopleAt !== known.peopleAt) {
      await tx.run('update remote_tenants set paused_until = ?, people_at = ? where plugin = ? and tenant_key = ?', [
        pauses === 0 ? null : new Date(pauses),
        peopleAt === 0 ? null : new Date(peopleAt),
        ...idOf(tenant),
      ]);
    }
    return { pausedUntil: pauses, peopleAbout: now - peopleAt < ABOUT };
  }
}

/** How a tenant is for everybody who asks. */
interface Standing {
  pausedUntil: number;
  peopleAbout: boolean;
}

interface Other {
  holder: string;
  slots: number;
  wanted: number;
}

export function idOf({ plugin, key }: RemoteTenant): [string, string] {
  return [plugin, key];
}

async function othersOf(tx: Transaction, { tenant, holder }: Asking, now: number): Promise<Other[]> {
  const rows = await tx.query<Other & { until: Date }>(
    'select holder, slots, wanted, until from tenant_slots where plugin = ? and tenant_key = ? and holder <> ?',
    [...idOf(tenant), holder],
  );
  const dead = rows.filter(({ until }) => until.getTime() <= now);
  for (const row of dead) {
    await tx.run('delete from tenant_slots where plugin = ? and tenant_key = ? and holder = ?', [
      ...idOf(tenant),
      row.holder,
    ]);
  }
  return rows.filter((row) => !dead.includes(row));
}

function divide({ holder, limits, inside, waiting }: Asking, others: Other[], now: number) {
  const free = limits.concurrent - others.reduce((sum, { slots }) => sum + slots, 0);
  const me = { name: holder, wanted: inside + waiting };
  const rivals = others.map(({ holder: name, wanted }) => ({ name, wanted }));
  // Alone it gets everything, wanted or not, so that it needs not ask again for its next request.
  const target =
    rivals.length === 0 ? limits.concurrent : fairShares(limits.concurrent, [me, ...rivals], now).get(holder)!;
  return { target, slots: Math.max(inside, Math.min(target, free), 0) };
}

async function reserve(tx: Transaction, asking: Asking, { slots }: { slots: number }, now: number): Promise<void> {
  const wanted = Math.min(asking.inside + asking.waiting, 1000);
  await tx.run(
    'replace into tenant_slots (plugin, tenant_key, holder, slots, wanted, until) values (?, ?, ?, ?, ?, ?)',
    [...idOf(asking.tenant), asking.holder, slots, wanted, new Date(now + LEASE)],
  );
}

async function countUse(tx: Transaction, { tenant, sent }: Asking, now: number): Promise<void> {
  if (sent === 0) return;
  await tx.run(
    'insert into quota_use (plugin, tenant_key, month, used) values (?, ?, ?, ?) on duplicate key update used = used + ?',
    [...idOf(tenant), monthOf(now), sent, sent],
  );
  await tx.run(
    'insert into quota_days (plugin, tenant_key, day, used) values (?, ?, ?, ?) on duplicate key update used = used + ?',
    [...idOf(tenant), new Date(now).toISOString().slice(0, 10), sent, sent],
  );
}

/** '2026-07', in UTC: when apps begin to count anew. */
export function monthOf(now: number): string {
  return new Date(now).toISOString().slice(0, 7);
}

import type { Transaction } from '../../database/database.js';
import type { Asking, Share } from './tenant-shares.js';

/**
 * The app's minute, and what requests usually differ in their time on the way: it counts them when they arrive. Every second more
 * would leave a request of each minute unused; a plugin that declares one or two fewer than the app allows has room for the rest.
 */
const WINDOW = 60_000 + 400;
/** A grant is used within this time or given back. */
const GRANT = 5000;
/**
 * At most this part of the window's requests goes to one process at once. A grant counts from its last request: the larger it is,
 * the longer its first ones count.
 */
const PORTIONS = 30;
/** This part of the window's requests is kept for people while some are about: scheduled work would else leave them none for a minute. */
const FOR_PEOPLE = 1 / 12;

/**
 * Grants a process some of the requests that the app allows per minute. A grant counts until a minute after its last use, so
 * in no minute can more be sent than all grants that touch them allow.
 */
export async function giveSends(
  tx: Transaction,
  asking: Asking,
  { contenders, peopleAbout, now }: { contenders: number; peopleAbout: boolean; now: number },
): Promise<NonNullable<Share['grant']>> {
  await settleSends(tx, asking);
  const { tenant, limits, holder, waiting, people, number } = asking;
  const id = [tenant.plugin, tenant.key];
  const since = new Date(now - WINDOW);
  await tx.run('delete from tenant_sends where plugin = ? and tenant_key = ? and until <= ?', [...id, since]);
  const row = await tx.one<{ given: string | null; first: Date | null }>(
    'select sum(sends) as given, min(until) as first from tenant_sends where plugin = ? and tenant_key = ?',
    id,
  );
  const perMinute = limits.perMinute!;
  const left = perMinute - Number(row?.given ?? 0);
  const portion = Math.max(1, Math.ceil(perMinute / PORTIONS / contenders));
  const kept = peopleAbout ? Math.floor(perMinute * FOR_PEOPLE) : 0;
  const free = Math.max(left - kept, Math.min(left, people));
  const sends = waiting === 0 ? 0 : Math.max(0, Math.min(free, portion));
  if (sends > 0) {
    await tx.run(
      'insert into tenant_sends (plugin, tenant_key, holder, number, sends, until) values (?, ?, ?, ?, ?, ?)',
      [...id, holder, number, sends, new Date(now + GRANT)],
    );
  }
  const nextAt = free > 0 || !row?.first ? now : row.first.getTime() + WINDOW;
  return { number, sends, until: now + GRANT, nextAt };
}

/** What a grant left over goes back to everybody. */
export async function settleSends(tx: Transaction, { tenant, holder, spent }: Asking): Promise<void> {
  if (!spent) return;
  const grant = [tenant.plugin, tenant.key, holder, spent.number];
  const where = 'where plugin = ? and tenant_key = ? and holder = ? and number = ?';
  if (spent.sends === 0) await tx.run(`delete from tenant_sends ${where}`, grant);
  else
    await tx.run(`update tenant_sends set sends = ?, until = ? ${where}`, [
      spent.sends,
      new Date(spent.lastAt),
      ...grant,
    ]);
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import type { ConnectionState } from '../connections/connection.entity.js';
import { budgetOf, type QuotaLevel, quotaLevelOf } from '../connections/limits/quota.js';
import { Database } from '../database/database.js';
import type { InstallationState } from '../installations/installation.entity.js';
import type { LoadedPlugin } from '../plugins/loaded-plugin.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { keyOf, rowKeyOf, type TaskRef, type Trigger } from './run.js';
import { type RunTask, runTaskOf } from './run-task.js';

/** A task of an installation, looked up, and why it can't start now, if so. */
export interface Ready {
  ref: AskedTask;
  plugin?: LoadedPlugin;
  task?: RunTask;
  timeZone: string;
  connectionId: number | null;
  state: InstallationState;
  /** Only a person or a change elsewhere takes it away. In words for the merchant. */
  obstacle?: string;
  /** So much of the month's requests is gone that this task starts less often than its schedule says. */
  sparing?: boolean;
  /** Another task's first run has to end before; nobody need do anything. */
  waitsFor?: string;
}

/**
 * `trigger`: the wizard runs its first imports before setting up is finished, and a trial sends one record before the merchant goes
 * live. `held`: a run that stood still, which doesn't go on by itself while its task is paused.
 */
export type AskedTask = TaskRef & { trigger?: Trigger; held?: boolean };

type Asked = Pick<Database, 'query'>;

interface InstallationRow {
  id: number;
  plugin: string;
  state: InstallationState;
  paused_at: Date | null;
  paused_because: string | null;
  connection_id: number | null;
  connection_state: ConnectionState | null;
  connection_reason: string | null;
  time_zone: string;
  monthly_budget: number | null;
  quota_used: number | null;
  /** Another addon of the store that has begun to import but isn't live. */
  not_live_yet: string | null;
}

/** Looks at many tasks in a few queries: what they are, and whether they may start. */
@Injectable()
export class Readiness {
  constructor(
    private readonly database: Database,
    private readonly plugins: PluginRegistry,
    private readonly clock: Clock,
  ) {}

  async one(ref: AskedTask): Promise<Ready> {
    return (await this.of([ref]))[0]!;
  }

  /** `on`: whoever holds locks asks over the connection that holds them. */
  async of(refs: AskedTask[], on: Asked = this.database): Promise<Ready[]> {
    if (refs.length === 0) return [];
    const installations = await this.installations(refs, on);
    const all = refs.map((ref) => this.look(ref, installations.get(ref.installationId)));
    await this.addPauses(all, on);
    await this.addWaits(all, on);
    return all;
  }

  private look(ref: AskedTask, row: InstallationRow | undefined): Ready {
    const plugin = row && this.plugins.get(row.plugin);
    const task = plugin && runTaskOf(plugin.manifest, ref.task);
    const ready: Ready = {
      ref,
      plugin,
      task,
      timeZone: row?.time_zone ?? 'UTC',
      connectionId: row?.connection_id ?? null,
      state: row?.state ?? 'uninstalled',
    };
    const level = quotaOf(row, plugin);
    const isImport = task?.direction === 'in';
    return {
      ...ready,
      obstacle: obstacleTo(ready, row) ?? (isImport ? spentBudget(level, row) : undefined),
      sparing: isImport && level !== 'fine',
    };
  }

  private async installations(refs: TaskRef[], on: Asked): Promise<Map<number, InstallationRow>> {
    const rows = await on.query<InstallationRow>(
      `select i.id, i.plugin, i.state, i.paused_at, i.paused_because, i.connection_id, s.time_zone,
         c.state as connection_state, c.state_reason as connection_reason,
         (select min(j.name) from installations j where j.store_id = i.store_id and j.id <> i.id
            and j.state in ('installing', 'importing') and j.connection_id is not null) as not_live_yet,
         c.monthly_budget, (select q.used from quota_use q where q.plugin = c.plugin and q.tenant_key = c.tenant_key
            and q.month = ?) as quota_used
       from installations i join stores s on s.id = i.store_id left join connections c on c.id = i.connection_id
       where i.id in (?)`,
      [this.clock.date().toISOString().slice(0, 7), unique(refs.map(({ installationId }) => installationId))],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  private async addPauses(all: Ready[], on: Asked): Promise<void> {
    const held = all.filter(({ ref, obstacle }) => ref.held && !obstacle);
    if (held.length === 0) return;
    const rows = await on.query<{ installation_id: number; task: string }>(
      'select installation_id, task from schedules where installation_id in (?) and not active',
      [unique(held.map(({ ref }) => ref.installationId))],
    );
    const paused = new Set(rows.map(rowKeyOf));
    for (const ready of held) {
      if (paused.has(keyOf(ready.ref))) ready.obstacle = 'This task is paused. Resume it, or run it by hand.';
    }
  }

  /** `after` names tasks whose first run comes before. One that the merchant has switched off is not waited for. */
  private async addWaits(all: Ready[], on: Asked): Promise<void> {
    const waiting = all.filter(({ task }) => task && task.after.length > 0);
    if (waiting.length === 0) return;
    const rows = await on.query<{ installation_id: number; task: string }>(
      'select installation_id, task from schedules where installation_id in (?) and active and first_done_at is null',
      [unique(waiting.map(({ ref }) => ref.installationId))],
    );
    const unfinished = new Set(rows.map(rowKeyOf));
    for (const ready of waiting) {
      const first = ready.task!.after.find((task) => unfinished.has(keyOf({ ...ready.ref, task })));
      const title = ready.plugin!.manifest.tasks.find(({ id }) => id === first)?.title;
      if (title) ready.waitsFor = `Waits until “${title}” has run for the first time.`;
    }
  }
}

function obstacleTo({ ref, plugin, task, state }: Ready, row: InstallationRow | undefined): string | undefined {
  if (!row || state === 'uninstalled') return 'This addon is no longer installed.';
  if (!plugin) return `The addon “${row.plugin}” is missing on this hub.`;
  if (!task) return 'This version of the addon has no such task any more.';
  if (state === 'installing' && ref.trigger !== 'first') return 'Setting up is not finished.';
  if (row.paused_at) return row.paused_because ?? 'Paused.';
  if (task.direction === 'out' && state !== 'live' && ref.trigger !== 'trial') return 'Exports start when you go live.';
  // What a new addon brings in must not reach the shop before the merchant has looked at it.
  if (task.kind === 'state' && plugin.manifest.platform && row.not_live_yet) {
    return `Nothing is written to the shop until you go live with ${row.not_live_yet}.`;
  }
  return plugin.manifest.connection && withoutConnection(row);
}

function quotaOf(row: InstallationRow | undefined, plugin: LoadedPlugin | undefined): QuotaLevel {
  const budget = budgetOf(row?.monthly_budget, plugin?.manifest.limits);
  return quotaLevelOf(row?.quota_used ?? 0, budget);
}

/** What is left belongs to the exports: what was sold must reach the books, what is for sale can wait. */
function spentBudget(level: QuotaLevel, row: InstallationRow | undefined): string | undefined {
  if (level === 'fine' || level === 'slow') return undefined;
  return `${row?.quota_used} requests of this month’s budget are used. Until the next month only exports run.`;
}

function withoutConnection({ connection_state, connection_reason }: InstallationRow): string | undefined {
  if (connection_state === 'connected') return undefined;
  if (connection_state === 'needs-reconnecting') return connection_reason ?? 'Needs reconnecting.';
  return connection_reason ?? 'Not connected.';
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}

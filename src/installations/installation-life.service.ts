import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Not, Repository } from 'typeorm';
import type { Store } from '../accounts/store.entity.js';
import { Clock } from '../clock/clock.js';
import { Database, type Transaction } from '../database/database.js';
import { Ids } from '../database/ids.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { Manifest } from '../sdk/host/index.js';
import { Runs } from '../tasks/runs.service.js';
import { Schedules } from '../tasks/schedules.service.js';
import { Farewell } from './farewell.service.js';
import { Installation } from './installation.entity.js';
import { CannotInstall, Requirements } from './requirements.service.js';
import { Trail } from './trail.service.js';

export interface Wishes {
  /** What to call it; the plugin's name unless said. */
  name?: string;
  /** An uninstalled one to take up again, with its answers, links and logs. */
  again?: number;
}

/** Others stand on it. */
export class StillNeeded extends Error {
  override readonly name = 'StillNeeded';

  constructor(readonly by: Installation[]) {
    super(`Needed by ${by.map(({ name }) => name).join(', ')}. Uninstall them first.`);
  }
}

/** The life of an installation, from the addon store to its end. */
@Injectable()
export class InstallationLife {
  constructor(
    @InjectRepository(Installation) private readonly installations: Repository<Installation>,
    private readonly plugins: PluginRegistry,
    private readonly requirements: Requirements,
    private readonly schedules: Schedules,
    private readonly runs: Runs,
    private readonly trail: Trail,
    private readonly farewell: Farewell,
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** The store's addons in the order they came. */
  of(storeId: number): Promise<Installation[]> {
    return this.installations.find({ where: { storeId, state: Not('uninstalled') }, order: { id: 'ASC' } });
  }

  /** Those that were taken off this store and may be taken up again. */
  past(storeId: number, plugin: string): Promise<Installation[]> {
    return this.installations.find({ where: { storeId, plugin, state: 'uninstalled' }, order: { id: 'DESC' } });
  }

  find(storeId: number, id: number): Promise<Installation | null> {
    return this.installations.findOneBy({ storeId, id });
  }

  byId(id: number): Promise<Installation | null> {
    return this.installations.findOneBy({ id });
  }

  /** Throws `CannotInstall` with what is missing. */
  async install(store: Pick<Store, 'id'>, plugin: string, userId?: number, wishes: Wishes = {}): Promise<Installation> {
    const manifest = this.plugins.get(plugin)?.manifest;
    if (!manifest) throw new Error(`There is no plugin '${plugin}'`);
    return this.trail.together(() => this.begin(store, manifest, userId, wishes));
  }

  private async begin(store: Pick<Store, 'id'>, manifest: Manifest, userId: number | undefined, wishes: Wishes) {
    const id = wishes.again ?? (await this.ids.next('installation'));
    await this.database.transaction(async (tx) => {
      // One at a time per store: two clicks must not make two platforms.
      await tx.one('select id from stores where id = ? for update', [store.id]);
      const missing = await this.requirements.missing(store.id, manifest);
      if (missing.length > 0) throw new CannotInstall(missing);
      if (wishes.again === undefined) await this.insert(tx, store.id, id, manifest, wishes.name);
      else await this.revive(tx, store.id, id, manifest);
    });
    const installation = await this.installations.findOneByOrFail({ storeId: store.id, id });
    await this.trail.note(
      installation,
      { action: wishes.again === undefined ? 'installed' : 'installed again' },
      userId,
    );
    if (manifest.wizard.length > 0) return installation;
    await this.schedules.install(
      store.id,
      id,
      { manifest },
      manifest.tasks.map((task) => task.id),
    );
    return this.goLive(installation, userId);
  }

  async rename(installation: Installation, name: string, userId?: number): Promise<void> {
    const change = { before: { name: installation.name }, after: { name } };
    await this.trail.together(async () => {
      await this.change(installation, { name });
      await this.trail.noteChange({ ...installation, name }, 'renamed', change, userId);
    });
  }

  /** Nothing of it starts by itself until `resume`, and nothing more leaves: whoever presses this has seen something wrong. */
  async pause(installation: Installation, because = 'Paused by you.', userId?: number): Promise<void> {
    if (installation.pausedAt) return;
    await this.trail.together(async () => {
      await this.change(installation, { pausedAt: this.clock.date(), pausedBecause: because });
      await this.schedules.pause(installation.storeId, installation.id, because);
      await this.runs.hold(installation.storeId, installation.id);
      await this.trail.note(installation, { action: 'paused' }, userId);
    });
  }

  async resume(installation: Installation, userId?: number): Promise<void> {
    if (!installation.pausedAt) return;
    await this.trail.together(async () => {
      await this.change(installation, { pausedAt: null, pausedBecause: null });
      await this.schedules.resume(installation.storeId, installation.id);
      await this.trail.note(installation, { action: 'resumed' }, userId);
    });
  }

  /** From now on it also writes to the app and the shop. */
  async goLive(installation: Installation, userId?: number): Promise<Installation> {
    const { storeId, id, liveAt } = installation;
    const now = this.clock.date();
    await this.trail.together(async () => {
      await this.change(installation, { state: 'live', liveAt: liveAt ?? now });
      if (!installation.pausedAt) await this.resumeNow(installation);
      await this.releaseShop(storeId, id);
      await this.trail.note(installation, { action: 'went live' }, userId);
    });
    return { ...installation, state: 'live', liveAt: liveAt ?? now };
  }

  /** The shop waited for this one before it was told anything. */
  private async releaseShop(storeId: number, id: number): Promise<void> {
    const platform = await this.requirements.platformOf(storeId);
    if (platform && platform.id !== id && !platform.pausedAt) await this.resumeNow(platform);
  }

  /** A merchant who goes live looks on: nobody should have to wait for a slot. */
  private async resumeNow({ storeId, id, plugin }: Installation): Promise<void> {
    await this.schedules.resume(storeId, id);
    await this.schedules.startExports(storeId, id, this.plugins.get(plugin)!.manifest);
  }

  /**
   * Its schedules go; links, records and logs stay, so that taking it up again sends nothing twice. Throws `StillNeeded`.
   * Answers why the app could not be told yet, if so.
   */
  async uninstall(installation: Installation, userId?: number): Promise<string | undefined> {
    const dependants = await this.requirements.dependants(installation);
    if (dependants.length > 0) throw new StillNeeded(dependants);
    const { storeId, id } = installation;
    await this.trail.together(async () => {
      await this.change(installation, { state: 'uninstalled', pausedAt: null, pausedBecause: null, draft: null });
      await this.database.run('update installations set secrets = null where store_id = ? and id = ?', [storeId, id]);
      await this.schedules.remove(storeId, id);
      await this.runs.stop(storeId, id);
      await this.database.run(
        'update invitations set withdrawn_at = ? where store_id = ? and installation_id = ? and withdrawn_at is null',
        [this.clock.date(), storeId, id],
      );
      await this.releaseShop(storeId, id);
      await this.trail.note(installation, { action: 'uninstalled' }, userId);
    });
    return this.farewell.from(installation);
  }

  private async insert(tx: Transaction, storeId: number, id: number, manifest: Manifest, name?: string): Promise<void> {
    const wanted = name?.trim() || manifest.name;
    const taken = await tx.query<{ name: string }>(
      "select name from installations where store_id = ? and state <> 'uninstalled'",
      [storeId],
    );
    await tx.run(
      `insert into installations (store_id, id, plugin, name, state, step, answers, advanced, created_at)
       values (?, ?, ?, ?, 'installing', 1, '{}', '{}', ?)`,
      [storeId, id, manifest.id, unlike(wanted, new Set(taken.map((row) => row.name))), this.clock.date()],
    );
  }

  private async revive(tx: Transaction, storeId: number, id: number, manifest: Manifest): Promise<void> {
    const revived = await tx.run(
      `update installations set state = 'installing', step = 1
       where store_id = ? and id = ? and plugin = ? and state = 'uninstalled'`,
      [storeId, id, manifest.id],
    );
    if (revived === 0) throw new CannotInstall([{ title: 'Gone', text: 'There is no such addon to take up again.' }]);
  }

  private async change({ storeId, id }: Installation, to: Partial<Installation>): Promise<void> {
    await this.installations.update({ storeId, id }, to as Parameters<typeof this.installations.update>[1]);
  }
}

/** `Crates`, `Crates 2`, `Crates 3` … */
function unlike(name: string, taken: Set<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) if (!taken.has(`${name} ${number}`)) return `${name} ${number}`;
}

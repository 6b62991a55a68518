import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext, Type } from '@nestjs/common';
import type { Store } from '../../accounts/store.entity.js';
import { StoresService } from '../../accounts/stores.service.js';
import type { User } from '../../accounts/user.entity.js';
import { Database } from '../../database/database.js';
import { GoLiveChecks } from '../../installations/go-live/go-live-checks.js';
import type { Installation } from '../../installations/installation.entity.js';
import { InstallationLife } from '../../installations/installation-life.service.js';
import { SettingUp } from '../../installations/wizard/setting-up.service.js';
import { ValueMaps } from '../../mappings/value-maps.service.js';
import type { Manifest } from '../../sdk/host/index.js';
import { Runs } from '../../tasks/runs.service.js';
import { Schedules } from '../../tasks/schedules.service.js';
import type { Shop, Twin } from './twins.js';

const LOOK_EVERY = 150;
const MANY = 1000;

export interface Cast {
  merchant: User;
  staff: User;
}

/** The hub with its people and twins, and what every scene of the demo does with them. */
export class Stage {
  constructor(
    private readonly hub: INestApplicationContext,
    private readonly twins: readonly Twin[],
    readonly cast: Cast,
    /** The demo is being stopped. */
    readonly signal: AbortSignal,
  ) {}

  get<T>(service: Type<T>): T {
    return this.hub.get(service);
  }

  /** The first app that is connected by consent: the ledger. */
  get ledger(): Twin | undefined {
    return this.twins.find(({ manifest, sandbox }) => manifest.connection?.oauth && sandbox.agree);
  }

  platformOf(shop: Pick<Shop, 'name'>): Twin | undefined {
    return this.twins.find((twin) => twin.shop?.name === shop.name);
  }

  async store({ name }: Pick<Shop, 'name'>): Promise<Store> {
    const { accountId } = this.cast.merchant;
    const [stores, known] = [this.get(StoresService), await this.get(StoresService).ofAccount(accountId!)];
    const add = () => stores.add(accountId!, { name, timeZone: 'Australia/Sydney', currency: 'AUD' });
    return known.find((store) => store.name === name) ?? (await add());
  }

  /** The shop's store, with its own platform connected. */
  async open(shop: Shop): Promise<Store> {
    const store = await this.store(shop);
    const platform = this.platformOf(shop);
    if (!platform || (await this.installed(store, platform.manifest))) return store;
    const { manifest, sandbox } = platform;
    await this.get(SettingUp).whole(store, manifest.id, sandbox.credentials, sandbox.answers, this.cast.merchant.id);
    return store;
  }

  /** What has been set up to its end before. */
  async installed({ id }: Store, manifest: Pick<Manifest, 'id'>): Promise<Installation | undefined> {
    const all = await this.get(InstallationLife).of(id);
    return all.find(({ plugin, state }) => plugin === manifest.id && state !== 'installing');
  }

  /** Goes live as soon as everything has come in and every value has a counterpart. */
  async goLive(it: Installation, manifest: Manifest, counterparts: Readonly<Record<string, string>> = {}) {
    if (it.state === 'live') return;
    const checks = this.get(GoLiveChecks);
    await this.until(async () => {
      await this.map(it, manifest, counterparts);
      return (await checks.list(it)).every(({ done }) => done);
    });
    await this.get(InstallationLife).goLive(it, this.cast.merchant.id);
    await this.quiet(it);
  }

  /** Brings in what has changed since. */
  async importAgain({ storeId, id }: Installation, { tasks }: Manifest): Promise<void> {
    const active = (await this.get(Schedules).list(storeId, id)).filter((row) => row.active);
    for (const { task } of active) {
      if (tasks.find((one) => one.id === task)?.direction !== 'in') continue;
      await this.get(Runs).start(storeId, id, task, 'person');
    }
    await this.quiet({ storeId, id });
  }

  /** Until nothing of it is under way or about to begin. */
  quiet({ storeId, id }: Pick<Installation, 'storeId' | 'id'>): Promise<void> {
    return this.until(async () => {
      const busy = await this.get(Database).one(
        `select 1 from runs where store_id = ? and installation_id = ? and alive = 1 and state <> 'waiting'
         union all select 1 from schedules where store_id = ? and installation_id = ? and next_run_at <= now(3) + interval 5 second limit 1`,
        [storeId, id, storeId, id],
      );
      return busy === undefined;
    });
  }

  private async map(it: Installation, { valueMaps }: Manifest, counterparts: Readonly<Record<string, string>>) {
    for (const map of valueMaps.filter(({ id }) => counterparts[id] !== undefined)) {
      const open = await this.get(ValueMaps).pairs(it, map, { openOnly: true, limit: MANY });
      const answers = open.map(({ value }) => ({ value, appValue: counterparts[map.id]!, confirmed: false }));
      if (open.length > 0) await this.get(ValueMaps).save(it, map, open, answers, this.cast.merchant.id);
    }
  }

  private async until(check: () => Promise<boolean>): Promise<void> {
    while (!(await check())) await sleep(LOOK_EVERY, undefined, { signal: this.signal });
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { LoadedPlugin } from '../../plugins/loaded-plugin.js';
import type { FieldManifest } from '../../sdk/host/index.js';
import type { PickOption } from '../../sdk/index.js';
import { AppCalls, PATIENCE } from '../app-calls.service.js';
import type { Installation } from '../installation.entity.js';
import { AlreadySaid } from './already-said.js';

interface Kept {
  until: number;
  options: Promise<PickOption[]>;
}

const KEPT_FOR = 60_000;
const KEPT_AT_MOST = 500;

/** Lists that the app itself gives, remembered for a minute: a person goes to and fro between steps. */
@Injectable()
export class PickLists {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly calls: AppCalls,
    private readonly clock: Clock,
  ) {}

  async options(
    installation: Installation,
    plugin: LoadedPlugin,
    list: string,
    search = '',
    said?: AlreadySaid,
  ): Promise<PickOption[]> {
    const key = JSON.stringify([installation.id, installation.connectionId, list, search]);
    const now = this.clock.now();
    const known = this.kept.get(key);
    if (known && known.until > now) return known.options;
    const options = this.calls.with(installation, plugin, (call) => plugin.calls.pickList(call, list, search), {
      said,
    });
    this.keep(key, { until: now + KEPT_FOR, options });
    // What failed is asked for again.
    options.catch(() => this.kept.delete(key));
    return options;
  }

  /** A list, or why it isn't there. */
  async optionsOrReason(
    installation: Installation,
    plugin: LoadedPlugin,
    list: string,
    search = '',
    said?: AlreadySaid,
  ): Promise<PickOption[] | string> {
    try {
      return await this.options(installation, plugin, list, search, said);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** The lists that these fields choose from, by name. */
  async behind(installation: Installation, plugin: LoadedPlugin, fields: FieldManifest[]) {
    const names = [...new Set(fields.flatMap(({ kind, list }) => (kind === 'remote' && list ? [list] : [])))];
    const said = new AlreadySaid(AbortSignal.timeout(PATIENCE));
    const lists = await Promise.all(names.map((name) => this.optionsOrReason(installation, plugin, name, '', said)));
    return new Map(names.map((name, at) => [name, lists[at]!]));
  }

  private keep(key: string, entry: Kept): void {
    if (this.kept.size >= KEPT_AT_MOST) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(key, entry);
  }
}

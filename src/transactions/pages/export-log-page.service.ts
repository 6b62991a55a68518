import { Injectable } from '@nestjs/common';
import type { Store } from '../../accounts/store.entity.js';
import { JustRead } from '../../database/just-read.js';
import type { Installation } from '../../installations/installation.entity.js';
import { LogApps } from '../../logs/log-apps.js';
import { logPage } from '../../logs/log-page.js';
import { logTop } from '../../logs/log-top.js';
import { turnTo } from '../../logs/turned-page.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { Settings } from '../../settings/settings.js';
import type { ExportScope } from './export-branches.js';
import { readFilter, STATUSES, type StatusName } from './export-filter.js';
import { type ExportLine, ExportLines, keyOf } from './export-lines.service.js';
import { FOUND_AT_MOST } from './export-search.service.js';
import { ShownLines } from './shown-lines.service.js';
import { Standings } from './standings.service.js';

/** Everything on a page of the export log. */
@Injectable()
export class ExportLogPage {
  constructor(
    private readonly lines: ExportLines,
    private readonly shown: ShownLines,
    private readonly logApps: LogApps,
    private readonly standings: Standings,
    private readonly plugins: PluginRegistry,
    private readonly settings: Settings,
    private readonly justRead: JustRead,
  ) {}

  data(store: Store, installation: Installation | undefined, query: Record<string, unknown>) {
    const key = `${store.id}/export-log/${installation?.id}/${JSON.stringify(query)}`;
    return this.justRead.of(key, () => this.read(store, installation, query));
  }

  private async read(store: Store, installation: Installation | undefined, query: Record<string, unknown>) {
    const filter = readFilter(query, installation?.id);
    const top = logTop('exports', installation, installation && this.plugins.get(installation.plugin)?.manifest);
    const apps = await this.logApps.of(store.id);
    const scope = await this.lines.scope(store, apps, filter);
    const turned = await this.turnTo(scope, filter.status, query);
    const [rows, counts, logged] = await Promise.all([
      this.shown.of(store.id, apps, turned.lines),
      this.lines.counts(scope),
      this.standings.of(store.id),
    ]);
    return {
      title: 'Export log',
      ...logPage({
        top,
        filter,
        only: installation?.id,
        apps,
        logged,
        outcomes: { part: 'status', kinds: STATUSES, counts, chosen: filter.status, waiting: 'failed' },
        turned,
      }),
      table: { rows, apps: installation === undefined, offers: rows.some(({ offeredDay }) => offeredDay !== null) },
      retentionDays: this.settings.logRetentionDays,
      tooMany: scope.recordIds?.length === FOUND_AT_MOST && FOUND_AT_MOST,
    };
  }

  private turnTo(scope: ExportScope, status: StatusName | undefined, query: Record<string, unknown>) {
    return turnTo<ExportLine>(query, {
      kinds: ['instant', 'number', 'number', 'text'],
      keyOf,
      read: async (slice) => ({ lines: await this.lines.read(scope, status, slice) }),
    });
  }
}

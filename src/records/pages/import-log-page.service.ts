import { Injectable, NotFoundException } from '@nestjs/common';
import type { Store } from '../../accounts/store.entity.js';
import { JustRead } from '../../database/just-read.js';
import { appHeader } from '../../installations/app-header.js';
import type { Installation } from '../../installations/installation.entity.js';
import { LogApps } from '../../logs/log-apps.js';
import { logPage } from '../../logs/log-page.js';
import { logTop } from '../../logs/log-top.js';
import { type TurnedPage, turnTo } from '../../logs/turned-page.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { Settings } from '../../settings/settings.js';
import { ACTIONS, type ImportFilter, OUTCOMES, type Outcome, readImportFilter } from './import-filter.js';
import { type ImportLine, ImportLines, type ImportScope, importKeyOf } from './import-lines.service.js';
import { RefusedRows } from './refused-rows.service.js';
import { shownImport } from './shown-import.js';

/** Everything on a page of the import log. */
@Injectable()
export class ImportLogPage {
  constructor(
    private readonly lines: ImportLines,
    private readonly logApps: LogApps,
    private readonly plugins: PluginRegistry,
    private readonly settings: Settings,
    private readonly justRead: JustRead,
    private readonly refused: RefusedRows,
  ) {}

  data(store: Store, installation: Installation | undefined, query: Record<string, unknown>) {
    const key = `${store.id}/import-log/${installation?.id}/${JSON.stringify(query)}`;
    return this.justRead.of(key, () => this.read(store, installation, query));
  }

  private async read(store: Store, installation: Installation | undefined, query: Record<string, unknown>) {
    const filter = readImportFilter(query, installation?.id);
    const top = logTop('imports', installation, installation && this.plugins.get(installation.plugin)?.manifest);
    const apps = await this.logApps.of(store.id);
    const scope = await this.lines.scope(store, apps, filter);
    const [turned, counts, logged] = await Promise.all([
      this.turnTo(scope, filter.action, query),
      this.lines.counts(scope),
      this.logApps.imported(store.id),
    ]);
    return {
      title: 'Import log',
      ...logPage({
        top,
        filter,
        only: installation?.id,
        apps,
        logged,
        outcomes: { part: 'action', kinds: OUTCOMES, counts, chosen: filter.action, waiting: 'open' },
        turned,
      }),
      table: {
        rows: turned.lines.map((line) => shownImport(line, apps.get(line.installation_id), store.timeZone)),
        apps: installation === undefined,
      },
      expecting: expectingOf(installation, filter, turned),
      retentionDays: this.settings.logRetentionDays,
      lookedTo: turned.lookedTo?.at,
      olderLabel: turned.lookedTo && 'Look further back',
    };
  }

  async line(store: Store, installation: Installation, run: number, seq: number, row: number) {
    const line = await this.lines.one(store.id, run, seq, row);
    if (line?.installation_id !== installation.id) throw new NotFoundException();
    const apps = await this.logApps.of(store.id);
    const shown = shownImport(line, apps.get(installation.id), store.timeZone);
    const standing = await this.refused.standing({ storeId: store.id, run, seq, row });
    return {
      title: `${shown.type} ${shown.name}`,
      header: appHeader(installation, this.plugins.get(installation.plugin)?.manifest, 'logs'),
      back: `/installations/${installation.id}/logs/imports`,
      line: shown,
      help: ACTIONS[line.action]?.help,
      settled: standing === 'expected',
      expecting: standing === 'open' && { action: `${shown.href}/expectations`, app: shown.app },
      exchange: line.exchange_id && `/installations/${installation.id}/exchanges/${line.exchange_id}`,
    };
  }

  private turnTo(scope: ImportScope, action: Outcome | undefined, query: Record<string, unknown>) {
    return turnTo<ImportLine>(query, {
      kinds: ['number', 'number', 'number'],
      keyOf: importKeyOf,
      read: (slice) => this.lines.read(scope, action, slice),
      onlyOlder: scope.text !== undefined,
    });
  }
}

/** All that still fail of one app may be right: offered where just these are looked at, from the newest one on. */
function expectingOf(installation: Installation | undefined, filter: ImportFilter, turned: TurnedPage<ImportLine>) {
  const [newest] = turned.lines;
  const isNarrowed = Object.keys(filter).some((part) => part !== 'action' && part !== 'app');
  if (!installation || filter.action !== 'open' || isNarrowed || turned.newer || !newest) return undefined;
  const action = `/installations/${installation.id}/logs/imports/expectations`;
  return { action, until: newest.at.toISOString(), app: installation.name, all: true };
}

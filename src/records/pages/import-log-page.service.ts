import { Injectable, NotFoundException } from '@nestjs/common';
import type { Store } from '../../accounts/store.entity.js';
import { JustRead } from '../../database/just-read.js';
import { appHeader } from '../../installations/app-header.js';
import type { Installation } from '../../installations/installation.entity.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { Settings } from '../../settings/settings.js';
import { emptyForm } from '../../web/form-errors.js';
import type { Action } from '../import/log-lines.js';
import type { Counted } from './counted.js';
import { ACTIONS, ALL_ACTIONS, readImportFilter } from './import-filter.js';
import { type ImportLine, ImportLines, type ImportScope, importKeyOf } from './import-lines.service.js';
import { readKey, writeKey } from './key-set.js';
import { LogApps } from './log-apps.js';
import { addressOf, choicesOf, shownCount } from './log-choices.js';
import { logTop } from './log-top.js';
import { shownImport } from './shown-import.js';

const LINES_A_PAGE = 50;

/** Everything on a page of the import log. */
@Injectable()
export class ImportLogPage {
  constructor(
    private readonly lines: ImportLines,
    private readonly logApps: LogApps,
    private readonly plugins: PluginRegistry,
    private readonly settings: Settings,
    private readonly justRead: JustRead,
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
      this.logApps.logged('import_log', store.id),
    ]);
    const parts = { ...filter, app: installation ? undefined : filter.app };
    const filtered = Object.values(parts).some((part) => part !== undefined);
    const to = (change: Record<string, string | undefined>) => addressOf(top.base, parts, change);
    return {
      title: 'Import log',
      ...top,
      table: {
        rows: turned.lines.map((line) => shownImport(line, apps.get(line.installation_id))),
        apps: installation === undefined,
      },
      parts,
      filtered,
      filters: {
        base: top.base,
        parts,
        filtered,
        form: emptyForm(parts),
        statuses: actionsOf(counts, filter.action, to),
        ...choicesOf(apps, logged, installation?.id),
      },
      failed: counts.failed.n > 0 && { words: shownCount(counts.failed), href: to({ action: 'failed' }) },
      csv: addressOf(`${top.base}/lines.csv`, parts),
      retentionDays: this.settings.logRetentionDays,
      lookedTo: turned.lookedTo?.at,
      newest: turned.newer && to({}),
      newer: turned.newer && to({ after: turned.newer }),
      older: turned.older && to({ before: turned.older }),
      olderLabel: turned.lookedTo && 'Look further back',
    };
  }

  async line(store: Store, installation: Installation, run: number, seq: number, row: number) {
    const line = await this.lines.one(store.id, run, seq, row);
    if (line?.installation_id !== installation.id) throw new NotFoundException();
    const apps = await this.logApps.of(store.id);
    const shown = shownImport(line, apps.get(installation.id));
    return {
      title: `${shown.type} ${shown.number ?? shown.remoteId}`,
      header: appHeader(installation, this.plugins.get(installation.plugin)?.manifest, 'logs'),
      back: `/installations/${installation.id}/logs/imports`,
      line: shown,
      help: ACTIONS[line.action]?.help,
      exchange: line.exchange_id && `/installations/${installation.id}/exchanges/${line.exchange_id}`,
    };
  }

  /** The page that the address asks for, and the keys behind which there are others. */
  private async turnTo(scope: ImportScope, action: Action | undefined, query: Record<string, unknown>) {
    const [before, after] = [query.before, query.after].map((word) => readKey(word, ['number', 'number', 'number']));
    const limit = LINES_A_PAGE + 1;
    // A search that is turned back begins anew: how far it had looked is no page.
    if (after && scope.text === undefined) {
      const { lines: found } = await this.lines.read(scope, action, {
        from: { key: after, direction: 'newer' },
        limit,
      });
      if (found.length === limit) {
        const lines = found.slice(1);
        return { lines, newer: word(lines[0]), older: word(lines.at(-1)) };
      }
    }
    const from = before && !after ? { key: before, direction: 'older' as const } : undefined;
    const { lines: found, lookedTo } = await this.lines.read(scope, action, { from, limit });
    const lines = found.slice(0, LINES_A_PAGE);
    const more = found.length === limit ? lines.at(-1) : lookedTo;
    return { lines, lookedTo, newer: from && (word(lines[0]) ?? writeKey(from.key)), older: word(more) };
  }
}

const word = (line: ImportLine | undefined) => line && writeKey(importKeyOf(line));

function actionsOf(
  counts: Record<Action, Counted>,
  chosen: Action | undefined,
  to: (change: Record<string, string | undefined>) => string,
) {
  const all = { label: 'All', href: to({ action: undefined }), current: chosen === undefined };
  const each = ALL_ACTIONS.map((action) => {
    const { label, look } = ACTIONS[action];
    const current = action === chosen;
    return { label, look, count: shownCount(counts[action]), n: counts[action].n, href: to({ action }), current };
  });
  return [all, ...each.filter(({ n, current }) => n > 0 || current)];
}

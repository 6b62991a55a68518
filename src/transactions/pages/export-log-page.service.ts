import { Injectable } from '@nestjs/common';
import type { Store } from '../../accounts/store.entity.js';
import { JustRead } from '../../database/just-read.js';
import type { Installation } from '../../installations/installation.entity.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import type { Counted } from '../../records/pages/counted.js';
import { readKey, writeKey } from '../../records/pages/key-set.js';
import { LogApps } from '../../records/pages/log-apps.js';
import { addressOf, choicesOf, shownCount } from '../../records/pages/log-choices.js';
import { logTop } from '../../records/pages/log-top.js';
import { Settings } from '../../settings/settings.js';
import { emptyForm } from '../../web/form-errors.js';
import type { ExportScope } from './export-branches.js';
import { readFilter, STATUSES, type StatusName } from './export-filter.js';
import { type ExportLine, ExportLines, keyOf } from './export-lines.service.js';
import { FOUND_AT_MOST } from './export-search.service.js';
import { ShownLines } from './shown-lines.service.js';

const LINES_A_PAGE = 50;

/** Everything on a page of the export log. */
@Injectable()
export class ExportLogPage {
  constructor(
    private readonly lines: ExportLines,
    private readonly shown: ShownLines,
    private readonly logApps: LogApps,
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
    const { lines, newer, older } = await this.turnTo(scope, filter.status, query);
    const [rows, counts, logged] = await Promise.all([
      this.shown.of(store.id, apps, lines),
      this.lines.counts(scope),
      this.logApps.logged('outbox', store.id),
    ]);
    const parts = { ...filter, app: installation ? undefined : filter.app };
    const filtered = Object.values(parts).some((part) => part !== undefined);
    const to = (change: Record<string, string | undefined>) => addressOf(top.base, parts, change);
    return {
      title: 'Export log',
      ...top,
      table: { rows, apps: installation === undefined },
      parts,
      retentionDays: this.settings.logRetentionDays,
      filtered,
      filters: {
        base: top.base,
        parts,
        filtered,
        form: emptyForm(parts),
        statuses: statusesOf(counts, filter.status, to),
        ...choicesOf(apps, logged, installation?.id),
      },
      failed: counts.failed.n > 0 && { words: shownCount(counts.failed), href: to({ status: 'failed' }) },
      tooMany: scope.recordIds?.length === FOUND_AT_MOST && FOUND_AT_MOST,
      csv: addressOf(`${top.base}/lines.csv`, parts),
      newest: newer && to({}),
      newer: newer && to({ after: newer }),
      older: older && to({ before: older }),
    };
  }

  /** The page that the address asks for, and the keys behind which there are others. */
  private async turnTo(scope: ExportScope, status: StatusName | undefined, query: Record<string, unknown>) {
    const [before, after] = [query.before, query.after].map((word) =>
      readKey(word, ['instant', 'number', 'number', 'text']),
    );
    const limit = LINES_A_PAGE + 1;
    if (after) {
      const found = await this.lines.read(scope, status, { from: { key: after, direction: 'newer' }, limit });
      // Fewer than a page are left that way: that is the first page, and it is shown whole.
      if (found.length === limit) {
        const lines = found.slice(1);
        return { lines, newer: word(lines[0]), older: word(lines.at(-1)) };
      }
    }
    const from = before && !after ? { key: before, direction: 'older' as const } : undefined;
    const found = await this.lines.read(scope, status, { from, limit });
    const lines = found.slice(0, LINES_A_PAGE);
    return {
      lines,
      newer: from && (word(lines[0]) ?? writeKey(from.key)),
      older: found.length === limit ? word(lines.at(-1)) : undefined,
    };
  }
}

const word = (line: ExportLine | undefined) => line && writeKey(keyOf(line));

function statusesOf(
  counts: Record<StatusName, Counted>,
  chosen: StatusName | undefined,
  to: (change: Record<string, string | undefined>) => string,
) {
  const all = { label: 'All', href: to({ status: undefined }), current: chosen === undefined };
  const each = Object.entries(STATUSES).map(([name, { label, look }]) => {
    const count = counts[name as StatusName];
    return {
      label,
      look,
      count: shownCount(count),
      none: count.n === 0,
      href: to({ status: name }),
      current: name === chosen,
    };
  });
  return [all, ...each.filter(({ none, current }) => !none || current)];
}

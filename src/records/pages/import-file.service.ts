import { Injectable } from '@nestjs/common';
import type { Store } from '../../accounts/store.entity.js';
import type { Cell } from '../../logs/csv.js';
import { LogApps } from '../../logs/log-apps.js';
import type { ImportFilter } from './import-filter.js';
import { ImportLines } from './import-lines.service.js';
import { shownImport } from './shown-import.js';

const LINES_AT_ONCE = 1000;

/** The import log as a file. */
@Injectable()
export class ImportFile {
  readonly heads = [
    'Time (UTC)',
    'App',
    'Installation',
    'Task',
    'Run',
    'Type',
    'Id in the app',
    'Name in the app',
    'Store number',
    'What happened',
    'Message',
    'Changes',
  ];

  constructor(
    private readonly log: ImportLines,
    private readonly logApps: LogApps,
  ) {}

  async *lines(store: Store, filter: ImportFilter): AsyncGenerator<Cell[][]> {
    const apps = await this.logApps.of(store.id);
    const scope = await this.log.scope(store, apps, filter);
    for await (const lines of this.log.all(scope, filter.action, LINES_AT_ONCE)) {
      yield lines.map((row) => {
        const line = shownImport(row, apps.get(row.installation_id));
        return [
          line.at.toISOString(),
          line.app,
          line.appDetail,
          line.task,
          line.run,
          line.type,
          line.remoteId,
          row.name,
          line.number,
          line.status.word,
          line.reason,
          line.changes.map(({ field, before, after }) => `${field}: ${before ?? '–'} → ${after ?? '–'}`).join('; '),
        ];
      });
    }
  }
}

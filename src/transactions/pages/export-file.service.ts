import { Injectable } from '@nestjs/common';
import type { Store } from '../../accounts/store.entity.js';
import type { Cell } from '../../logs/csv.js';
import { LogApps } from '../../logs/log-apps.js';
import { statusOf as lookOf } from '../../web/status.js';
import type { ExportFilter } from './export-filter.js';
import { ExportLines } from './export-lines.service.js';
import { ShownLines } from './shown-lines.service.js';

const LINES_AT_ONCE = 1000;

/** The export log as a file. */
@Injectable()
export class ExportFile {
  readonly heads = [
    'Time (UTC)',
    'App',
    'Installation',
    'Task',
    'Type',
    'Store number',
    'App number',
    'Customer’s reference',
    'Date',
    'Amount',
    'Currency',
    'Status',
    'Message',
    'Tries',
    'Next try (UTC)',
    'Batch',
  ];

  constructor(
    private readonly log: ExportLines,
    private readonly shown: ShownLines,
    private readonly logApps: LogApps,
  ) {}

  async *lines(store: Store, filter: ExportFilter): AsyncGenerator<Cell[][]> {
    const apps = await this.logApps.of(store.id);
    const scope = await this.log.scope(store, apps, filter);
    for await (const lines of this.log.all(scope, filter.status, LINES_AT_ONCE)) {
      const list = await this.shown.of(store.id, apps, lines);
      yield list.map((line, at) => [
        line.at.toISOString(),
        line.app,
        line.appDetail,
        line.task,
        line.type,
        line.number,
        line.appNumber,
        line.customerReference,
        lines[at]!.date,
        line.amount,
        line.currency,
        lookOf(line.status.state, line.status).word,
        line.reason,
        line.tries,
        line.nextTry?.toISOString(),
        line.batch?.reference,
      ]);
    }
  }
}

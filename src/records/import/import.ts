import type { Clock } from '../../clock/clock.js';
import type { Database } from '../../database/database.js';
import type { Ids } from '../../database/ids.js';
import type { MappedPage } from '../../sdk/runtime/index.js';
import type { ImportRun, Incoming } from './import-run.js';
import { PageQueue } from './page-queue.js';
import { PageWriter } from './page-writer.js';

/** The host's part of a pull: where it begins, and what becomes of its pages. */
export class Import {
  private readonly writer: PageWriter;
  private readonly queue: PageQueue;

  constructor(database: Database, clock: Clock, ids: Ids, run: ImportRun, incoming: Incoming) {
    this.writer = new PageWriter(database, clock, ids, run, incoming);
    this.queue = new PageQueue(incoming.type, (pages) => this.writer.write(pages));
  }

  get from(): { bookmark?: unknown; seq: number } {
    return this.writer.from;
  }

  /** Resolves when there is room for the next page. */
  page(page: MappedPage): Promise<void> {
    return this.queue.take(page);
  }

  /** How many pages the pull has had so far. */
  get pages(): number {
    return this.writer.pages;
  }

  /** Resolves when all pages are written. */
  settled(): Promise<void> {
    return this.queue.settled();
  }
}

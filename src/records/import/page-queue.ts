import { declarationOf, type RecordType } from '../../sdk/index.js';
import type { MappedPage } from '../../sdk/runtime/index.js';

// Two statements at once keep both a core of the database and our own busy; more only wait for each other.
const WRITERS = 2;
// A statement of a thousand rows is as fast as any longer one.
const ROWS_AT_ONCE = 1000;
const ROWS_WAITING = 2 * ROWS_AT_ONCE;

/**
 * Pages between the app and the database: taken while there is room, written several at once by two writers. Pages with a row
 * in common are written one after the other, in their order.
 */
export class PageQueue {
  private readonly waiting: MappedPage[] = [];
  private readonly writing = new Map<MappedPage[], Names>();
  private readonly key: string;
  private rowsWaiting = 0;
  private failed?: { error: unknown };
  private wake: (() => void)[] = [];

  constructor(
    type: RecordType,
    private readonly write: (pages: MappedPage[]) => Promise<void>,
  ) {
    this.key = declarationOf(type).key;
  }

  /** Resolves when there is room for another page. Rejects once a page could not be written. */
  async take(page: MappedPage): Promise<void> {
    this.throwIfFailed();
    this.waiting.push(page);
    this.rowsWaiting += page.rows.length;
    // Not at once: first the app is asked for the next page, and then both have something to do.
    setImmediate(() => this.begin());
    while (this.rowsWaiting >= ROWS_WAITING && !this.failed) await this.change();
    this.throwIfFailed();
  }

  /** Resolves when everything is written, or nothing more will be. */
  async settled(): Promise<void> {
    while (this.writing.size > 0 || (this.waiting.length > 0 && !this.failed)) await this.change();
    this.throwIfFailed();
  }

  private begin(): void {
    while (!this.failed && this.writing.size < WRITERS && this.waiting.length > 0) {
      const pages: MappedPage[] = [];
      const names: Names = { ids: new Set(), keys: new Set() };
      let rows = 0;
      for (const page of this.waiting) {
        if (pages.length > 0 && rows + page.rows.length > ROWS_AT_ONCE) break;
        if (this.isBeingWritten(page)) break;
        this.note(page, names);
        pages.push(page);
        rows += page.rows.length;
      }
      if (pages.length === 0) return;
      this.waiting.splice(0, pages.length);
      this.rowsWaiting -= rows;
      this.run(pages, names);
    }
  }

  private isBeingWritten({ rows }: MappedPage): boolean {
    for (const { ids, keys } of this.writing.values()) {
      for (const { remoteId, values } of rows) if (ids.has(remoteId) || keys.has(values?.[this.key])) return true;
    }
    return false;
  }

  private note({ rows }: MappedPage, { ids, keys }: Names): void {
    for (const { remoteId, values } of rows) {
      if (!values) continue;
      ids.add(remoteId);
      keys.add(values[this.key]);
    }
  }

  private run(pages: MappedPage[], names: Names): void {
    this.writing.set(pages, names);
    void this.write(pages)
      .catch((error: unknown) => {
        this.failed ??= { error };
      })
      .finally(() => {
        this.writing.delete(pages);
        this.begin();
        for (const wake of this.wake.splice(0)) wake();
      });
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.wake.push(resolve));
  }

  private throwIfFailed(): void {
    if (this.failed) throw this.failed.error;
  }
}

/** What two rows must not share: the row in the app, and the record's own name. */
interface Names {
  ids: Set<string>;
  keys: Set<unknown>;
}

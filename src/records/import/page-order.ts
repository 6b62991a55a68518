import type { MappedPage } from '../../sdk/runtime/index.js';
import type { ImportRun } from './import-run.js';

/** What a run keeps of its way. */
export interface Kept {
  /** The app's bookmark; absent while it gave none, and then a pull begins anew. */
  at?: unknown;
  /** The page that comes behind it. */
  next: number;
  /** Pages written although one before them was not yet. */
  ahead: number[];
}

type Place = Pick<MappedPage, 'seq' | 'bookmark'>;

/**
 * Pages commit in any order; this knows from where an interrupted pull goes on, and which pages it will meet again.
 * Never changes: a transaction may still fail after it was asked what would be kept.
 */
export class PageOrder {
  private constructor(
    private readonly kept: Omit<Kept, 'ahead'>,
    /** Every page before this one is counted. */
    private readonly countedBelow: number,
    private readonly counted: ReadonlySet<number>,
    /** Written since this process took over: the first page that is not, and the bookmarks of those behind it. */
    private readonly reached: number,
    private readonly ahead: ReadonlyMap<number, unknown>,
  ) {}

  static of({ bookmark, seq }: Pick<ImportRun, 'bookmark' | 'seq'>): PageOrder {
    const { at, next, ahead } = (bookmark ?? { next: 0, ahead: [] }) as Kept;
    return new PageOrder({ at, next }, seq, new Set(ahead), next, new Map());
  }

  /** Where the pull begins. */
  get from(): { bookmark?: unknown; seq: number } {
    return { bookmark: this.kept.at, seq: this.kept.next };
  }

  get progress(): { bookmark: Kept; seq: number } {
    return { bookmark: { ...this.kept, ahead: [...this.counted] }, seq: this.countedBelow };
  }

  /** Written and counted before; met again because the run was interrupted. */
  isCounted(seq: number): boolean {
    return seq < this.countedBelow || this.counted.has(seq);
  }

  /** How it will be once these pages are written. */
  with(pages: Place[]): PageOrder {
    const counted = new Set([
      ...this.counted,
      ...pages.map(({ seq }) => seq).filter((seq) => seq >= this.countedBelow),
    ]);
    let countedBelow = this.countedBelow;
    while (counted.delete(countedBelow)) countedBelow++;

    const ahead = new Map([...this.ahead, ...pages.map(({ seq, bookmark }): [number, unknown] => [seq, bookmark])]);
    let { reached, kept } = this;
    for (; ahead.has(reached); reached++) {
      const bookmark = ahead.get(reached);
      ahead.delete(reached);
      if (bookmark !== undefined) kept = { at: bookmark, next: reached + 1 };
    }
    return new PageOrder(kept, countedBelow, counted, reached, ahead);
  }
}

import type { Row } from './finding.js';

/** Pages of one side in order of key: a row a line, 'key face entry'. All rows of a key are in one page. */
export type Pages = AsyncIterator<string, void>;

/**
 * One side of a comparison, row by row. A row is taken out of its page when its turn comes: to hold an object for each row
 * of a page costs more than comparing them.
 */
export class Cursor {
  /** Of the row at hand; undefined when the page has been read to its end. */
  key: string | undefined;
  face = '';
  ended = false;
  private page = '';
  /** Where the entry of the row at hand begins and ends in the page. */
  private entry = 0;
  private end = -1;

  constructor(private readonly pages: Pages) {}

  get empty(): boolean {
    return this.key === undefined;
  }

  /** False at the end. */
  async fill(): Promise<boolean> {
    while (this.empty && !this.ended) {
      const next = await this.pages.next();
      this.ended = next.done === true;
      this.page = next.value ?? '';
      this.end = -1;
      this.next();
    }
    return !this.empty;
  }

  next(): void {
    const start = this.end + 1;
    if (start >= this.page.length) {
      this.key = undefined;
      return;
    }
    const keyEnd = this.page.indexOf(' ', start);
    const faceEnd = this.page.indexOf(' ', keyEnd + 1);
    const end = this.page.indexOf('\n', faceEnd);
    this.key = this.page.slice(start, keyEnd);
    this.face = this.page.slice(keyEnd + 1, faceEnd);
    this.entry = faceEnd + 1;
    this.end = end === -1 ? this.page.length : end;
  }

  /** Whether no further row has the key at hand. */
  isLone(): boolean {
    const next = this.end + 1;
    return !(this.page.startsWith(this.key!, next) && this.page.charAt(next + this.key!.length) === ' ');
  }

  /** All rows of the key at hand. */
  takeGroup(): Row[] {
    const rows: Row[] = [];
    for (let isLast = false; !isLast; this.next()) {
      isLast = this.isLone();
      rows.push({ match_key: this.key!, face: this.face, entry: Number(this.page.slice(this.entry, this.end)) });
    }
    return rows;
  }
}

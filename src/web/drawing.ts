import { randomBytes } from 'node:crypto';
import { IconSheet } from './icons.js';

/** Says where in a page's text a piece belongs. Nothing that anybody wrote can say it too. */
const MARK = randomBytes(16).toString('hex');

/** A page while it is drawn: the icons it needs, and its pieces that are there already, as bytes. */
export class Drawing {
  readonly icons = new IconSheet();
  private readonly pieces: Buffer[] = [];

  /** What to write into the page's text where the piece shall stand. */
  place(piece: Buffer): string {
    return `${MARK}${this.pieces.push(piece) - 1}${MARK}`;
  }

  /** The page as it is sent. Letters cost more to turn into bytes than all else about them: that of the pieces is behind us. */
  finish(html: string): Buffer {
    const parts = html.split(MARK);
    if (parts.length === 1) return Buffer.from(html);
    return Buffer.concat(parts.map((part, at) => (at % 2 === 0 ? Buffer.from(part) : this.pieces[Number(part)]!)));
  }
}

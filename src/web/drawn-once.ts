import { Drawing } from './drawing.js';
import type { IconSheet } from './icons.js';

interface Drawn {
  html: Buffer;
  icons: IconSheet;
}

/** What a page hands down to its pieces. */
export interface Handed {
  root: { timeZone?: string; now?: Date };
  drawing?: Drawing;
}

type Draw = (of: object, more: { data: Handed }) => string;

/**
 * Pieces of pages, drawn once for what was read once: as long as the very same object is shown (see JustRead) in the same words, its piece
 * is the same. Nobody can tell in there whose page it is: all that a piece gets is the object, the words and the time zone, so nothing of
 * one person's page gets into another's.
 */
export class DrawnOnce {
  private readonly drawn = new WeakMap<object, Map<string, Drawn>>();

  /** The piece as text, or its place in the drawing. */
  piece(of: object, words: Record<string, unknown>, { root: { timeZone, now }, drawing }: Handed, draw: Draw): string {
    const root = { ...of, ...words, timeZone, now };
    // A piece by itself has no sheet of icons: they are drawn where they stand.
    if (!drawing) return draw(of, { data: { root } });
    const key = JSON.stringify([timeZone, words]);
    const known = this.drawn.get(of) ?? new Map<string, Drawn>();
    const drawn = known.get(key) ?? drawOnce((own) => draw(of, { data: { root, drawing: own } }));
    this.drawn.set(of, known.set(key, drawn));
    drawing.icons.add(drawn.icons);
    return drawing.place(drawn.html);
  }
}

function drawOnce(draw: (own: Drawing) => string): Drawn {
  const own = new Drawing();
  return { html: own.finish(draw(own)), icons: own.icons };
}

import { promisify } from 'node:util';
import { brotliCompressSync, brotliDecompress, constants, inflateRaw } from 'node:zlib';
import type { Striker } from '../strike-out.js';

/** More than this of a body is not kept. */
export const KEPT_BYTES = 256 * 1024;
/** Below this, compressing saves nothing worth its time. */
const SMALL = 512;
const PLAIN = Buffer.from([0]);
/** How bodies were kept formerly. */
const DEFLATED = 1;
const BROTLI = Buffer.from([2]);

const unpackers: Record<number, (packed: Buffer) => Promise<Buffer>> = {
  [DEFLATED]: promisify(inflateRaw),
  [BROTLI[0]!]: promisify(brotliDecompress),
};

// Less than a third of a millisecond for a page of rows: half of what it costs to have it done in a thread of its own.
const LIGHTLY = {
  chunkSize: KEPT_BYTES / 4,
  params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 18 },
};

/** A body without its secrets, as far as it is kept. */
export interface Body {
  /** Bytes of the whole body, also where only its beginning is kept. */
  length: number;
  bytes: Buffer;
}

const NONE: Body = { length: 0, bytes: Buffer.alloc(0) };

/** Hides the secrets and clips. `utf8` is the same text where it is at hand as it came. */
export function bodyOf(text: string | undefined, strike: Striker, utf8?: Buffer): Body {
  if (!text) return NONE;
  // A secret that lies across the cut has to be whole when it is looked for. No letter takes less than a byte.
  const beginning = text.slice(0, KEPT_BYTES + strike.longest);
  const struck = strike(beginning);
  const bytes = (utf8 && struck === beginning ? utf8 : Buffer.from(struck)).subarray(0, KEPT_BYTES);
  return { length: utf8?.length ?? Buffer.byteLength(text), bytes };
}

/** Compresses what is worth it. */
export function packBody(bytes: Buffer): Buffer | null {
  if (bytes.length === 0) return null;
  if (bytes.length < SMALL) return Buffer.concat([PLAIN, bytes]);
  return Buffer.concat([BROTLI, brotliCompressSync(bytes, LIGHTLY)]);
}

export async function unpackBody(packed: Buffer | null): Promise<string> {
  if (!packed) return '';
  const bytes = packed.subarray(1);
  return ((await unpackers[packed[0]!]?.(bytes)) ?? bytes).toString('utf8');
}

import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { Striker } from '../strike-out.js';

/** More than this of a body is not kept. */
export const KEPT_BYTES = 256 * 1024;
/** Below this, compressing saves nothing worth its time. */
const SMALL = 512;
const PLAIN = Buffer.from([0]);
const DEFLATED = Buffer.from([1]);

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

export interface KeptBody {
  /** Bytes of the whole body, also where only its beginning is kept. */
  length: number;
  packed: Buffer | null;
}

/** Hides the secrets, clips and compresses; the last in a thread of its own, so that an import does not wait for its log. */
export async function packBody(text: string | undefined, strike: Striker): Promise<KeptBody> {
  if (!text) return { length: 0, packed: null };
  // A secret that lies across the cut has to be whole when it is looked for. No letter takes less than a byte.
  const beginning = strike(text.slice(0, KEPT_BYTES + strike.longest));
  const bytes = Buffer.from(beginning).subarray(0, KEPT_BYTES);
  const length = Buffer.byteLength(text);
  if (bytes.length < SMALL) return { length, packed: Buffer.concat([PLAIN, bytes]) };
  return { length, packed: Buffer.concat([DEFLATED, await deflate(bytes, { level: 1 })]) };
}

export async function unpackBody(packed: Buffer | null): Promise<string> {
  if (!packed) return '';
  const bytes = packed[0] === DEFLATED[0] ? await inflate(packed.subarray(1)) : packed.subarray(1);
  return bytes.toString('utf8');
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Key } from './keys.js';

// version 1 byte · length of the key's name 1 byte · key's name · IV 12 bytes · tag 16 bytes · what is sealed
const VERSION = 1;
const IV = 12;
const TAG = 16;

/** A sealed value was changed, or belongs elsewhere. */
export class BrokenSeal extends Error {
  override readonly name = 'BrokenSeal';
}

/** Every value that this key sealed begins with these bytes. */
export function markOf(key: string): Buffer {
  return Buffer.concat([Buffer.from([VERSION, key.length]), Buffer.from(key, 'ascii')]);
}

/** The name of the key that opens it. */
export function keyNameOf(sealed: Buffer): string {
  const length = sealed[1] ?? 0;
  if (sealed[0] !== VERSION || sealed.length < 2 + length + IV + TAG) {
    throw new BrokenSeal('This is not a value that the hub sealed.');
  }
  return sealed.toString('ascii', 2, 2 + length);
}

/** `place` binds the value to its row: the same bytes in another row don't open. */
export function seal(plain: string, place: string, key: Key): Buffer {
  const mark = markOf(key.name);
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, iv).setAAD(boundTo(mark, place));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([mark, iv, cipher.getAuthTag(), sealed]);
}

export function unseal(sealed: Buffer, place: string, key: Key): string {
  const mark = markOf(key.name);
  const iv = sealed.subarray(mark.length, mark.length + IV);
  const tag = sealed.subarray(mark.length + IV, mark.length + IV + TAG);
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, iv, { authTagLength: TAG });
  decipher.setAAD(boundTo(mark, place)).setAuthTag(tag);
  try {
    return decipher.update(sealed.subarray(mark.length + IV + TAG), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new BrokenSeal(`The sealed value of ${place} was changed or moved, or its key is another one.`);
  }
}

function boundTo(mark: Buffer, place: string): Buffer {
  return Buffer.concat([mark, Buffer.from(place, 'utf8')]);
}

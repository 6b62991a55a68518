import { isAscii, isUtf8 } from 'node:buffer';
import type { Carried } from './wire.js';

/** The body as text. */
export function textOf({ headers, body }: Carried): string {
  return decode(body, charsetOf(headers));
}

/** The body as it came, where those are the bytes of its text. */
export function utf8Of({ headers, body }: Carried): Buffer | undefined {
  return isUtf8Name(charsetOf(headers)) && body[0] !== BYTE_ORDER_MARK[0] ? body : undefined;
}

/**
 * Whether an answer can be what the app meant to say. A success that should be JSON and isn't (half of it, a maintenance
 * page) is no answer; a refusal may look as it likes.
 */
export function makesSense({ status, headers, body }: Carried, text: string, accept = ''): boolean {
  const success = status >= 200 && status <= 299 && body.length > 0;
  if (!success || !shouldBeJson(headers['content-type'] ?? '', accept)) return true;
  return isUndamaged(body, charsetOf(headers)) && isJson(text);
}

const BYTE_ORDER_MARK = Buffer.from('\ufeff');

function charsetOf(headers: Record<string, string>): string {
  return /charset="?([\w-]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
}

function decode(body: Buffer, charset: string): string {
  // Most of it by far is ASCII, and then half the time is enough.
  if (isUtf8Name(charset) && isAscii(body)) return body.toString('latin1');
  if (isUtf8Name(charset)) return body.toString('utf8').replace(/^\uFEFF/, '');
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    // A charset nobody knows: each byte as it is, rather than no text at all.
    return body.toString('latin1');
  }
}

function isUndamaged(body: Buffer, charset: string): boolean {
  return !isUtf8Name(charset) || isUtf8(body);
}

function isUtf8Name(charset: string): boolean {
  return /^utf-?8$/i.test(charset);
}

function shouldBeJson(type: string, accept: string): boolean {
  return /\bjson\b/i.test(type) || (/\bjson\b/i.test(accept) && (type === '' || /\bhtml\b/i.test(type)));
}

// A page of rows is read by the plugin in any case; reading it twice would cost as much as all else about it.
const READ_WHOLE = 64 * 1024;

/** Of a long text only that both ends fit together: half a body has lost one. */
function isJson(text: string): boolean {
  if (text.length > READ_WHOLE) return isWhole(text.trim());
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const isWhole = (text: string) =>
  (text.startsWith('{') && text.endsWith('}')) || (text.startsWith('[') && text.endsWith(']'));

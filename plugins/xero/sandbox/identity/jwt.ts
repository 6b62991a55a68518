import { createHmac, createSign, generateKeyPairSync, type KeyObject, timingSafeEqual } from 'node:crypto';

type Claims = Record<string, unknown>;

// The twin is its own and only reader of access tokens.
const OWN_KEY = 'the twin signs its access tokens with this and opens nothing else';

const encoded = (part: object | Buffer): string =>
  (Buffer.isBuffer(part) ? part : Buffer.from(JSON.stringify(part))).toString('base64url');

const mac = (text: string): Buffer => createHmac('sha256', OWN_KEY).update(text).digest();

export function signedToken(claims: Claims): string {
  const text = `${encoded({ alg: 'HS256', typ: 'JWT', kid: 'twin' })}.${encoded(claims)}`;
  return `${text}.${encoded(mac(text))}`;
}

/** The claims of a token the twin signed itself; undefined for any other text. */
export function claimsOf(token: string): Claims | undefined {
  const [head = '', body = '', signature = ''] = token.split('.');
  const [given, own] = [Buffer.from(signature, 'base64url'), mac(`${head}.${body}`)];
  if (given.length !== own.length || !timingSafeEqual(given, own)) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims;
}

// One pair for all twins of a process: making it takes a good part of a second, and only id tokens need it.
let pair: { publicKey: KeyObject; privateKey: KeyObject } | undefined;

function keys() {
  pair ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
  return pair;
}

/** Id tokens are signed as the app does, with a key that clients can look up. */
export function signedIdToken(claims: Claims): string {
  const text = `${encoded({ alg: 'RS256', typ: 'JWT', kid: 'twin' })}.${encoded(claims)}`;
  return `${text}.${encoded(createSign('RSA-SHA256').update(text).sign(keys().privateKey))}`;
}

export function keySet(): object {
  const jwk = keys().publicKey.export({ format: 'jwk' });
  return { keys: [{ ...jwk, kid: 'twin', use: 'sig', alg: 'RS256' }] };
}

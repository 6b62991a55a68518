import { createHmac } from 'node:crypto';
import type { HmacSignature } from '../connection.js';
import type { HttpRequest } from '../http.js';
import type { Manifest } from '../manifest.js';

/** A request as it leaves: addressed, with its credentials, signed. */
export interface SignedRequest {
  method: NonNullable<HttpRequest['method']>;
  url: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body?: string;
}

type Credentials = Readonly<Record<string, string>>;

/** Writes a plugin's request out by its connection's recipe. Pure: the host and the tests of a plugin share it. */
export function signedRequest(
  { connection, hosts }: Pick<Manifest, 'connection' | 'hosts'>,
  credentials: Credentials,
  request: HttpRequest,
): SignedRequest {
  const url = addressOf(request, connection?.baseUrl, hosts, credentials);
  const body = request.json === undefined ? request.body : JSON.stringify(request.json);
  const headers: Record<string, string> = {
    ...(request.json === undefined ? {} : { 'content-type': 'application/json' }),
    ...lowerCase(request.headers ?? {}),
    ...recipeHeaders(connection, credentials),
  };
  if (connection?.sign) {
    const signed = connection.sign.over === 'query' ? url.search.slice(1) : (body ?? '');
    headers[connection.sign.header.toLowerCase()] = signatureOf(connection.sign, credentials, signed);
  }
  return { method: request.method ?? 'GET', url: url.href, headers, body };
}

/** Headers by a connection's recipe. Before an organisation is chosen, those that name it are left out. */
export function recipeHeaders(connection: Manifest['connection'], credentials: Credentials): Record<string, string> {
  const headers = Object.entries(connection?.headers ?? {}).filter(
    ([, value]) => !connection?.oauth || credentials.tenant !== undefined || !value.includes('{tenant}'),
  );
  return lowerCase(Object.fromEntries(headers), (value) => fill(value, credentials));
}

/** The signature of a text, by a connection's recipe. */
export function signatureOf(recipe: HmacSignature, credentials: Credentials, over: string): string {
  return createHmac(recipe.algorithm, credentials[recipe.key] ?? '')
    .update(over)
    .digest(recipe.encoding);
}

/** The query as it is signed and sent: percent-encoded once, in the order given. */
export function writeQuery(query: HttpRequest['query'] = {}): string {
  return Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encode(name)}=${encode(String(value))}`)
    .join('&');
}

/** Puts credentials in their places: `https://{storeDomain}/do`. */
export function fill(template: string, credentials: Credentials, write = (value: string) => value): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => write(credentials[name] ?? ''));
}

function addressOf(
  { path, query }: HttpRequest,
  baseUrl: string | undefined,
  hosts: string[],
  credentials: Credentials,
): URL {
  const base = baseUrl && fill(baseUrl, credentials).replace(/\/?$/, '/');
  const full = /^https?:\/\//i.test(path);
  if (!full && !base) throw new Error('Without a connection a request needs a full address.');
  const url = new URL(full ? path : base + path.replace(/^\/+/, ''));
  const declared = [
    ...hosts.map((host) => fill(host, credentials).toLowerCase()),
    ...(base ? [new URL(base).host] : []),
  ];
  if (!declared.some((host) => host === url.host || (host.startsWith('*.') && url.host.endsWith(host.slice(1))))) {
    throw new Error(`${url.host} is not one of the hosts that the plugin declares.`);
  }
  const written = writeQuery(query);
  if (written) url.search = url.search ? `${url.search}&${written}` : written;
  return url;
}

/**
 * Dates, times and lists stay readable (`2024-12-01T00:00:00`, `a,b`): some apps sign the decoded text, and then encoded and
 * decoded are the same. A quote is encoded because address parsers would encode it behind the signature's back.
 */
function encode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("'", '%27')
    .replace(/%(?:40|3A|2C|2F)/g, (code) => decodeURIComponent(code));
}

/** Header names in lower case. */
export function lowerCase(headers: Record<string, string>, write = (value: string) => value): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), write(value)]));
}

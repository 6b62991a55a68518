import type { Manifest } from '../../sdk/host/index.js';
import type { HttpRequest } from '../../sdk/index.js';
import { fill, writeQuery } from '../../sdk/runtime/index.js';
import type { Credentials } from '../credentials.js';
import type { Endpoints } from './endpoints.js';
import { isHostName } from './host-name.js';
import { NotAllowed } from './not-allowed.js';

/** Where a request goes, byte for byte. */
export interface Address {
  /** The app's host, also when the request is led elsewhere. */
  host: string;
  /** What the socket connects to. */
  origin: string;
  path: string;
  /** Without `?`; also what is signed. */
  query: string;
  /** Led elsewhere by the operator's own setting: may be any address, and plain http. */
  led: boolean;
}

/** Finds a request's address, or refuses it: only declared hosts, only https. */
export function addressOf(
  request: Pick<HttpRequest, 'path' | 'query'>,
  manifest: Pick<Manifest, 'hosts' | 'connection'>,
  credentials: Credentials,
  endpoints: Endpoints,
): Address {
  const url = urlOf(request.path, manifest, credentials);
  const target = endpoints.of(url.hostname);
  if (!target && url.protocol !== 'https:') throw new NotAllowed(`${url.hostname}: only https is allowed.`);
  return {
    host: url.host,
    origin: (target ?? url).origin,
    path: (target?.pathname.replace(/\/$/, '') ?? '') + url.pathname,
    query: [url.search.slice(1), writeQuery(request.query)].filter(Boolean).join('&'),
    led: target !== undefined,
  };
}

function urlOf(path: string, { hosts, connection }: Pick<Manifest, 'hosts' | 'connection'>, credentials: Credentials) {
  const base = connection && baseOf(connection.baseUrl, credentials);
  const full = /^https?:\/\//i.test(path);
  if (!full && !base) throw new NotAllowed('Without a connection a request needs a full address.');
  const url = parse(full ? path : base!.href + path.replace(/^\/+/, ''));
  if (url.username || url.password || url.hash)
    throw new NotAllowed('An address may not carry a user name or a fragment.');
  if (!full && !url.pathname.startsWith(base!.pathname)) throw new NotAllowed(`${path} leaves the app's base address.`);
  const allowed = [...hosts.map((host) => fill(host, credentials).toLowerCase()), ...(base ? [base.hostname] : [])];
  if (url.port || !isHostName(url.hostname) || !allowed.some((host) => covers(host, url.hostname))) {
    throw new NotAllowed(`${url.host} is not one of the hosts that the plugin declares.`);
  }
  return url;
}

/** A credential may be (part of) the host only if it makes a host name, and can't break out of its place in the path. */
function baseOf(template: string, credentials: Credentials): URL {
  const [, scheme, authority, path] = /^(https?:\/\/)([^/]+)(.*)$/.exec(template) ?? [];
  if (!scheme) throw new NotAllowed(`${template} is no base address.`);
  const host = fill(authority!, credentials);
  if (!isHostName(host)) throw new NotAllowed(`'${host}' is not a host name.`);
  const base = parse(scheme + host + fill(path!, credentials, encodeURIComponent));
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return base;
}

function parse(text: string): URL {
  if (!URL.canParse(text)) throw new NotAllowed(`${text} is no address.`);
  return new URL(text);
}

function covers(declared: string, host: string): boolean {
  return declared === host || (declared.startsWith('*.') && host.endsWith(declared.slice(1)));
}

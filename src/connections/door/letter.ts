import type { Manifest } from '../../sdk/host/index.js';
import { type HttpRequest, LONGEST_TIMEOUT } from '../../sdk/index.js';
import { lowerCase, recipeHeaders, signatureOf } from '../../sdk/runtime/index.js';
import { type Credentials, secretsOf } from '../credentials.js';
import { type Striker, strikerOf } from '../strike-out.js';
import { type Address, addressOf } from './address.js';
import type { Endpoints } from './endpoints.js';
import { NotAllowed } from './not-allowed.js';
import { fieldsIn } from './template.js';

/** A request written out: addressed, signed, ready to be carried any number of times. */
export interface Letter {
  method: NonNullable<HttpRequest['method']>;
  address: Address;
  /** Names in lower case. */
  headers: Record<string, string>;
  body?: string;
  repeatable: boolean;
  /** Changes nothing over there. */
  reads: boolean;
  timeout: number;
  purpose?: string;
  /** Hides the credentials and this letter's signature. */
  strike: Striker;
  /** Headers that are hidden whole. */
  hidden: ReadonlySet<string>;
}

const TIMEOUT = 30_000;

/** What a line adds to its letters. */
export interface Additions {
  /** A token that signs it. */
  bearer?: string;
  /** Instead of the recipe's. */
  headers?: Record<string, string>;
  /** Further texts that must not be kept. */
  secrets?: readonly string[];
}

export function writeLetter(
  request: HttpRequest,
  manifest: Pick<Manifest, 'hosts' | 'connection'>,
  credentials: Credentials,
  endpoints: Endpoints,
  additions: Additions = {},
): Letter {
  const address = addressOf(request, manifest, credentials, endpoints);
  const method = request.method ?? 'GET';
  const reads = method === 'GET' || request.reads === true;
  const body = request.json === undefined ? request.body : JSON.stringify(request.json);
  const { connection } = manifest;
  const signature =
    connection?.sign &&
    signatureOf(connection.sign, credentials, connection.sign.over === 'query' ? address.query : (body ?? ''));
  const headers = {
    ...headersOf(request, method),
    ...recipeHeaders(connection && { ...connection, headers: additions.headers ?? connection.headers }, credentials),
    ...(additions.bearer === undefined ? {} : { authorization: `Bearer ${additions.bearer}` }),
    ...(connection?.sign && signature ? { [connection.sign.header.toLowerCase()]: signature } : {}),
  };
  const hidden = hiddenHeaders(connection);
  const secrets = connection ? secretsOf(connection, credentials) : [];
  return {
    method,
    address,
    headers,
    body,
    repeatable: request.repeatable ?? reads,
    reads,
    timeout: Math.min(request.timeout ?? TIMEOUT, LONGEST_TIMEOUT),
    purpose: request.purpose,
    strike: strikerFor(credentials, [...secrets, ...secretsIn(headers, hidden), ...(additions.secrets ?? [])]),
    hidden,
  };
}

const strikers = new WeakMap<Credentials, { secrets: string; strike: Striker }>();

/** The last one for these credentials where nothing else is secret now: preparing the search takes as long as searching an answer. */
function strikerFor(credentials: Credentials, secrets: string[]): Striker {
  const written = secrets.join('\n');
  const last = strikers.get(credentials);
  if (last?.secrets === written) return last.strike;
  const strike = strikerOf(secrets);
  strikers.set(credentials, { secrets: written, strike });
  return strike;
}

/** What stands in hidden headers may come back in an answer: `Bearer abc`, and `abc` alone. */
function secretsIn(headers: Record<string, string>, hidden: Letter['hidden']): string[] {
  const values = Object.entries(headers).filter(([name]) => hidden.has(name));
  return values.flatMap(([, value]) => [value, value.replace(/^\w+ +/, '')]);
}

const JSON_BODY: Record<string, string> = { 'content-type': 'application/json' };

/** These belong to the wire, or would let a plugin speak in another host's name. */
const OURS = /^(host|connection|keep-alive|transfer-encoding|content-length|upgrade|expect|te|trailer|proxy-.*)$/;

function headersOf({ headers = {}, json }: HttpRequest, method: string): Record<string, string> {
  const given = lowerCase(headers);
  const refused = Object.keys(given).find((name) => OURS.test(name));
  if (refused) throw new NotAllowed(`The header ${refused} is written by the hub.`);
  const type = json !== undefined && method !== 'GET' ? JSON_BODY : {};
  return {
    accept: 'application/json',
    'accept-encoding': 'gzip, deflate, br',
    'user-agent': 'Patchbay',
    ...type,
    ...given,
  };
}

const ALWAYS_HIDDEN = ['authorization', 'cookie', 'set-cookie', 'proxy-authorization', 'www-authenticate'];

function hiddenHeaders(connection: Manifest['connection']): Set<string> {
  if (!connection) return new Set(ALWAYS_HIDDEN);
  const secret = new Set(connection.fields.filter(({ kind }) => kind === 'secret').map(({ name }) => name));
  const filled = Object.entries(connection.headers).filter(([, value]) =>
    fieldsIn(value).some((name) => secret.has(name)),
  );
  const signed = connection.sign ? [connection.sign.header] : [];
  return new Set([...ALWAYS_HIDDEN, ...signed, ...filled.map(([name]) => name)].map((name) => name.toLowerCase()));
}

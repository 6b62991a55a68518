import type { ConnectionManifest, Manifest } from '../sdk/host/index.js';
import { isHostName } from './door/host-name.js';
import { fieldsIn } from './door/template.js';

/** What a person typed to connect, by field name. */
export type Credentials = Readonly<Record<string, string>>;

export interface CredentialProblem {
  field: string;
  message: string;
}

/** What was typed without the blanks, `https://` and slashes that come along when a person copies it. */
export function tidyCredentials({ connection, hosts }: Asked, typed: Record<string, unknown>): Credentials {
  const hostFields = fieldsOfHosts(connection, hosts);
  return Object.fromEntries(
    connection.fields.flatMap(({ name }) => {
      const given = typed[name];
      if (typeof given !== 'string' || !given.trim()) return [];
      const text = given.trim();
      return [[name, hostFields.has(name) ? asHost(text) : text]];
    }),
  );
}

/** Everything wrong with what was typed; empty when it may be tried. */
export function credentialProblems({ connection, hosts }: Asked, given: Credentials): CredentialProblem[] {
  const hostFields = fieldsOfHosts(connection, hosts);
  return connection.fields.flatMap((field) => {
    const value = given[field.name];
    const problem = value === undefined ? missing(field) : wrong(field, value, hostFields.has(field.name));
    return problem ? [{ field: field.name, message: `${field.label}: ${problem}` }] : [];
  });
}

/**
 * Fills what was left empty with what is stored. Not the secrets when a host has changed: they would be sent to whoever
 * typed the new one.
 */
export function withStored({ connection, hosts }: Asked, given: Credentials, stored: Credentials): Credentials {
  const moved = [...fieldsOfHosts(connection, hosts)].some((name) => (given[name] ?? stored[name]) !== stored[name]);
  const kept = moved ? visibleCredentials(connection, stored) : stored;
  return { ...kept, ...given };
}

/** The ones that may be shown again. */
export function visibleCredentials({ fields }: ConnectionManifest, given: Credentials): Record<string, string> {
  const visible = fields.filter(({ kind, name }) => kind === 'text' && given[name] !== undefined);
  return Object.fromEntries(visible.map(({ name }) => [name, given[name]!]));
}

export function secretsOf({ fields }: ConnectionManifest, given: Credentials): string[] {
  return fields.flatMap(({ kind, name }) => (kind === 'secret' && given[name] ? [given[name]] : []));
}

type Asked = Pick<Manifest, 'hosts'> & { connection: ConnectionManifest };
type Field = ConnectionManifest['fields'][number];

const LONGEST = 500;

function missing(field: Field): string | undefined {
  return field.required === false ? undefined : 'please fill this in.';
}

function wrong({ maxLength = LONGEST, pattern }: Field, value: string, isHost: boolean): string | undefined {
  if (value.length > maxLength) return `at most ${maxLength} characters.`;
  // Credentials travel in headers, which can't carry these.
  if (hasControl(value)) return 'this contains characters that can’t be seen; please type it again.';
  if (isHost && !isHostName(value)) return 'this must be a domain such as shop.example.com.';
  if (pattern && !new RegExp(`^(?:${pattern})$`, 'u').test(value)) return 'this is not in the right form.';
  return undefined;
}

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

function asHost(text: string): string {
  let end = text.length;
  while (text[end - 1] === '/') end--;
  return text
    .slice(0, end)
    .replace(/^https?:\/\//i, '')
    .toLowerCase();
}

/** Fields that name a place on the network must be host names, or they could lead the door anywhere. */
function fieldsOfHosts({ baseUrl }: ConnectionManifest, hosts: string[]): Set<string> {
  const authority = baseUrl.replace(/^\w+:\/\//, '').split('/')[0]!;
  return new Set([authority, ...hosts].flatMap(fieldsIn));
}

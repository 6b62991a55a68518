import type { ConnectionManifest, Manifest, OAuthManifest } from '../manifest.js';
import { isRecordType } from '../records/index.js';
import { checkPattern } from './check-fields.js';
import { noRecords } from './check-mappings.js';
import type { Problem } from './outline.js';

const PLACEHOLDER = /\{([^{}]*)\}/g;
const HOST = /^(\*\.)?(\{\w+\}|[a-z0-9-]+)(\.(\{\w+\}|[a-z0-9-]+))*(:\d{1,5})?$/i;

export function checkConnection({ connection, hosts }: Manifest): Problem[] {
  // A person types nothing that could name a host where the app is connected by consent.
  const names = connection?.oauth ? [] : (connection?.fields.map((field) => field.name) ?? []);
  return [
    ...hosts.flatMap((host, at) => checkHost(`hosts[${at}]`, host, names)),
    ...(connection?.peer ? checkPeer(connection.peer, hosts) : []),
    ...(connection && !connection.peer ? checkRecipe(connection, hosts, names) : []),
  ];
}

function checkPeer({ reads }: NonNullable<ConnectionManifest['peer']>, hosts: string[]): Problem[] {
  const strange = reads.filter((type) => !isRecordType(type));
  return [
    ...(hosts.length > 0 ? [{ field: 'hosts', problem: 'who reads another store needs no host' }] : []),
    ...(reads.length > 0 ? [] : [{ field: 'connection.reads', problem: 'there is nothing to read' }]),
    ...strange.map((type) => ({ field: 'connection.reads', problem: noRecords(type) })),
  ];
}

function checkHost(field: string, host: string, names: string[]): Problem[] {
  if (!HOST.test(host)) return [{ field, problem: `'${host}' is no host name such as api.example.com` }];
  return unknownNames(field, host, names);
}

function checkRecipe(connection: ConnectionManifest, hosts: string[], names: string[]): Problem[] {
  const { fields, baseUrl, headers, sign, oauth, checks } = connection;
  return [
    ...(fields.length > 0 || oauth
      ? []
      : [{ field: 'connection.fields', problem: 'there is nothing to connect with' }]),
    ...(oauth ? checkOAuth(oauth, hosts) : []),
    ...fields.flatMap(({ name, pattern }) => checkPattern(`connection.fields.${name}.pattern`, pattern)),
    ...checkBase(baseUrl, hosts, names),
    ...Object.entries(headers).flatMap(([name, value]) =>
      unknownNames(`connection.headers.${name}`, value, oauth ? ['tenant'] : names),
    ),
    ...(sign && !names.includes(sign.key)
      ? [{ field: 'connection.sign.key', problem: `there is no credential field '${sign.key}'` }]
      : []),
    ...(checks.length > 0
      ? []
      : [{ field: 'connection.checks', problem: 'at least one call must prove the connection' }]),
  ];
}

function checkOAuth(oauth: OAuthManifest, hosts: string[]): Problem[] {
  const { authorizeUrl, tokenUrl, revokeUrl, scopes, clientCredentials } = oauth;
  const addresses = Object.entries({ authorizeUrl, tokenUrl, ...(revokeUrl && { revokeUrl }) });
  return [
    ...addresses.flatMap(([name, url]) => checkAddress(`connection.${name}`, url, hosts)),
    ...checkScopes('connection.scopes', scopes),
    ...checkScopes('connection.clientCredentials.scopes', clientCredentials?.scopes ?? []),
    ...Object.entries(clientCredentials?.headers ?? {}).flatMap(([name, value]) =>
      unknownNames(`connection.clientCredentials.headers.${name}`, value, []),
    ),
  ];
}

function checkAddress(field: string, url: string, hosts: string[]): Problem[] {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:' || /[{}#]/.test(url)) {
    return [{ field, problem: `'${url}' must be a full https address without placeholders` }];
  }
  const { host } = new URL(url);
  if (hosts.some((declared) => covers(declared, host))) return [];
  return [{ field, problem: `'${host}' is not among the declared hosts` }];
}

function checkScopes(field: string, scopes: string[]): Problem[] {
  const wrong = scopes.filter((scope) => /\s/.test(scope));
  return wrong.map((scope) => ({ field, problem: `'${scope}' is more than one scope: write each as its own text` }));
}

function checkBase(baseUrl: string, hosts: string[], names: string[]): Problem[] {
  const field = 'connection.baseUrl';
  const host = /^https:\/\/([^/?#]+)/.exec(baseUrl)?.[1];
  if (host === undefined) return [{ field, problem: `'${baseUrl}' must begin with https:// and a host` }];
  return [
    ...unknownNames(field, baseUrl, names),
    ...(hosts.some((declared) => covers(declared, host))
      ? []
      : [{ field, problem: `'${host}' is not among the declared hosts` }]),
  ];
}

function covers(declared: string, host: string): boolean {
  return declared === host || (declared.startsWith('*.') && host.endsWith(declared.slice(1)));
}

function unknownNames(field: string, template: string, names: string[]): Problem[] {
  return [...template.matchAll(PLACEHOLDER)]
    .filter(([, name]) => !names.includes(name!))
    .map(([, name]) => ({ field, problem: `there is no credential field '${name}'` }));
}

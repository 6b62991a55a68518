import type { ConnectionManifest, Manifest } from '../manifest.js';
import { checkPattern } from './check-fields.js';
import type { Problem } from './outline.js';

const PLACEHOLDER = /\{([^{}]*)\}/g;
const HOST = /^(\*\.)?(\{\w+\}|[a-z0-9-]+)(\.(\{\w+\}|[a-z0-9-]+))*(:\d{1,5})?$/i;

export function checkConnection({ connection, hosts }: Manifest): Problem[] {
  const names = connection?.fields.map((field) => field.name) ?? [];
  return [
    ...hosts.flatMap((host, at) => checkHost(`hosts[${at}]`, host, names)),
    ...(connection ? checkRecipe(connection, hosts, names) : []),
  ];
}

function checkHost(field: string, host: string, names: string[]): Problem[] {
  if (!HOST.test(host)) return [{ field, problem: `'${host}' is no host name such as api.example.com` }];
  return unknownNames(field, host, names);
}

function checkRecipe(connection: ConnectionManifest, hosts: string[], names: string[]): Problem[] {
  const { fields, baseUrl, headers, sign, checks } = connection;
  return [
    ...(fields.length > 0 ? [] : [{ field: 'connection.fields', problem: 'there is nothing to connect with' }]),
    ...fields.flatMap(({ name, pattern }) => checkPattern(`connection.fields.${name}.pattern`, pattern)),
    ...checkBase(baseUrl, hosts, names),
    ...Object.entries(headers).flatMap(([name, value]) => unknownNames(`connection.headers.${name}`, value, names)),
    ...(sign && !names.includes(sign.key)
      ? [{ field: 'connection.sign.key', problem: `there is no credential field '${sign.key}'` }]
      : []),
    ...(checks.length > 0
      ? []
      : [{ field: 'connection.checks', problem: 'at least one call must prove the connection' }]),
  ];
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

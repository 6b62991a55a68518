import type { ApiKeysConnection, CredentialField } from './connection.js';
import { fieldsOf } from './fields.js';
import type {
  ConnectionManifest,
  Manifest,
  MappingManifest,
  StatementManifest,
  StepManifest,
  TaskManifest,
  WebhookManifest,
} from './manifest.js';
import type { Mapping } from './mapping.js';
import type { ClientCredentials, OAuth2Connection } from './oauth2.js';
import type { PeerStoreConnection } from './peer-store.js';
import type { Plugin } from './plugin.js';
import { declarationOf, isRecordType } from './records/index.js';
import type { StatementKind } from './statements.js';
import { stepOptionsOf, type WizardStep } from './step.js';
import type { Task } from './tasks/index.js';
import type { Webhook } from './webhook.js';

/** Reduces a plugin to its manifest. Everything in it survives JSON unchanged. */
export function manifestOf(plugin: Plugin): Manifest {
  return JSON.parse(
    JSON.stringify({
      id: plugin.id,
      name: plugin.name,
      version: plugin.version,
      sdk: plugin.sdk,
      platform: plugin.platform ?? false,
      requires: plugin.requires ?? [],
      listing: plugin.listing,
      hosts: plugin.hosts ?? [],
      limits: plugin.limits ?? {},
      connection: connectionManifest(plugin),
      wizard: (plugin.wizard ?? []).map(stepManifest),
      advanced: [plugin.advanced ?? []].flat().flatMap(fieldsOf),
      workflows: plugin.workflows ?? {},
      valueMaps: plugin.valueMaps ?? [],
      mappings: (plugin.mappings ?? []).map(mappingManifest),
      tasks: (plugin.tasks ?? []).map(taskManifest),
      webhooks: (plugin.webhooks ?? []).map(webhookManifest),
      statements: statementManifests(plugin),
      pickLists: Object.keys(plugin.pickLists ?? {}),
      creates: Object.keys(plugin.creates ?? {}),
      sandbox: plugin.sandbox !== undefined,
    } satisfies Manifest),
  );
}

function connectionManifest({ connection }: Plugin): ConnectionManifest | undefined {
  if (!connection) return undefined;
  if (connection.kind === 'oauth2') return oauthManifest(connection);
  return connection.kind === 'peer-store' ? peerManifest(connection) : keysManifest(connection);
}

function keysManifest({ fields, headers, checks, ...rest }: ApiKeysConnection): ConnectionManifest {
  return { ...rest, headers: headers ?? {}, fields: named(fields), checks: checks.map((check) => check.title) };
}

/** The store that a person chose is kept as a credential of any other connection is. Its address leads nowhere but to the hub. */
function peerManifest({ kind, reads, checks }: PeerStoreConnection): ConnectionManifest {
  return {
    kind,
    fields: [{ name: 'store', kind: 'text', label: 'Store' }],
    baseUrl: 'https://peer-store.invalid',
    headers: {},
    peer: { reads },
    checks: checks.map((check) => check.title),
  };
}

function oauthManifest(recipe: OAuth2Connection): ConnectionManifest {
  const { kind, baseUrl, headers, checks, clientCredentials, disconnect } = recipe;
  const { authorizeUrl, tokenUrl, revokeUrl, scopes, pkce } = recipe;
  return {
    kind,
    baseUrl,
    headers: headers ?? {},
    fields: named({ ...clientCredentials?.fields }),
    oauth: {
      authorizeUrl,
      tokenUrl,
      revokeUrl,
      scopes,
      pkce: pkce ?? true,
      disconnects: disconnect !== undefined,
      clientCredentials: clientCredentials && ownClientManifest(clientCredentials),
    },
    checks: checks.map((check) => check.title),
  };
}

function ownClientManifest({ title, help, scopes, headers }: ClientCredentials) {
  return { title, help, scopes, headers: headers ?? {} };
}

function named(fields: Record<string, CredentialField>): ConnectionManifest['fields'] {
  return Object.entries(fields).map(([name, field]) => ({ name, ...field }));
}

function webhookManifest(webhook: Webhook): WebhookManifest {
  const { id, title, help } = webhook;
  return webhook.appWide
    ? { id, title, help, verify: webhook.verify, appWide: true }
    : { id, title, help, verify: webhook.verify, appWide: false };
}

function stepManifest(step: WizardStep): StepManifest {
  if (typeof step !== 'function') return { ...step, fields: [], checked: false };
  const { title, intro, folded, check } = stepOptionsOf(step);
  return { kind: 'form', title, intro, folded, fields: fieldsOf(step), checked: check !== undefined };
}

function mappingManifest({ id, title, record, remoteId, match, rows }: Mapping): MappingManifest {
  return {
    id,
    title,
    record,
    remoteId,
    match: match ?? (isRecordType(record) ? [declarationOf(record).key] : []),
    rows: rows.map(({ from, to, label, as, master }) => ({
      from,
      to,
      label: label ?? from,
      transform: as?.title,
      master: master ?? 'app',
    })),
  };
}

function taskManifest(task: Task): TaskManifest {
  const { id, title, record, schedule, after = [], first = false } = task;
  const common = { id, title, record, schedule, after, first };
  if (task.direction === 'in') {
    const { direction, mapping, pulls, overlap, missing = 'keep' } = task;
    return { ...common, direction, kind: 'import', mapping: mapping.id, pulls, overlap, missing };
  }
  const { direction, follows = [], batch = 1 } = task;
  if (task.kind === 'state') {
    return { ...common, direction, kind: task.kind, follows, fields: task.fields, batch, watch: task.watch };
  }
  return {
    ...common,
    direction,
    kind: task.kind,
    follows,
    eligible: task.eligible,
    batch,
    settle: task.settle,
    doublesUnlessFound: task.doublesUnlessFound ?? false,
    steps: Object.keys(task.steps),
    prepares: task.prepare !== undefined,
    merges: task.merge !== undefined,
    takesOver: task.takesOver,
    appsOwn: task.appsOwn ?? false,
  };
}

function statementManifests({ statements = {} }: Plugin): StatementManifest[] {
  return Object.entries(statements).map(([kind, { title, tasks, ownDates = false }]) => ({
    kind: kind as StatementKind,
    title,
    tasks,
    ownDates,
  }));
}

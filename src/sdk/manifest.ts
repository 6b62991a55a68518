import type { ApiKeysConnection, CredentialField, HmacSignature } from './connection.js';
import { type FieldManifest, fieldsOf } from './fields.js';
import type { Mapping, Master, ValueMap } from './mapping.js';
import type { ClientCredentials, OAuth2Connection } from './oauth2.js';
import type { PeerStoreConnection } from './peer-store.js';
import type { Limits, Listing, Plugin, Workflow } from './plugin.js';
import { declarationOf, isRecordType, type RecordType } from './records/index.js';
import type { StatementKind } from './statements.js';
import { stepOptionsOf, type WizardStep } from './step.js';
import type { EligibleRow, Task } from './tasks/index.js';
import type { AppWebhook, ConnectionWebhook, Webhook } from './webhook.js';

/** A plugin as plain data: everything the host renders and checks without calling the plugin's code. */
export interface Manifest {
  id: string;
  name: string;
  version: string;
  sdk: string;
  platform: boolean;
  requires: string[];
  listing: Listing;
  hosts: string[];
  limits: Limits;
  connection?: ConnectionManifest;
  wizard: StepManifest[];
  advanced: FieldManifest[];
  workflows: Record<string, Workflow>;
  valueMaps: ValueMap[];
  mappings: MappingManifest[];
  tasks: TaskManifest[];
  webhooks: WebhookManifest[];
  statements: StatementManifest[];
  pickLists: string[];
  creates: string[];
  /** It has a local twin of its app. */
  sandbox: boolean;
}

/** A notification: where it comes in and how it is verified. What it means is asked of the plugin. */
export type WebhookManifest =
  | (Pick<ConnectionWebhook, 'id' | 'title' | 'help' | 'verify'> & { appWide: false })
  | Pick<AppWebhook, 'id' | 'title' | 'help' | 'verify' | 'appWide'>;

/** How to get through to the app: what to type or agree to, and how requests are written. */
export interface ConnectionManifest {
  kind: 'api-keys' | 'oauth2' | 'peer-store';
  /** What a person types; with `oauth2`, a client of their own. */
  fields: (CredentialField & { name: string })[];
  credentialsUrl?: string;
  credentialsHelp?: string;
  credentialsOwner?: string;
  baseUrl: string;
  headers: Record<string, string>;
  sign?: HmacSignature;
  /** Where a person's consent takes the place of typed credentials. */
  oauth?: OAuthManifest;
  /** Where another store of this hub takes the place of an app: what may be read of it. */
  peer?: { reads: RecordType[] };
  checks: string[];
}

/** A connection by consent. */
export interface OAuthManifest extends Pick<OAuth2Connection, 'authorizeUrl' | 'tokenUrl' | 'revokeUrl' | 'scopes'> {
  pkce: boolean;
  /** It wants to be asked when the last installation lets go. */
  disconnects: boolean;
  clientCredentials?: Omit<ClientCredentials, 'fields' | 'headers'> & { headers: Record<string, string> };
}

/** A page of the wizard. Only forms have fields. */
export interface StepManifest {
  kind: 'form' | 'connect' | 'activate';
  title: string;
  intro?: string;
  folded?: Record<string, string>;
  fields: FieldManifest[];
  /** The answers are also checked by asking the app. */
  checked: boolean;
}

/** A mapping, its transforms by their titles. */
export interface MappingManifest {
  id: string;
  title: string;
  record: RecordType;
  /** Where the row's own id in the app stands. */
  remoteId: string;
  /** Record fields that find an existing record when no link does, tried in order. */
  match: string[];
  rows: { from: string; to: string; label: string; transform?: string; master: Master }[];
}

/** What the host has to know of any task beforehand: when it runs, and what it moves. */
interface AnyTaskManifest {
  id: string;
  title: string;
  record: RecordType;
  schedule: string;
  after: string[];
  first: boolean;
}

/** A task that brings rows of the app in. */
export interface ImportManifest extends AnyTaskManifest {
  direction: 'in';
  kind: 'import';
  mapping: string;
  pulls: 'changes' | 'snapshot';
  overlap?: string;
  missing: 'keep' | 'retire' | 'zero';
}

/** A task that creates documents in the app. */
export interface DocumentManifest extends AnyTaskManifest {
  direction: 'out';
  kind: 'document';
  /** Tasks whose records may be parents of this one's. */
  follows: string[];
  eligible: EligibleRow[];
  batch: number;
  settle: string;
  doublesUnlessFound: boolean;
  steps: string[];
  prepares: boolean;
  merges: boolean;
  /** The statement that tells what another tool has sent of it. */
  takesOver?: StatementKind;
}

/** A task that keeps the app's copy of records equal. */
export interface StateManifest extends AnyTaskManifest {
  direction: 'out';
  kind: 'state';
  /** Tasks whose records may be parents of this one's. */
  follows: string[];
  fields: string[];
  batch: number;
  watch?: { fields: string[]; percent: number };
}

/** A task: when it runs, what it moves, and what of it the host has to know beforehand. */
export type TaskManifest = ImportManifest | DocumentManifest | StateManifest;

/** A statement that can be read for the reconciliation report. */
export interface StatementManifest {
  kind: StatementKind;
  title: string;
  tasks: string[];
  ownDates: boolean;
}

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

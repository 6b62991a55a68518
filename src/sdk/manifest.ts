import type { CredentialField, HmacSignature } from './connection.js';
import type { FieldManifest } from './fields.js';
import type { Master, ValueMap } from './mapping.js';
import type { ClientCredentials, OAuth2Connection } from './oauth2.js';
import type { Limits, Listing, Workflow } from './plugin.js';
import type { RecordType } from './records/index.js';
import type { StatementKind } from './statements.js';
import type { EligibleRow } from './tasks/index.js';
import type { AppWebhook, ConnectionWebhook } from './webhook.js';

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
  /** It is about what the app itself has brought as well. */
  appsOwn: boolean;
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

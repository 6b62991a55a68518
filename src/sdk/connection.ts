import type { Context } from './context.js';
import type { FieldOptions } from './fields.js';
import type { OAuth2Connection } from './oauth2.js';
import type { PeerStoreConnection } from './peer-store.js';

/** One thing a person types to connect. */
export interface CredentialField extends FieldOptions {
  kind: 'text' | 'secret';
  /** A rule the typed value must match, checked by the host. */
  pattern?: string;
  maxLength?: number;
}

/** A credential that may be shown again (an id, a domain). */
export const text = (label: string, options: Omit<CredentialField, 'kind' | 'label'> = {}): CredentialField => ({
  kind: 'text',
  label,
  ...options,
});

/** A credential that is never shown again, not to the person who typed it either. */
export const secret = (label: string, options: Omit<CredentialField, 'kind' | 'label'> = {}): CredentialField => ({
  kind: 'secret',
  label,
  ...options,
});

/** A recipe that the host follows for each request, so that the key never reaches plugin code. */
export interface HmacSignature {
  kind: 'hmac';
  algorithm: 'sha256' | 'sha1' | 'sha512';
  /** `query`: the query string as sent, without `?`. */
  over: 'query' | 'body';
  /** The credential field whose text is the key. */
  key: string;
  /** The header that carries the signature. */
  header: string;
  encoding: 'base64' | 'hex';
}

/** Requests are signed with a secret credential: `hmac('sha256', { over: 'query', key: 'key', header: 'api-auth-signature' })`. */
export const hmac = (
  algorithm: HmacSignature['algorithm'],
  recipe: Pick<HmacSignature, 'over' | 'key' | 'header'> & { encoding?: HmacSignature['encoding'] },
): HmacSignature => ({ kind: 'hmac', algorithm, encoding: 'base64', ...recipe });

/** Who is at the other end, as the app itself says it. */
export interface Tenant {
  /**
   * The app's own unchanging id of the company or store: limits are counted per tenant, and reconnecting must find the same. May
   * name credentials that aren't secret, for apps that have no such id: '{storeDomain}'.
   */
  key: string;
  /** As people know it; may name credentials that aren't secret. */
  name: string;
  /** What else the app needs to hear about it later, such as its own id of this consent. Kept with the connection; no secrets. */
  data?: Record<string, string>;
}

/** One call of the connection test; the wizard ticks them off one by one. Throw to fail, with a message for the merchant. */
export interface ConnectionCheck {
  /** What is being tried, as a merchant reads it: 'Read the company'. */
  title: string;
  /** The first check that returns a tenant tells who the connection belongs to. */
  run(ctx: Context): Promise<Tenant | undefined>;
}

/** What `apiKeys` takes. */
export interface ApiKeysConnection {
  kind: 'api-keys';
  fields: Record<string, CredentialField>;
  /** Where in the app the credentials are found. */
  credentialsUrl?: string;
  /** How to get there, in words: 'Settings → API access'. */
  credentialsHelp?: string;
  /** Only some people can see the credentials: who. Offers 'send this step to a colleague'. */
  credentialsOwner?: string;
  /** May name credential fields: `https://{storeDomain}/do/WS`. */
  baseUrl: string;
  /** Sent with each request; values may name credential fields: `{ 'api-auth-id': '{id}' }`. */
  headers?: Record<string, string>;
  sign?: HmacSignature;
  checks: ConnectionCheck[];
}

/** A connection by credentials that a person types once. */
export const apiKeys = (recipe: Omit<ApiKeysConnection, 'kind'>): ApiKeysConnection => ({
  kind: 'api-keys',
  ...recipe,
});

/** How an addon gets through to its app; made by `apiKeys`, `oauth2` or `peerStore`. */
export type Connection = ApiKeysConnection | OAuth2Connection | PeerStoreConnection;

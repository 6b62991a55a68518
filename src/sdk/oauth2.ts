import type { ConnectionCheck, CredentialField, Tenant } from './connection.js';
import type { Context } from './context.js';

/** A merchant's own client with the app, typed in once: no consent page, no choice of organisation, no refresh token. */
export interface ClientCredentials {
  /** What the app calls it: 'Custom connection'. */
  title: string;
  /** Where in the app it is made, in words. */
  help?: string;
  fields: { clientId: CredentialField; clientSecret: CredentialField };
  scopes: string[];
  /** Sent instead of the recipe's headers. */
  headers?: Record<string, string>;
}

/** What `oauth2` takes. */
export interface OAuth2Connection {
  kind: 'oauth2';
  /** Full https addresses on hosts that the plugin declares. */
  authorizeUrl: string;
  tokenUrl: string;
  /**
   * Where a refresh token is handed back when the last installation lets go. Leave it out where that would end more than the
   * one consent: some apps then disconnect everything that the same person ever connected.
   */
  revokeUrl?: string;
  /** What to ask for. Kept with each connection: when the plugin asks for more, a person has to consent again. */
  scopes: string[];
  /** Proof Key for Code Exchange, on unless said. */
  pkce?: boolean;
  baseUrl: string;
  /** Sent with each request; `{tenant}` stands for the tenant's key. The host adds `authorization` by itself. */
  headers?: Record<string, string>;
  /**
   * What the consent covers: the organisations or shops a person may choose from. Called with a fresh token; headers that name
   * `{tenant}` are left out. With client credentials it answers the one that they belong to.
   */
  tenants(ctx: Context): Promise<Tenant[]>;
  /** The last installation lets go: tell the app. Must not mind when the app no longer knows the tenant. */
  disconnect?(ctx: Context, tenant: Tenant): Promise<void>;
  clientCredentials?: ClientCredentials;
  /** Run with the chosen tenant; what they answer is not looked at. */
  checks: ConnectionCheck[];
}

/**
 * A connection by consent: the host leads the person to the app and back, keeps and refreshes the tokens, and signs each
 * request. No token ever reaches plugin code. A 401 is refreshed and repeated by the host, once. An app that says 'disconnected'
 * in another way is the plugin's to understand: throw `Reconnect`.
 */
export const oauth2 = (recipe: Omit<OAuth2Connection, 'kind'>): OAuth2Connection => ({ kind: 'oauth2', ...recipe });

import type { Sandbox } from 'patchbay/sdk';
import type { LimitRules } from './gate/limits.js';
import type { Person } from './person.js';
import type { Subscription } from './webhooks.js';

export interface XeroSandboxOptions {
  /** Absent: the app's own limits. `false` switches them off; a part changes only that. */
  limits?: false | Partial<LimitRules>;
  /** Milliseconds that each accounting answer takes at least. */
  latency?: number;
  /** Whether an Idempotency-Key counts within one access token, or for the app in the whole organisation. */
  keysBelongTo?: 'token' | 'app';
  /** Bytes above which a body is refused. */
  largestBody?: number;
  /** How a list is answered of which nothing changed since: empty (200) unless said. */
  unchanged?: 200 | 304;
  /** Addresses the app may send people back to, besides every one on this machine. */
  redirectUris?: readonly string[];
  /** Who hears of changes; nobody without it or without `notify`. */
  webhook?: Subscription;
}

/** The twin, with the hands of a person in its first organisation and a look at what that holds. */
export interface XeroSandbox extends Sandbox, Person {
  /** The registered web app, for the consent of a person. `credentials` are those of a custom connection. */
  readonly oauthClient: { id: string; secret: string };
  agree(authorize: Request): Promise<Response>;
  /** The first is the Australian one. Their ids are the tenant ids. */
  organisations(): { id: string; name: string }[];
  /** The hands of a person in another organisation. */
  personIn(tenantId: string): Person;
  /** A person disconnects an app inside Xero, from one organisation or from all. Its tokens live on and open nothing. */
  disconnect(tenantId?: string): void;
  /** Every refresh token is dead from now on: only a new consent helps. */
  revoke(): void;
  /** Every access token given so far is expired. */
  expireAccessTokens(): void;
  setWebhook(subscription: Subscription | undefined): void;
  /** What the app sends before it trusts an address: two well signed, two not. */
  intentToReceive(): Promise<void>;
  /** Resolves when every notification under way has arrived or failed. */
  settled(): Promise<void>;
  /** Other limits from now on, all of them unused; `false` for none. */
  setLimits(limits: false | Partial<LimitRules>): void;
}

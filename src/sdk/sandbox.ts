/**
 * A plugin's local twin of its app: the same wire protocol over seeded data, without a network of its own.
 * The host serves it over a socket for the demo and the tests, and may put faults in front of it.
 */
export interface Sandbox {
  /** Answers one request of the app's wire protocol. Never throws: a mistake is an answer of the app's own kind. */
  handle(request: Request): Promise<Response>;
  /** What a person would type into the wizard to connect to this twin, by credential field name; with OAuth 2, a client of
   * their own, or nothing. */
  readonly credentials: Readonly<Record<string, string>>;
  /** The hub's own client with this twin, where the app is connected by OAuth 2. Any redirect address of the hub must do. */
  readonly oauthClient?: Readonly<{ id: string; secret: string }>;
  /** Answers a request for the consent page as if a person had agreed to all of it: the redirect that carries the code. */
  agree?(authorize: Request): Promise<Response>;
  /** What a person would answer in the wizard's forms, by field name; absent where the suggested values will do. */
  readonly answers?: Readonly<Record<string, unknown>>;
  /** Everything the twin holds as plain JSON; `createSandbox({ state })` goes on from it. */
  snapshot(): unknown;
  /** Grows by one with every change of what the twin holds, so that the host knows when to keep a new snapshot. */
  readonly revision: number;
}

/** What the host gives to a plugin's `sandbox` function. */
export interface SandboxOptions {
  /** An earlier `snapshot()` to go on from; absent means the seeded data. */
  state?: unknown;
  /** Milliseconds since 1970, UTC. Tests pass a virtual clock. */
  now?: () => number;
  /** How many products the seeded data holds; each plugin has a small, pleasant default. */
  products?: number;
  /** How many sales the seeded data holds, where the app has any. */
  sales?: number;
  /** Sends a notification the app would send by itself (a webhook). Absent: the twin stays silent. */
  notify?: (request: Request) => Promise<void>;
}

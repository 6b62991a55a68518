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
  /** What a demo plays on it, besides connecting to it. */
  readonly demo?: DemoPart;
  /** Everything the twin holds as plain JSON; `createSandbox({ state })` goes on from it. */
  snapshot(): unknown;
  /** Grows by one with every change of what the twin holds, so that the host knows when to keep a new snapshot. */
  readonly revision: number;
}

/** What a demo needs to know of an app, and what people do there without asking the hub. */
export interface DemoPart {
  /** By value map: what the app calls everything in it that has no counterpart yet. */
  readonly maps?: Readonly<Record<string, string>>;
  /** What somebody would change in the advanced configuration, by field name. */
  readonly advanced?: Readonly<Record<string, unknown>>;
  /** Does by hand what a reconciliation then has to explain. A shop sells on; in a ledger documents are voided or altered. */
  act?(scene: DemoScene): void;
}

/** What has happened in a demo so far, and from when on it plays. */
export interface DemoScene {
  /** Whether documents have left for the ledger already. */
  moment: 'before exports' | 'after exports';
  /** The first day whose documents leave, 'YYYY-MM-DD'. */
  from: string;
  /** Numbers that arrived: as the ledger has them, or as the shop does, whichever is played on. */
  sent: readonly string[];
  /** What the shop has sold since and nobody has sent yet. */
  unsent: readonly { number: string; date: string; total: string; currency: string }[];
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
  /** Which shop the twin of a store platform is, where there are several: its name, and what its order numbers begin with. */
  shop?: Readonly<{ name: string; orderPrefix: string }>;
  /** Sends a notification the app would send by itself (a webhook). Absent: the twin stays silent. */
  notify?: (request: Request) => Promise<void>;
}

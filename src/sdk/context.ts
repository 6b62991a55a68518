import type { Http } from './http.js';
import type { RecordBody, RecordType } from './records/index.js';

/** The shop whose records move. */
export interface StoreFacts {
  id: number;
  name: string;
  /** IANA name, 'Australia/Sydney'. */
  timeZone: string;
  /** ISO 4217, 'AUD'. */
  currency: string;
  /** Whether the shop's prices contain tax; null until the merchant has said. */
  taxInclusive: boolean | null;
  /**
   * Where in the hub people find what this store has sent; a document's number goes behind it:
   * 'https://hub.example.com/logs/exports?store=7&text='. Another for each store and hub, so that an app which keeps a link with a
   * document shows whose it is.
   */
  address: string;
}

/** Everything a plugin function may touch. Plain data and asynchronous calls only: the plugin may run in a process of its own. */
export interface Context<Answers = Record<string, unknown>, Advanced = Record<string, unknown>> {
  http: Http;
  store: StoreFacts;
  /** What the merchant answered in the wizard, by field name. */
  answers: Answers;
  /** Advanced configuration: defaults with this installation's changes. */
  advanced: Advanced;
  /** The merchant's value maps, by id. */
  maps: Maps;
  /** Aborted when the run is cancelled or loses its lease; `http` stops by itself. */
  signal: AbortSignal;
  /** Milliseconds since 1970, UTC: read the clock here, so that tests may move it. */
  now(): number;
  /** One structured line in the run's log. Never put credentials in it; known secrets are struck out. */
  log(message: string, details?: Record<string, string | number | boolean | null>): void;
}

/** A merchant's answers to 'what is this called over there'. */
export interface Maps {
  /** The app's value for a value of the store, or undefined while unmapped. */
  toApp(map: string, storeValue: string): string | undefined;
  /** The store's value for a value of the app, or undefined while unmapped. */
  toStore(map: string, appValue: string): string | undefined;
  /** Every pair of a map. */
  pairs(map: string): { store: string; app: string }[];
}

/** A record as the hub holds it. */
export interface HubRecord<T extends RecordType = RecordType> {
  id: number;
  type: T;
  key: string;
  body: RecordBody<T>;
  /** The id it has in the connected app, once known. Builds of documents are told it only where their task is for the `appsOwn`. */
  remoteId?: string;
}

/** Names a record without holding it. */
export interface RecordRef {
  type: RecordType;
  key: string;
}

/** The records that an export task's `uses` asked for. */
export interface Related {
  get<T extends RecordType>(type: T, key: string): HubRecord<T> | undefined;
}

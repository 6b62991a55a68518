import type { ConnectionCheck } from './connection.js';
import { NeedsPerson } from './errors.js';
import type { Http, HttpAnswer } from './http.js';
import type { RecordType } from './records/index.js';
import type { Page } from './tasks/index.js';

/** What `peerStore` takes. */
export interface PeerStoreConnection {
  kind: 'peer-store';
  /** Which of the other store's records the plugin may read. Nothing of it can be written. */
  reads: RecordType[];
  checks: ConnectionCheck[];
}

/**
 * A connection to another store of this hub instead of to an app: nobody types credentials, a person chooses one of their own stores,
 * or one that another merchant shares with them. Requests go through `http` as to any app and are answered by the hub itself:
 *
 * - `GET store` → {@link PeerStore}
 * - `GET records/<type>?since=<ms>&after=<place>&limit=<n>` → {@link PeerPage}, in the order in which the records changed
 * - `GET overlap/<type>` → {@link PeerOverlap}
 */
export const peerStore = (recipe: Omit<PeerStoreConnection, 'kind'>): PeerStoreConnection => ({
  kind: 'peer-store',
  ...recipe,
});

/** The other store. `key` serves as a tenant's key. */
export interface PeerStore {
  key: string;
  name: string;
  timeZone: string;
  currency: string;
  taxInclusive: boolean | null;
}

/** One record of the other store. */
export interface PeerRecord {
  /** The hub's own unchanging id of the record. */
  id: number;
  key: string;
  body: Record<string, unknown>;
  /** The receiving store has a record of its own by this key, which did not come from here. */
  taken: boolean;
  /** The order that it belongs to is called as one of the receiving store's own: there it would belong to the wrong one. */
  orderTaken: boolean;
  /**
   * By type and key: what this record, and each record that it names, is called in the receiving store, where they have come in before.
   * A mapping that puts a mark before keys has to keep these names: with another mark they would else come in a second time.
   */
  names: Partial<Record<RecordType, Record<string, string>>>;
}

/** A few records of the other store. */
export interface PeerPage {
  rows: PeerRecord[];
  /** Give it back as `after`; absent behind the last one. */
  next?: string;
}

/** What both stores call the same although it isn't. */
export interface PeerOverlap {
  /** How many keys both have, and the first few of them. */
  count: number;
  examples: string[];
  /**
   * The youngest key of a record of its own that the receiving store (`here`) and the other one (`there`) have, absent where there is
   * none. `fed`: the youngest of each further store that the receiving one takes records from.
   */
  newest: { here?: string; there?: string; fed: { store: string; key: string }[] };
}

const AT_ONCE = 200;

/** The other store, as far as a reader may know it. */
export async function readPeerStore(http: Http): Promise<PeerStore> {
  return parsed(await http.send({ path: 'store', purpose: 'Read the other store' }));
}

/** Which keys both stores have given to records of their own. Where those meet, a mapping has to put a mark before one side's. */
export async function readPeerOverlap(http: Http, type: RecordType): Promise<PeerOverlap> {
  return parsed(await http.send({ path: `overlap/${type}`, purpose: `Compare the numbers of both stores’ ${type}s` }));
}

/** Records of the other store as pages of a pull; retired ones are left out. Pass on what the task was given. */
export async function* readPeerRecords(
  http: Http,
  type: RecordType,
  from: { since?: Date; bookmark?: unknown },
): AsyncIterable<Page> {
  let after = typeof from.bookmark === 'string' ? from.bookmark : undefined;
  do {
    const query = { since: from.since?.getTime(), after, limit: AT_ONCE };
    const page = parsed<PeerPage>(
      await http.send({ path: `records/${type}`, query, purpose: `Read ${type}s of the other store` }),
    );
    after = page.next;
    yield { rows: page.rows as unknown as Page['rows'], bookmark: after };
  } while (after !== undefined);
}

function parsed<T>({ status, body }: HttpAnswer): T {
  const said: unknown = JSON.parse(body);
  if (status === 403) throw new NeedsPerson((said as { message: string }).message);
  if (status !== 200) throw new Error(`The hub answered ${status}: ${body.slice(0, 200)}`);
  return said as T;
}

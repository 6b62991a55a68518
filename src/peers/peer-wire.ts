import type { Carried } from '../connections/door/wire.js';
import type { Database } from '../database/database.js';
import { NeedsPerson, type PeerStore, type RecordType } from '../sdk/index.js';
import { tenantKeyOf } from './peer-key.js';
import { overlapOf, type Reading, recordsOf } from './peer-records.js';
import type { PeerStores } from './peer-stores.service.js';

/** What of a letter matters here. */
export interface PeerLetter {
  method: string;
  address: { path: string; query: string };
}

const MOST_AT_ONCE = 500;

/** Answers a plugin's requests from another store's records, as an app would answer them from its own. */
export class PeerWire {
  private allowed?: Promise<unknown>;

  constructor(
    private readonly database: Database,
    private readonly stores: PeerStores,
    private readonly reading: Reading,
    /** What the plugin has declared that it reads. */
    private readonly reads: RecordType[],
  ) {}

  async carry({ method, address }: PeerLetter, signal: AbortSignal): Promise<Carried> {
    signal.throwIfAborted();
    this.allowed ??= this.stores.mayRead(this.reading.storeId, this.reading.peerId);
    try {
      await this.allowed;
    } catch (error) {
      if (error instanceof NeedsPerson) return said(403, { message: error.message });
      throw error;
    }
    const [, noun, type] = address.path.split('/');
    if (method !== 'GET') return said(405, { message: 'Another store is only read.' });
    if (noun === 'store' && type === undefined) return said(200, await this.store());
    if (type === undefined || !this.reads.includes(type as RecordType))
      return said(404, { message: 'There is no such list.' });
    if (noun === 'records')
      return said(200, await this.records(type as RecordType, new URLSearchParams(address.query)));
    if (noun === 'overlap') return said(200, await overlapOf(this.database, this.reading, type as RecordType));
    return said(404, { message: 'There is no such list.' });
  }

  private async store(): Promise<PeerStore> {
    const { peerId } = this.reading;
    const row = await this.database.one<{
      name: string;
      time_zone: string;
      currency: string;
      tax_inclusive: number | null;
    }>('select name, time_zone, currency, tax_inclusive from stores where id = ?', [peerId]);
    if (!row) throw new Error(`Store ${peerId} is gone`);
    const taxInclusive = row.tax_inclusive === null ? null : Boolean(row.tax_inclusive);
    return { key: tenantKeyOf(peerId), name: row.name, timeZone: row.time_zone, currency: row.currency, taxInclusive };
  }

  private records(type: RecordType, query: URLSearchParams) {
    const [at, id] = (query.get('after') ?? `${query.get('since') ?? 0}.0`).split('.').map(Number);
    const limit = Math.min(Math.max(Number(query.get('limit')) || 1, 1), MOST_AT_ONCE);
    return recordsOf(this.database, this.reading, type, { at: new Date(at || 0), id: id || 0 }, limit);
  }
}

function said(status: number, body: unknown): Carried {
  const headers = { 'content-type': 'application/json' };
  return { status, headers, body: Buffer.from(JSON.stringify(body)) };
}

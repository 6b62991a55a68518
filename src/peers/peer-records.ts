import type { Database } from '../database/database.js';
import { declarationOf, type PeerOverlap, type PeerPage, type RecordType } from '../sdk/index.js';
import { namesHere } from './names-here.js';
import { PEER_KEYS } from './peer-key.js';

/** Who reads whom. Until the connection is kept there is none, and nothing has come from there yet. */
export interface Reading {
  storeId: number;
  peerId: number;
  connectionId?: number;
}

interface Row {
  id: number;
  record_key: string;
  body: string;
  changed_at: Date;
  taken: number;
}

const EXAMPLES = 5;
/** A record of the reader's own by the same key: one that is not linked to the other store's. */
const OWN = `join records own on own.store_id = ? and own.type = r.type and own.record_key = r.record_key`;
const LINKED = `left join links l force index (primary) on l.store_id = own.store_id and l.connection_id = ? and l.type = r.type
  and l.remote_id = cast(r.id as char character set utf8mb4) collate utf8mb4_bin and l.record_id = own.id`;

/** The next records of the other store in the order in which they changed. One more than asked for tells whether there are more. */
export async function recordsOf(
  database: Database,
  { storeId, peerId, connectionId = 0 }: Reading,
  type: RecordType,
  from: { at: Date; id: number },
  limit: number,
): Promise<PeerPage> {
  const rows = await database.query<Row>(
    `select r.id, r.record_key, r.body, r.changed_at, own.id is not null and l.record_id is null taken
     from records r force index (by_change) left ${OWN} ${LINKED}
     where r.store_id = ? and r.type = ? and r.changed_at >= ? and (r.changed_at > ? or r.id > ?) and r.retired_at is null
     order by r.changed_at, r.id limit ?`,
    [storeId, connectionId, peerId, type, from.at, from.at, from.id, limit + 1],
  );
  const said = await sayingOfPrices(database, peerId, type);
  const shown = rows.slice(0, limit).map((row) => ({ ...row, body: said(JSON.parse(row.body)) }));
  const last = shown.at(-1);
  const orders = await ownOrders(
    database,
    { storeId, connectionId },
    shown.flatMap(({ body }) => orderOf(body)),
  );
  const told = shown.map(({ record_key, body }) => ({ key: record_key, body }));
  const names = await namesHere(database, { storeId, peerId, connectionId }, type, told);
  return {
    rows: shown.map(({ id, record_key, body, taken }, at) => ({
      id,
      key: record_key,
      body,
      taken: taken === 1,
      orderTaken: orderOf(body).some((order) => orders.has(order)),
      names: names[at]!,
    })),
    next: rows.length > limit && last ? `${last.changed_at.getTime()}.${last.id}` : undefined,
  };
}

/** Where a record leaves open whether its prices contain tax, its own store's habit counts, not the reader's. */
async function sayingOfPrices(database: Database, peerId: number, type: RecordType) {
  const store =
    'taxInclusive' in declarationOf(type).fields
      ? await database.one<{ tax_inclusive: number | null }>('select tax_inclusive from stores where id = ?', [peerId])
      : undefined;
  const habit = store?.tax_inclusive ?? undefined;
  return (body: Record<string, unknown>): Record<string, unknown> =>
    habit === undefined || typeof body.taxInclusive === 'boolean' ? body : { ...body, taxInclusive: habit === 1 };
}

const orderOf = ({ invoice }: Record<string, unknown>): string[] => (typeof invoice === 'string' ? [invoice] : []);

/** Which of these are orders of the reader's own. */
async function ownOrders(
  database: Database,
  { storeId, connectionId }: { storeId: number; connectionId: number },
  keys: string[],
): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await database.query<{ record_key: string }>(
    `select own.record_key from records own
     left join links l on l.store_id = own.store_id and l.record_id = own.id and l.connection_id = ? and l.type = own.type
     where own.store_id = ? and own.type = 'invoice' and own.record_key in (?) and l.record_id is null`,
    [connectionId, storeId, [...new Set(keys)]],
  );
  return new Set(rows.map((row) => row.record_key));
}

/** What both stores call the same without its having come from there. */
export async function overlapOf(
  database: Database,
  { storeId, peerId, connectionId = 0 }: Reading,
  type: RecordType,
): Promise<PeerOverlap> {
  const both = `from records r ${OWN} ${LINKED} where r.store_id = ? and r.type = ? and r.retired_at is null and l.record_id is null`;
  const parameters = [storeId, connectionId, peerId, type];
  const [counted, examples, here, there, fed] = await Promise.all([
    database.one<{ n: number }>(`select count(*) n ${both}`, parameters),
    database.query<{ record_key: string }>(
      `select r.record_key ${both} order by r.id desc limit ${EXAMPLES}`,
      parameters,
    ),
    newestOwn(database, storeId, type),
    newestOwn(database, peerId, type),
    newestFed(database, storeId, connectionId, type),
  ]);
  return { count: counted?.n ?? 0, examples: examples.map((row) => row.record_key), newest: { here, there, fed } };
}

/** What a store takes from others is named by them, not by itself. */
async function newestOwn(database: Database, storeId: number, type: RecordType): Promise<string | undefined> {
  const row = await database.one<{ record_key: string }>(
    `select r.record_key from records r force index (by_change)
     where r.store_id = ? and r.type = ? and r.retired_at is null and not exists (
       select 1 from links l join connections c on c.id = l.connection_id
       where l.store_id = r.store_id and l.record_id = r.id and c.tenant_key like ?)
     order by r.changed_at desc, r.id desc limit 1`,
    [storeId, type, PEER_KEYS],
  );
  return row?.record_key;
}

/** The same for every further store that this one takes from. */
async function newestFed(database: Database, storeId: number, connectionId: number, type: RecordType) {
  const rows = await database.query<{ store: string; key: string | null }>(
    `select c.tenant_name store, (
       select r.record_key from links l join records r on r.store_id = l.store_id and r.id = l.record_id
       where l.store_id = i.store_id and l.connection_id = c.id and l.type = ? and r.retired_at is null
       order by r.changed_at desc, r.id desc limit 1) \`key\`
     from installations i join connections c on c.id = i.connection_id
     where i.store_id = ? and i.state <> 'uninstalled' and c.tenant_key like ? and c.id <> ?`,
    [type, storeId, PEER_KEYS, connectionId],
  );
  return rows.flatMap(({ store, key }) => (key === null ? [] : [{ store, key }]));
}

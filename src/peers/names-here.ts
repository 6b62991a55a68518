import type { Database } from '../database/database.js';
import type { PeerRecord, RecordType } from '../sdk/index.js';
import type { Reading } from './peer-records.js';

type Names = PeerRecord['names'];
type Body = Record<string, unknown>;
interface Told {
  key: string;
  body: Body;
}

/** Fields, of a record, its lines or what was paid on it, that name another record by its key. */
const NAMING: Record<string, RecordType> = {
  username: 'customer',
  method: 'payment-method',
  return: 'return',
  warehouse: 'warehouse',
};

/**
 * What the reader calls these records, and those they name, once they have come in: under whatever mark that was, it stays their name. In the
 * order of the records.
 */
export async function namesHere(database: Database, by: Reading, type: RecordType, records: Told[]): Promise<Names[]> {
  const wanted = records.map(({ key, body }) => [[type, key] as const, ...namedIn(body)]);
  const types = [...new Set(wanted.flat().map(([of]) => of))];
  const found = await Promise.all(types.map((of) => known(database, by, of, wanted.flat())));
  const all = new Map(types.map((of, at) => [of, found[at]!]));
  return wanted.map((some) =>
    Object.fromEntries(
      [...new Set(some.map(([of]) => of))].map((of) => {
        const keys = some.filter(([other]) => other === of).map(([, key]) => key);
        return [of, Object.fromEntries(keys.flatMap((key) => pairOf(all.get(of)!, key)))];
      }),
    ),
  );
}

const pairOf = (names: Map<string, string>, key: string): [string, string][] =>
  names.has(key) ? [[key, names.get(key)!]] : [];

const namedIn = (body: Body): (readonly [RecordType, string])[] => [
  ...[body, ...rowsOf(body.lines)].flatMap((part) => namedBy(part, NAMING)),
  ...rowsOf(body.payments).flatMap((paid) => namedBy(paid, { ...NAMING, number: 'payment' })),
];

const rowsOf = (list: unknown): Body[] => (Array.isArray(list) ? (list as Body[]) : []);

const namedBy = (part: Body, naming: Record<string, RecordType>) =>
  Object.entries(naming).flatMap(([field, type]) => {
    const key = part[field];
    return typeof key === 'string' && key !== '' ? [[type, key] as const] : [];
  });

async function known(
  database: Database,
  { storeId, peerId, connectionId = 0 }: Reading,
  type: RecordType,
  wanted: (readonly [RecordType, string])[],
): Promise<Map<string, string>> {
  const rows = await database.query<{ there: string; here: string }>(
    `select r.record_key there, own.record_key here from records r force index (by_key)
     join links l force index (primary) on l.store_id = ? and l.connection_id = ? and l.type = r.type
       and l.remote_id = cast(r.id as char character set utf8mb4) collate utf8mb4_bin
     join records own on own.store_id = l.store_id and own.id = l.record_id
     where r.store_id = ? and r.type = ? and r.record_key in (?)`,
    [storeId, connectionId, peerId, type, [...new Set(wanted.filter(([of]) => of === type).map(([, key]) => key))]],
  );
  return new Map(rows.map(({ there, here }) => [there, here]));
}

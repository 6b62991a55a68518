import type { Manifest } from '../sdk/host/index.js';
import type { RecordType, ValueMap } from '../sdk/index.js';

/** Where records name others, or hold a value that maps are about. */
export interface Reference {
  record: RecordType;
  /** Within each element of this list; absent: at the top of the body. */
  list?: string;
  field: string;
}

/** Which fields hold the key of a record of that type. */
const REFERENCES: Partial<Record<RecordType, Reference[]>> = {
  warehouse: [
    { record: 'invoice', list: 'lines', field: 'warehouse' },
    { record: 'return', list: 'lines', field: 'warehouse' },
  ],
  'tax-rate': [{ record: 'invoice', list: 'lines', field: 'taxCode' }],
  'payment-method': [{ record: 'payment', field: 'method' }],
  customer: [
    { record: 'invoice', field: 'username' },
    { record: 'return', field: 'username' },
  ],
};

/** Where records that this plugin sends hold the store's values of a map. */
export function referencesOf({ store }: ValueMap, { tasks }: Pick<Manifest, 'tasks'>): Reference[] {
  const sent = new Set(tasks.filter(({ direction }) => direction === 'out').map(({ record }) => record));
  const all = 'seen' in store ? [store.seen] : (REFERENCES[store.records] ?? []);
  return all.filter(({ record }) => sent.has(record));
}

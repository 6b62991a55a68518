import type { NetoApi, Row } from '../client.js';
import { WAREHOUSE } from '../nouns.js';

const AT_ONCE = 100;

/** The store lists warehouses by a criterion only. Their ids are counted from 1: a hundred at a time, until none of them is there. */
export async function allWarehouses(api: NetoApi): Promise<Row[]> {
  const all: Row[] = [];
  for (let first = 1; ; first += AT_ONCE) {
    const ids = Array.from({ length: AT_ONCE }, (_, at) => String(first + at));
    const found = await api.all(WAREHOUSE, { WarehouseID: ids });
    if (found.length === 0) return all;
    all.push(...found);
  }
}

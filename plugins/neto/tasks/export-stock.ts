import { type StateItem, type StepResult, stateTask } from 'patchbay/sdk';
import type { NetoApi, Row, Verdict } from '../client.js';
import { isAboveZero } from '../decimals.js';
import { clip, said, warehouseCode } from '../mappings/transforms.js';
import { ITEM, WAREHOUSE } from '../nouns.js';
import { resultOf, tooLong } from './results.js';

interface Level {
  sku: string;
  /** Key of the warehouse record. */
  warehouse: string;
  quantity: string;
}

export const exportStock = stateTask<'stock-level', NetoApi, Level>({
  id: 'export-stock',
  title: 'Update stock',
  record: 'stock-level',
  schedule: 'every 5 minutes',
  after: ['import-kits', 'import-warehouses'],
  batch: 50,
  fields: ['available'],
  watch: { fields: ['available'], percent: 10 },
  uses: ({ body }) => [
    { type: 'kit', key: body.sku },
    { type: 'product', key: body.sku },
  ],
  build({ body }, { related }) {
    const { sku, warehouse, available } = body;
    const kit = related.get('kit', sku)?.body;
    if (kit?.components?.length && kit.autoAssembles !== false)
      return { notDue: 'A kit’s stock follows from its components.' };
    if (related.get('product', sku)?.body.untracked) return { notDue: 'No stock is kept of it.' };
    if (available === null || available === undefined) return { notDue: 'What may be sold of it is not known.' };
    // Elsewhere more may be promised than there is; a shop can't sell less than nothing.
    return tooLong('SKU', sku) ?? { sku, warehouse, quantity: isAboveZero(available) ? available : '0' };
  },
  async send(items, { api }) {
    const warehouses = await warehouseIds(items, api);
    const ready = items.filter(({ payload }) => warehouses.has(payload.warehouse));
    const verdicts = await write(ready, warehouses, api);
    return items.map(({ payload: { sku, warehouse } }): StepResult => {
      const id = warehouses.get(warehouse);
      if (id === undefined)
        return {
          needsPerson: `The store has no warehouse with the reference ${warehouse}. Add it there, or map another.`,
        };
      return resultOf(refusing(verdicts.get(sku)), `${sku}|${id}`, {
        waiting: `${sku} is not in the store yet.`,
        seconds: 600,
      });
    });
  },
});

/** Levels of one product go out as one item, whatever the number of warehouses. */
async function write(
  items: StateItem<Level>[],
  warehouses: Map<string, string>,
  api: NetoApi,
): Promise<Map<string, Verdict>> {
  const quantities = new Map<string, Row[]>();
  for (const { payload } of items) {
    const WarehouseID = warehouses.get(payload.warehouse)!;
    const quantity = { WarehouseID, Quantity: payload.quantity, Action: 'set' };
    quantities.set(payload.sku, [...(quantities.get(payload.sku) ?? []), quantity]);
  }
  const things = [...quantities].map(([SKU, WarehouseQuantity]) => ({ SKU, WarehouseQuantity }));
  const verdicts = await api.put(ITEM, things);
  return new Map(things.map(({ SKU }, at) => [SKU, verdicts[at]!]));
}

/** Nothing else was asked for, so a remark means that the stock was not set. */
function refusing(verdict: Verdict | undefined): Verdict | undefined {
  return verdict && 'done' in verdict && verdict.remarks.length > 0 ? { refused: verdict.remarks.join(' ') } : verdict;
}

/** The store's ids of the warehouses in use, by record key: its reference, or its id where it has none. */
async function warehouseIds(items: StateItem<Level>[], api: NetoApi): Promise<Map<string, string>> {
  const codes = [...new Set(items.map(({ payload }) => payload.warehouse))];
  const ids = new Map<string, string>();
  for (const criterion of ['WarehouseReference', 'WarehouseID']) {
    const unknown = codes.filter((code) => !ids.has(code));
    if (unknown.length === 0) break;
    for (const row of await api.all(WAREHOUSE, { [criterion]: unknown })) {
      const code = clip(warehouseCode(row), 50);
      const id = said(row.WarehouseID);
      if (code && id && !ids.has(code)) ids.set(code, id);
    }
  }
  return ids;
}

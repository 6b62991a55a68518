import { type HubRecord, type StateItem, type StepResult, stateTask } from 'patchbay/sdk';
import type { NetoApi, Row } from '../client.js';
import { componentsOf } from '../mappings/kits.js';
import { said } from '../mappings/transforms.js';
import { KIT } from '../nouns.js';
import { resultOf, tooLong } from './results.js';

interface Kit {
  components: { sku: string; quantity: string }[];
}

export const exportKits = stateTask<'kit', NetoApi, Kit>({
  id: 'export-kits',
  title: 'Update kits',
  record: 'kit',
  schedule: 'every 15 minutes',
  after: ['import-kits'],
  batch: 50,
  fields: ['components'],
  build({ key, body }: HubRecord<'kit'>) {
    if (body.autoAssembles === false)
      return { notDue: 'It is put together before it is sold, and kept in stock whole.' };
    const components = body.components ?? [];
    if (components.length === 0) return { notDue: 'Its components are not known.' };
    return tooLong('SKU', key) ?? { components: components.map(({ sku, quantity }) => ({ sku, quantity })) };
  },
  async send(items, { api }) {
    const there = await itemsThere(items, api);
    const missing = items.map((item) => whatIsMissing(item, there));
    const ready = items.filter((_, at) => missing[at] === undefined);
    const verdicts = await api.put(
      KIT,
      ready.map((item) => kitItem(item, there.get(item.key)!)),
    );
    return items.map((item, at): StepResult => {
      if (missing[at]) return { waiting: `${missing[at]} is not in the store yet.`, seconds: 600 };
      const id = said(there.get(item.key)?.InventoryID) ?? item.remoteId;
      return resultOf(verdicts[ready.indexOf(item)], id, { waiting: `${item.key} is not in the store yet.` });
    });
  },
});

async function itemsThere(items: StateItem<Kit>[], api: NetoApi): Promise<Map<string, Row>> {
  const skus = items.flatMap(({ key, payload }) => [key, ...payload.components.map(({ sku }) => sku)]);
  const found = await api.all(KIT, { SKU: [...new Set(skus)] });
  return new Map(found.map((row) => [String(row.SKU), row]));
}

/** A kit that lacks a component would sell what it can't deliver: it is written whole, or not yet. */
function whatIsMissing({ key, payload }: StateItem<Kit>, there: Map<string, Row>): string | undefined {
  return [key, ...payload.components.map(({ sku }) => sku)].find((sku) => !there.has(sku));
}

/** The store adds to what a kit has: what no longer belongs to it must be taken out by name. */
function kitItem({ key, payload }: StateItem<Kit>, present: Row): Row {
  const wanted = payload.components.map(({ sku, quantity }, at) => ({
    ComponentSKU: sku,
    AssembleQuantity: quantity,
    SortOrder: String(at + 1),
  }));
  const extra = componentsOf(present).flatMap(({ ComponentSKU }) =>
    payload.components.some(({ sku }) => sku === ComponentSKU) ? [] : [{ ComponentSKU, Delete: 'True' }],
  );
  return { SKU: key, KitComponents: { KitComponent: [...extra, ...wanted] } };
}

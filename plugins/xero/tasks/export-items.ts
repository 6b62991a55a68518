import { stateTask } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { type Item, itemOf, itemRefs, LONGEST_CODE, wireItem } from '../items/wire-item.js';
import { inWords } from '../wrongs.js';

/** Keeps items equal to the store's products, so that invoice lines may name them. */
export const exportItems = stateTask<'product', XeroApi, Item>({
  id: 'export-items',
  title: 'Export products as items',
  record: 'product',
  schedule: '40 5 * * *',
  fields: ['name', 'price', 'purchasePrice', 'active', 'taxFree', 'incomeAccount'],
  uses: itemRefs,
  batch: 50,
  build: ({ body, remoteId }, ctx) => {
    if (body.active === false && !remoteId) return { notDue: 'It isn’t sold.' };
    if (body.sku.length <= LONGEST_CODE) return itemOf(body, ctx);
    return { rejected: `The SKU ${body.sku} is longer than an item code of Xero can be (${LONGEST_CODE}).` };
  },
  send: async (items, { api }) => {
    const purpose = `Create or update ${items.length} ${items.length === 1 ? 'item' : 'items'}`;
    const wire = items.map(({ payload }) => wireItem(payload));
    const said = await api.items.save(wire, { purpose, key: items.map(({ key }) => key) });
    return said.map((one) =>
      'row' in one ? { done: true, remoteId: one.row.ItemID } : { rejected: inWords(one.wrongs) },
    );
  },
});

import { importTask } from 'patchbay/sdk';
import type { ParcellyClient } from '../client.js';
import { itemMapping } from '../mappings.js';

export const importItems = importTask<'product', ParcellyClient>({
  id: 'import-items',
  title: 'Import items',
  record: 'product',
  schedule: 'every 15 minutes',
  first: true,
  mapping: itemMapping,
  pulls: 'changes',
  overlap: '5 minutes',
  async *pull({ api, since, bookmark }) {
    for (let page = Number(bookmark ?? 0) + 1; ; page++) {
      const { items, pages, total } = await api.items(page, since);
      yield { rows: items, bookmark: page, total };
      if (page >= pages) return;
    }
  },
});

import { importTask } from 'patchbay/sdk';
import type { ParcellyClient } from '../client.js';
import { stockMapping } from '../mappings.js';

export const importStock = importTask<'stock-level', ParcellyClient>({
  id: 'import-stock',
  title: 'Import stock',
  record: 'stock-level',
  schedule: 'every hour',
  after: ['import-items'],
  mapping: stockMapping,
  pulls: 'snapshot',
  missing: 'zero',
  async *pull({ api, log }) {
    const { stock } = await api.stock();
    log('Read the stock', { rows: stock.length });
    yield { rows: stock };
  },
});

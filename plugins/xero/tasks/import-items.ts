import { importTask, type PullContext } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { productMapping } from '../mappings/product.js';

export const importItems = importTask<'product', XeroApi>({
  id: 'import-items',
  title: 'Import items as products',
  record: 'product',
  schedule: '40 4 * * *',
  mapping: productMapping,
  pulls: 'changes',
  overlap: '1 hour',
  async *pull({ api, since }: PullContext<XeroApi>) {
    yield { rows: (await api.items.all(since)) as unknown as Record<string, unknown>[] };
  },
});

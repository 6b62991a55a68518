import { importTask, type PullContext } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { productMapping } from '../mappings/product.js';

const PIECE = 1000;

export const importItems = importTask<'product', XeroApi>({
  id: 'import-items',
  title: 'Import items as products',
  record: 'product',
  schedule: '40 4 * * *',
  mapping: productMapping,
  pulls: 'changes',
  overlap: '1 hour',
  async *pull({ api, since }: PullContext<XeroApi>) {
    // The app gives them in one piece, which may be larger than one page of ours.
    const rows = await api.items.all<Record<string, unknown>>(since);
    for (let at = 0; at === 0 || at < rows.length; at += PIECE) {
      yield { rows: rows.slice(at, at + PIECE), total: rows.length };
    }
  },
});

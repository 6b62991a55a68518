import { importTask } from 'patchbay/sdk';
import type { NetoApi } from '../client.js';
import { productMapping } from '../mappings/products.js';
import { ITEM } from '../nouns.js';
import { changedItems } from './changed-items.js';

export const importProducts = importTask<'product', NetoApi>({
  id: 'import-products',
  title: 'Import products',
  record: 'product',
  schedule: 'every hour',
  first: true,
  mapping: productMapping,
  pulls: 'changes',
  overlap: '90 minutes',
  pull: (ctx) => changedItems(ITEM, ctx),
});

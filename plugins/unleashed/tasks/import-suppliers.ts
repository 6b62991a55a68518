import { importTask, type PullContext } from 'patchbay/sdk';
import type { Place, UnleashedApi } from '../client.js';
import { sinceText } from '../dates.js';
import { supplierMapping } from '../mappings/supplier.js';

export const importSuppliers = importTask({
  id: 'import-suppliers',
  title: 'Import suppliers',
  record: 'supplier',
  schedule: '20 4 * * *',
  first: true,
  mapping: supplierMapping,
  pulls: 'changes',
  overlap: '1 hour',
  pull: ({ api, since, bookmark }: PullContext<UnleashedApi>) =>
    api.pages('Suppliers', { modifiedSince: sinceText(since) }, bookmark as Place),
});

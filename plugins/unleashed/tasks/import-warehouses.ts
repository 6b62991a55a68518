import { importTask, type PullContext } from 'patchbay/sdk';
import type { Place, UnleashedApi } from '../client.js';
import { warehouseMapping } from '../mappings/warehouse.js';

export const importWarehouses = importTask({
  id: 'import-warehouses',
  title: 'Import warehouses',
  record: 'warehouse',
  schedule: '0 4 * * *',
  first: true,
  mapping: warehouseMapping,
  pulls: 'snapshot',
  pull: ({ api, bookmark }: PullContext<UnleashedApi>) => api.pages('Warehouses', {}, bookmark as Place),
});

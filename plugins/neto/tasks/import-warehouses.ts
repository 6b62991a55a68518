import { importTask } from 'patchbay/sdk';
import type { NetoApi } from '../client.js';
import { warehouseMapping } from '../mappings/reference.js';
import { allWarehouses } from './all-warehouses.js';

export const importWarehouses = importTask<'warehouse', NetoApi>({
  id: 'import-warehouses',
  title: 'Import warehouses',
  record: 'warehouse',
  schedule: 'every day',
  first: true,
  mapping: warehouseMapping,
  pulls: 'snapshot',
  missing: 'retire',
  async *pull({ api }) {
    yield { rows: await allWarehouses(api) };
  },
});

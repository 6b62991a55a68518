import { importTask, type PullContext } from 'patchbay/sdk';
import type { Place, UnleashedApi } from '../client.js';
import { kitMapping } from '../mappings/kit.js';

/** The app has no filter by change for bills of materials, so all of them are read. */
export const importKits = importTask({
  id: 'import-kits',
  title: 'Import kits',
  record: 'kit',
  schedule: 'every 60 minutes',
  after: ['import-products'],
  mapping: kitMapping,
  pulls: 'snapshot',
  missing: 'retire',
  pull: ({ api, bookmark }: PullContext<UnleashedApi>) => api.pages('BillOfMaterials', {}, bookmark as Place),
});

import { importTask } from 'patchbay/sdk';
import type { NetoApi } from '../client.js';
import { kitMapping } from '../mappings/kits.js';
import { KIT } from '../nouns.js';
import { changedItems } from './changed-items.js';

export const importKits = importTask<'kit', NetoApi>({
  id: 'import-kits',
  title: 'Import kits',
  record: 'kit',
  schedule: 'every hour',
  first: true,
  after: ['import-products'],
  mapping: kitMapping,
  pulls: 'changes',
  overlap: '90 minutes',
  pull: (ctx) => changedItems(KIT, ctx),
});

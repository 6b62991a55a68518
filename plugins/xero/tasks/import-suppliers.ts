import { importTask, type PullContext } from 'patchbay/sdk';
import type { Place } from '../client/calls.js';
import type { XeroApi } from '../client.js';
import { supplierMapping } from '../mappings/customer.js';

export const importSuppliers = importTask<'supplier', XeroApi>({
  id: 'import-suppliers',
  title: 'Import suppliers',
  record: 'supplier',
  schedule: '20 4 * * *',
  mapping: supplierMapping,
  pulls: 'changes',
  overlap: '1 hour',
  pull: ({ api, since, bookmark }: PullContext<XeroApi>) =>
    api.contacts.changed('ACCPAY', { since, place: bookmark as Place, spares: true }),
});

import { importTask, type PullContext } from 'patchbay/sdk';
import type { Place } from '../client/calls.js';
import type { XeroApi } from '../client.js';
import { customerMapping } from '../mappings/customer.js';

export const importCustomers = importTask<'customer', XeroApi>({
  id: 'import-customers',
  title: 'Import customers',
  record: 'customer',
  schedule: '30 4 * * *',
  mapping: customerMapping,
  pulls: 'changes',
  overlap: '1 hour',
  pull: ({ api, since, bookmark }: PullContext<XeroApi>) =>
    api.contacts.changed('ACCREC', { since, place: bookmark as Place, spares: true }),
});

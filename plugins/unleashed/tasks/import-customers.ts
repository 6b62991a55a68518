import { importTask, type PullContext } from 'patchbay/sdk';
import type { Place, UnleashedApi } from '../client.js';
import { sinceText } from '../dates.js';
import { customerMapping } from '../mappings/customer.js';

export const importCustomers = importTask({
  id: 'import-customers',
  title: 'Import customers',
  record: 'customer',
  schedule: '30 4 * * *',
  first: true,
  mapping: customerMapping,
  pulls: 'changes',
  overlap: '1 hour',
  // Obsolete ones too: they can't be sold to any more.
  pull: ({ api, since, bookmark }: PullContext<UnleashedApi>) =>
    api.pages('Customers', { includeObsolete: true, modifiedSince: sinceText(since) }, bookmark as Place),
});

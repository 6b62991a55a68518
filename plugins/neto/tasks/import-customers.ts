import { importTask } from 'patchbay/sdk';
import type { NetoApi, Place } from '../client.js';
import { customerMapping } from '../mappings/customers.js';
import { CUSTOMER } from '../nouns.js';
import { startOf } from './start.js';

export const importCustomers = importTask<'customer', NetoApi>({
  id: 'import-customers',
  title: 'Import customers',
  record: 'customer',
  schedule: 'every hour',
  first: true,
  mapping: customerMapping,
  pulls: 'changes',
  overlap: '90 minutes',
  async *pull({ api, since, bookmark, ...ctx }) {
    // The day from which orders are wanted says nothing about customers: they may be older.
    const place = (bookmark as Place | undefined) ?? startOf(since, { ...ctx, answers: {} });
    for await (const { rows, next } of api.changes(CUSTOMER, 'DateUpdated', place)) yield { rows, bookmark: next };
  },
});

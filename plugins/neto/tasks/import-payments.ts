import { importTask } from 'patchbay/sdk';
import type { NetoApi, Place } from '../client.js';
import { paymentMapping } from '../mappings/payments.js';
import { PAYMENT } from '../nouns.js';
import { startOf } from './start.js';

export const importPayments = importTask<'payment', NetoApi>({
  id: 'import-payments',
  title: 'Import payments',
  record: 'payment',
  schedule: 'every 15 minutes',
  mapping: paymentMapping,
  pulls: 'changes',
  // Payments can only be asked for by the day they were made, and a bank deposit is often entered days after it.
  overlap: '3 days',
  async *pull({ api, since, bookmark, ...ctx }) {
    const place = (bookmark as Place | undefined) ?? startOf(since, ctx);
    for await (const { rows, next } of api.changes(PAYMENT, 'DatePaid', place)) yield { rows, bookmark: next };
  },
});

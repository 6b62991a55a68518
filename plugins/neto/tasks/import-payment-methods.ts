import { importTask } from 'patchbay/sdk';
import type { NetoApi } from '../client.js';
import { paymentMethodMapping } from '../mappings/reference.js';

export const importPaymentMethods = importTask<'payment-method', NetoApi>({
  id: 'import-payment-methods',
  title: 'Import payment methods',
  record: 'payment-method',
  schedule: 'every day',
  first: true,
  mapping: paymentMethodMapping,
  pulls: 'snapshot',
  missing: 'retire',
  async *pull({ api }) {
    yield { rows: await api.paymentMethods() };
  },
});

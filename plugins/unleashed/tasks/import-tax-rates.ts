import { importTask, type PullContext } from 'patchbay/sdk';
import type { Place, UnleashedApi } from '../client.js';
import { taxRateMapping } from '../mappings/tax-rate.js';

export const importTaxRates = importTask({
  id: 'import-tax-rates',
  title: 'Import tax rates',
  record: 'tax-rate',
  schedule: '10 4 * * *',
  first: true,
  mapping: taxRateMapping,
  pulls: 'snapshot',
  pull: ({ api, bookmark }: PullContext<UnleashedApi>) => api.pages('Taxes', {}, bookmark as Place),
});

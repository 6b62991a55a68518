import { importTask, type PullContext } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { taxRateMapping } from '../mappings/tax-rate.js';

/** Archived ones are read as well: a snapshot that left them out would say that they are gone. */
export const importTaxRates = importTask<'tax-rate', XeroApi>({
  id: 'import-tax-rates',
  title: 'Import tax rates',
  record: 'tax-rate',
  schedule: '10 4 * * *',
  first: true,
  mapping: taxRateMapping,
  pulls: 'snapshot',
  async *pull({ api }: PullContext<XeroApi>) {
    yield { rows: await api.calls.all<Record<string, unknown>>('TaxRates') };
  },
});

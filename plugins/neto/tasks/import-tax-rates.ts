import { importTask } from 'patchbay/sdk';
import type { NetoApi, Row } from '../client.js';
import { isNumber, percent } from '../decimals.js';
import { taxRateMapping } from '../mappings/reference.js';

export const importTaxRates = importTask<'tax-rate', NetoApi>({
  id: 'import-tax-rates',
  title: 'Import tax rates',
  record: 'tax-rate',
  schedule: 'every day',
  first: true,
  mapping: taxRateMapping,
  pulls: 'snapshot',
  // Another app's codes may be the same ones; what it says of them stays.
  missing: 'keep',
  async *pull({ api }) {
    const { tax } = await api.settings();
    yield { rows: taxRates(tax) };
  },
});

/** The store has one rate and two codes on its lines: with it, and free of it. */
function taxRates(gst: string): Row[] {
  if (!isNumber(gst)) return [];
  const both = { onSales: true, active: true };
  return [
    { code: 'GST', name: `GST ${gst} %`, rate: percent(gst), ...both },
    { code: 'FRE', name: 'GST free', rate: '0', ...both },
  ];
}

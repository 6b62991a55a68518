import { importTask } from 'patchbay/sdk';
import type { NetoApi, Row } from '../client.js';
import { supplierMapping } from '../mappings/suppliers.js';
import { SUPPLIER } from '../nouns.js';

export const importSuppliers = importTask<'supplier', NetoApi>({
  id: 'import-suppliers',
  title: 'Import suppliers',
  record: 'supplier',
  schedule: 'every day',
  first: true,
  mapping: supplierMapping,
  pulls: 'snapshot',
  // One that has neither a country nor a currency is not found below, and must not be taken for deleted.
  missing: 'keep',
  async *pull({ api }) {
    // The store lists suppliers by a criterion only, and has none that fits them all.
    const byCountry = await api.all(SUPPLIER, { SupplierCountry: countries() });
    const byCurrency = await api.all(SUPPLIER, { SupplierCurrencyCode: Intl.supportedValuesOf('currency') });
    const all = new Map<unknown, Row>([...byCountry, ...byCurrency].map((row) => [row.SupplierID, row]));
    yield { rows: [...all.values()] };
  },
});

/** Every pair of letters that names a country. */
function countries(): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  return letters.flatMap((one) => letters.map((other) => one + other)).filter((code) => names.of(code) !== undefined);
}

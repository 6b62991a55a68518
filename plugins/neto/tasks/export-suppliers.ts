import { type HubRecord, stateTask } from 'patchbay/sdk';
import type { NetoApi, Row } from '../client.js';
import { SUPPLIER } from '../nouns.js';
import { known, resultOf } from './results.js';

export const exportSuppliers = stateTask<'supplier', NetoApi, Row>({
  id: 'export-suppliers',
  title: 'Update suppliers',
  record: 'supplier',
  schedule: 'every hour',
  after: ['import-suppliers'],
  batch: 50,
  fields: ['name', 'email', 'phone', 'currency', 'address'],
  build: (record) => supplierOf(record),
  async send(items, { api }) {
    const verdicts = await api.put(
      SUPPLIER,
      items.map(({ payload }) => payload),
      // The store adds no supplier without a name.
      (supplier) => ({ SupplierCompany: supplier.SupplierID, ...supplier }),
    );
    return items.map(({ key }, at) => resultOf(verdicts[at], key, { rejected: 'The store no longer has it.' }));
  },
});

function supplierOf({ key, body }: HubRecord<'supplier'>): Row {
  const { address } = body;
  return known({
    SupplierID: key,
    SupplierCompany: body.name,
    SupplierEmail: body.email,
    SupplierPhone: body.phone,
    SupplierCurrencyCode: body.currency,
    SupplierStreet1: address?.street1,
    SupplierStreet2: address?.street2,
    SupplierCity: address?.city,
    SupplierState: address?.state,
    SupplierPostcode: address?.postcode,
    SupplierCountry: address?.country,
  });
}

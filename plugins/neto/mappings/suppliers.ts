import { mapping, transform } from 'patchbay/sdk';
import { clip, country, first, isCurrency } from './transforms.js';

const address = transform('the address', (_, __, row) => ({
  street1: clip(row.SupplierStreet1, 255),
  street2: clip(row.SupplierStreet2, 255),
  city: clip(row.SupplierCity, 100),
  state: clip(row.SupplierState, 100),
  postcode: clip(row.SupplierPostcode, 20),
  country: country(row.SupplierCountry),
}));

export const supplierMapping = mapping('suppliers', 'supplier', {
  title: 'Suppliers',
  remoteId: 'SupplierID',
  rows: [
    { from: 'SupplierID', to: 'code', label: 'Supplier ID' },
    { from: 'SupplierCompany', to: 'name', label: 'Company', as: first(200) },
    { from: 'SupplierEmail', to: 'email', label: 'Email', as: first(255) },
    { from: 'SupplierPhone', to: 'phone', label: 'Phone', as: first(50) },
    { from: 'SupplierCurrencyCode', to: 'currency', label: 'Currency', as: isCurrency },
    { from: 'AccountCode', to: 'accountCode', label: 'Account code', as: first(50) },
    { from: '', to: 'address', label: 'Address', as: address },
  ],
});

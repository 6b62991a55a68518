import { mapping } from 'patchbay/sdk';
import { addressOf } from './address.js';
import { unlessObsolete } from './transforms.js';

export const supplierMapping = mapping('suppliers', 'supplier', {
  title: 'Suppliers',
  remoteId: 'Guid',
  rows: [
    { from: 'SupplierCode', to: 'code', label: 'Supplier code' },
    { from: 'SupplierName', to: 'name', label: 'Supplier name' },
    { from: 'Email', to: 'email' },
    { from: 'PhoneNumber', to: 'phone', label: 'Phone number' },
    { from: 'Currency.CurrencyCode', to: 'currency', label: 'Currency' },
    { from: 'Obsolete', to: 'active', as: unlessObsolete },
    { from: 'Addresses', to: 'address', as: addressOf('Postal', 'Physical', 'Shipping') },
  ],
});

import { mapping } from 'patchbay/sdk';
import { unlessObsolete } from './transforms.js';

export const taxRateMapping = mapping('tax-rates', 'tax-rate', {
  title: 'Tax rates',
  remoteId: 'Guid',
  rows: [
    { from: 'TaxCode', to: 'code', label: 'Tax code' },
    { from: 'Description', to: 'name' },
    { from: 'TaxRate', to: 'rate', label: 'Tax rate' },
    { from: 'CanApplyToRevenue', to: 'onSales', label: 'Can apply to revenue' },
    { from: 'Obsolete', to: 'active', as: unlessObsolete },
  ],
});

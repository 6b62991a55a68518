import { mapping } from 'patchbay/sdk';
import { clip, fraction, unlessArchived } from './transforms.js';

export const taxRateMapping = mapping('tax-rates', 'tax-rate', {
  title: 'Tax rates',
  remoteId: 'TaxType',
  rows: [
    { from: 'TaxType', to: 'code', label: 'Tax type' },
    { from: 'Name', to: 'name', as: clip(200) },
    { from: 'EffectiveRate', to: 'rate', label: 'Effective rate', as: fraction },
    { from: 'CanApplyToRevenue', to: 'onSales', label: 'Can apply to revenue' },
    { from: 'Status', to: 'active', as: unlessArchived },
  ],
});

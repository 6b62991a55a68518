import { mapping, transform } from 'patchbay/sdk';
import { clip, first, warehouseCode, yesNo } from './transforms.js';

const code = transform('its reference, else its id', (_, __, row) => clip(warehouseCode(row), 50));

export const warehouseMapping = mapping('warehouses', 'warehouse', {
  title: 'Warehouses',
  remoteId: 'WarehouseID',
  rows: [
    { from: 'WarehouseReference', to: 'code', label: 'Warehouse reference', as: code },
    { from: 'WarehouseName', to: 'name', label: 'Warehouse name', as: first(200) },
    { from: 'IsPrimary', to: 'primary', label: 'Primary', as: yesNo },
    { from: 'IsActive', to: 'active', label: 'Active', as: yesNo },
  ],
});

export const paymentMethodMapping = mapping('payment-methods', 'payment-method', {
  title: 'Payment methods',
  remoteId: 'id',
  rows: [
    { from: 'id', to: 'code', label: 'ID' },
    { from: 'name', to: 'name', label: 'Name', as: first(200) },
    { from: 'acc_code', to: 'account', label: 'Related account in accounting system', as: first(50) },
    { from: 'active', to: 'active', label: 'Active', as: yesNo },
  ],
});

export const taxRateMapping = mapping('tax-rates', 'tax-rate', {
  title: 'Tax rates',
  remoteId: 'code',
  rows: [
    { from: 'code', to: 'code', label: 'Tax code' },
    { from: 'name', to: 'name', label: 'Name' },
    { from: 'rate', to: 'rate', label: 'GST amount' },
    { from: 'onSales', to: 'onSales', label: 'For sales' },
    { from: 'active', to: 'active', label: 'Active' },
  ],
});

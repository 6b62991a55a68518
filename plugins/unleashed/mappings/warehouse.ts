import { mapping } from 'patchbay/sdk';
import { unlessObsolete } from './transforms.js';

export const warehouseMapping = mapping('warehouses', 'warehouse', {
  title: 'Warehouses',
  remoteId: 'Guid',
  rows: [
    { from: 'WarehouseCode', to: 'code', label: 'Warehouse code' },
    { from: 'WarehouseName', to: 'name', label: 'Warehouse name' },
    { from: 'IsDefault', to: 'primary', label: 'Is default' },
    { from: 'Obsolete', to: 'active', as: unlessObsolete },
  ],
});

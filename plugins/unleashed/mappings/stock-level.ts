import { type MappingContext, mapping, money, transform } from 'patchbay/sdk';
import { fitsAsSku } from './product.js';

const storeWarehouse = (code: unknown, { maps }: MappingContext) => maps.toStore('warehouses', String(code ?? ''));

export const stockMapping = mapping('stock', 'stock-level', {
  title: 'Stock on hand',
  remoteId: 'Id',
  rows: [
    {
      from: '',
      to: 'key',
      label: 'Product code and warehouse',
      as: transform('SKU and the store’s warehouse', (_, ctx, row) => {
        const warehouse = storeWarehouse(row.WarehouseCode, ctx);
        return warehouse === undefined ? undefined : `${row.ProductCode}|${warehouse}`;
      }),
    },
    { from: 'ProductCode', to: 'sku', label: 'Product code' },
    {
      from: 'WarehouseCode',
      to: 'warehouse',
      label: 'Warehouse code',
      as: transform('the store’s warehouse, by the warehouse map', storeWarehouse),
    },
    { from: 'QtyOnHand', to: 'onHand', label: 'Quantity on hand' },
    { from: 'AllocatedQty', to: 'allocated', label: 'Allocated quantity' },
    {
      from: 'Available',
      to: 'available',
      label: 'On hand, less what others have allocated, less what has left the store',
    },
  ],
  refuse: (row) => {
    const field = strangeQuantity(row);
    return field && `Unleashed’s ${field} is no number. Nothing is known of its stock, so nothing is changed.`;
  },
  // Why such a product can't come in stands in the log of the products.
  skip: ({ ProductCode: code }) => typeof code === 'string' && !fitsAsSku(code),
});

/** The first quantity with which nothing can be counted; one that the app leaves out is none. */
export function strangeQuantity(row: object): string | undefined {
  const said = row as Record<string, unknown>;
  return ['QtyOnHand', 'AllocatedQty'].find((name) => said[name] !== undefined && !money.isDecimal(said[name]));
}

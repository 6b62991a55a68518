import { mapping, transform } from 'patchbay/sdk';

const short = transform('first 50 characters', (value) => (typeof value === 'string' ? value.slice(0, 50) : value));

const dollars = transform('cents to dollars', (value) =>
  typeof value === 'number' ? (value / 100).toFixed(2) : value,
);

export const itemMapping = mapping('items', 'product', {
  title: 'Items',
  remoteId: 'id',
  rows: [
    { from: 'code', to: 'sku', label: 'Item code' },
    { from: 'title', to: 'name', as: short, master: 'fill' },
    { from: 'price.cents', to: 'price', label: 'Price', as: dollars, master: 'store' },
    { from: 'live', to: 'active' },
  ],
  skip: (row) => row.kind === 'gift card',
  refuse: (row) => (row.code === '' ? 'The item has no code. Give it one in Parcelly.' : undefined),
  match: ['sku'],
});

const place = transform('item and depot', (_, { maps }, row) => {
  const warehouse = maps.toStore('depots', String(row.depot));
  return warehouse === undefined ? undefined : `${String(row.code)}|${warehouse}`;
});

export const stockMapping = mapping('stock', 'stock-level', {
  title: 'Stock',
  remoteId: 'id',
  rows: [
    { from: '', to: 'key', as: place },
    { from: 'code', to: 'sku' },
    {
      from: 'depot',
      to: 'warehouse',
      as: transform('the depot’s warehouse', (value, { maps }) => maps.toStore('depots', String(value))),
    },
    { from: 'free', to: 'available' },
  ],
});

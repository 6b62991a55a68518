import { feed, mark, markedName } from './feed.js';

export const paymentMethodMapping = feed('payment-methods', 'payment-method', {
  title: 'Payment methods',
  as: { code: mark('payment-method'), name: markedName('payment-method') },
});

export const warehouseMapping = feed('warehouses', 'warehouse', {
  title: 'Warehouses',
  as: { code: mark('warehouse'), name: markedName('warehouse') },
});

import { feed, mark } from './feed.js';

export const paymentMethodMapping = feed('payment-methods', 'payment-method', {
  title: 'Payment methods',
  as: { code: mark, name: mark },
});

export const warehouseMapping = feed('warehouses', 'warehouse', {
  title: 'Warehouses',
  as: { code: mark, name: mark },
});

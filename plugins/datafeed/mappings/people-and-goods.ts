import { feed, username } from './feed.js';

export const customerMapping = feed('customers', 'customer', {
  title: 'Customers',
  as: { username },
  master: 'fill',
});

export const productMapping = feed('products', 'product', {
  title: 'Products',
  master: 'fill',
  skip: (_, { answers }) => answers.products === 'leave',
});

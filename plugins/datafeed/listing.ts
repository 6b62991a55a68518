import type { Listing } from 'patchbay/sdk';

export const listing: Listing = {
  summary: 'Feeds the orders of another store into this one, so that one ledger connection serves both.',
  about: [
    'Two stores, one set of books: the orders, payments, returns, refunds, customers and products of the other store become records of this one and go wherever its own go: to the ledger, to the stock system, into the reports.',
    'Only this store needs Connect and the addons behind it. The other store needs neither; it only has to be known to this hub, with its own platform connected.',
    'Order numbers must tell the stores apart. Before the feed starts, the order prefix of the other store is changed there, and this addon checks that it is.',
    'The other store may belong to another merchant, if they share it with you.',
  ],
  category: 'Essentials',
  icon: 'icon.svg',
  moves: {
    in: ['Orders', 'Payments', 'Returns', 'Refunds', 'Customers', 'Products', 'Payment methods', 'Warehouses'],
    out: [],
  },
  touches: ['Reads the records that this hub holds of the other store', 'Changes nothing in the other store'],
};

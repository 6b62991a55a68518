import type { Listing } from 'patchbay/sdk';

export const listing: Listing = {
  summary: 'Sales, returns and payments go to your books in Xero, to the cent.',
  about: [
    'Xero keeps your books. Each sale of the store becomes an invoice there, or one invoice a day if you have many, as soon as it is approved or dispatched.',
    'Totals agree to the cent: tax is worked out line by line as Xero does it, and every document is compared with the store after it was written. What differs is shown to you, not booked in silence.',
    'Returns become credit notes, payments go to the account of their payment method, what was paid too much becomes an overpayment. Gift vouchers are a liability until they are used.',
    'Two stores may feed one organisation: they share one connection, and each has number prefixes of its own.',
    'The reconciliation report compares what Xero holds with what the store sold, and says of each difference where it comes from.',
  ],
  category: 'Accounting',
  icon: 'icon.svg',
  moves: {
    in: ['Accounts', 'Tax rates', 'Tracking categories', 'Customers', 'Suppliers', 'Items'],
    out: [
      'Invoices',
      'Payments',
      'Returns as credit notes',
      'Refunds',
      'Customers as contacts',
      'Products as items',
      'Purchase orders as draft bills',
      'Cost of goods sold',
    ],
  },
  touches: [
    'Creates contacts that an invoice needs',
    'Changes and deletes drafts that it made itself; approved documents are never altered in silence',
  ],
  setUp: {
    price: '149.00',
    currency: 'AUD',
    help: 'We connect Xero with you, choose accounts and tax rates with your bookkeeper, and watch the first day of exports.',
  },
  helpUrl: 'https://central.xero.com',
};

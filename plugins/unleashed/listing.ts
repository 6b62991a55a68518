import type { Listing } from 'patchbay/sdk';

export const listing: Listing = {
  summary: 'Products, kits and stock come in from Unleashed; sales and returns go out.',
  about: [
    'Unleashed keeps your products, bills of materials and stock. Your store shows them, and every sale lowers the stock in Unleashed.',
    'Stock comes in for the warehouses that you map. It is what Unleashed has on hand, less what others have set aside there; what your own store has sold is counted once, not twice.',
    'A sale becomes a sales order in Unleashed when it is approved or dispatched, as you choose, and is completed when the goods have left. Totals agree to the cent. What lacks stock, batch or serial numbers waits by itself and says what it waits for.',
    'A return that was put back into stock becomes a stock adjustment under the reason you have mapped.',
  ],
  category: 'Inventory',
  icon: 'icon.svg',
  moves: {
    in: ['Products', 'Bills of materials (kits)', 'Stock on hand', 'Tax rates', 'Suppliers', 'Warehouses', 'Customers'],
    out: ['Invoices', 'Returns as stock adjustments'],
  },
  touches: [
    'Creates, changes, completes and deletes sales orders that it made itself',
    'Creates customers that an order needs',
    'Creates stock adjustments',
  ],
  setUp: {
    price: '149.00',
    currency: 'AUD',
    help: 'We connect Unleashed, map your warehouses, tax codes and accounts with you, and watch the first day of exports.',
  },
  helpUrl: 'https://support.unleashedsoftware.com',
};

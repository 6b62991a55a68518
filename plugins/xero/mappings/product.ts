import { mapping } from 'patchbay/sdk';
import { clip, price } from './transforms.js';

const LONGEST_SKU = 25;

export const productMapping = mapping('products', 'product', {
  title: 'Items',
  remoteId: 'ItemID',
  rows: [
    { from: 'Code', to: 'sku', label: 'Item code' },
    { from: 'Name', to: 'name', as: clip(500), master: 'fill' },
    { from: 'SalesDetails.UnitPrice', to: 'price', label: 'Sales unit price', as: price, master: 'store' },
    { from: 'PurchaseDetails.UnitPrice', to: 'purchasePrice', label: 'Purchase unit price', as: price, master: 'fill' },
  ],
  refuse: ({ Code: code }) => {
    if (typeof code !== 'string') return undefined;
    if (code.length > LONGEST_SKU)
      return `The item code ${code} has ${code.length} characters; the shop takes at most ${LONGEST_SKU}. Shorten it in Xero.`;
    return /^[\w.-]*$/.test(code)
      ? undefined
      : `The item code ${code} has blanks or special characters, which the shop’s SKUs can’t have. Change it in Xero.`;
  },
});

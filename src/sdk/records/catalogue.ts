import { kit, product, stockLevel, warehouse } from './goods.js';
import { account, paymentMethod, taxRate, trackingOption } from './ledger.js';
import { customer, supplier } from './people.js';
import { invoice, payment, purchaseOrder, refund, returned } from './trade.js';

// What the hub knows of a shop's things. A new field is a new row in one of these; nothing else lists them.
// `key` names a record within its store and type; `head` tells which fields are kept as typed columns beside the body.

export const catalogue = {
  product,
  kit,
  'stock-level': stockLevel,
  customer,
  supplier,
  warehouse,
  'tax-rate': taxRate,
  'payment-method': paymentMethod,
  'tracking-option': trackingOption,
  invoice,
  return: returned,
  refund,
  payment,
  'purchase-order': purchaseOrder,
  account,
} as const;

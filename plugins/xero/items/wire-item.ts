import { money, type RecordBody } from 'patchbay/sdk';
import type { Settings } from '../settings.js';

/** An item as the app takes it. It never keeps stock there: quantities are the shop's, or another app's. */
export interface Item {
  code: string;
  name: string;
  description: string;
  price?: string;
  cost?: string;
  account?: string;
  taxCode?: string;
}

/** The longest that the app takes. */
export const LONGEST_CODE = 30;

export function itemOf(product: RecordBody<'product'>, { accounts, taxedCode, untaxedCode }: Settings): Item {
  const { sku, name, price, purchasePrice, taxFree } = product;
  const some = (amount: string | null | undefined) => (amount && !money.isZero(amount) ? amount : undefined);
  return {
    code: sku,
    name: (name ?? sku).slice(0, 50),
    description: (name ?? sku).slice(0, 4000),
    price: some(price),
    cost: some(purchasePrice),
    account: accounts.sales,
    taxCode: taxFree ? untaxedCode : taxedCode,
  };
}

export const wireItem = ({ code, name, description, price, cost, account, taxCode }: Item) => ({
  Code: code,
  Name: name,
  Description: description,
  IsSold: true,
  SalesDetails: {
    ...(price && { UnitPrice: Number(price) }),
    ...(account && { AccountCode: account }),
    ...(taxCode && { TaxType: taxCode }),
  },
  ...(cost && { PurchaseDetails: { UnitPrice: Number(cost) } }),
});

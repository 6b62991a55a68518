import {
  type BuildContext,
  type HubRecord,
  money,
  type RecordBody,
  type RecordRef,
  type UsesContext,
} from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import { incomeAccount } from './income-account.js';

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

/** The account that is the product's own: the app takes it by its code, which the map doesn't say. */
export function itemRefs({ body }: HubRecord<'product'>, { maps }: UsesContext): RecordRef[] {
  const own = incomeAccount(body, maps);
  return own ? [{ type: 'account', key: own }] : [];
}

export function itemOf(product: RecordBody<'product'>, ctx: BuildContext): Item {
  const { accounts, taxedCode, untaxedCode } = settingsOf(ctx);
  const own = incomeAccount(product, ctx.maps);
  const { sku, name, price, purchasePrice, taxFree } = product;
  const some = (amount: string | null | undefined) => (amount && !money.isZero(amount) ? amount : undefined);
  return {
    code: sku,
    name: (name ?? sku).slice(0, 50),
    description: (name ?? sku).slice(0, 4000),
    price: some(price),
    cost: some(purchasePrice),
    // One without a code can't be named, and stays what it is over there.
    account: own ? (ctx.related.get('account', own)?.body.code ?? undefined) : accounts.sales,
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

import { type BuildContext, money, needsPerson, type RecordBody } from 'patchbay/sdk';
import { shape, taxOf } from '../sales/amounts.js';
import type { InvoiceLine, Tracking } from '../sales/sales-invoice.js';
import type { Taxes } from '../sales/taxes.js';
import { settingsOf } from '../settings.js';

type Order = RecordBody<'purchase-order'>;
type OrderLine = NonNullable<Order['lines']>[number];

interface Reading {
  order: Order;
  inclusive: boolean;
  /** What came counts, not what was ordered. */
  received: boolean;
  taxes: Taxes;
  tracking: Tracking[];
}

export function readLines(reading: Reading, ctx: BuildContext): InvoiceLine[] {
  return (reading.order.lines ?? [])
    .filter((line) => !money.isZero(counted(line, reading)))
    .map((line) => readLine(line, reading, ctx));
}

/** Less came, or more, than was ordered: what the store says of the whole order no longer holds. */
export const cameOtherwise = ({ lines }: Order): boolean =>
  (lines ?? []).some(({ quantity, received }) => money.compare(received ?? quantity, quantity) !== 0);

const counted = ({ quantity, received }: OrderLine, reading: Pick<Reading, 'received'>): string =>
  reading.received ? (received ?? quantity) : quantity;

function readLine(line: OrderLine, reading: Reading, ctx: BuildContext): InvoiceLine {
  const { order, inclusive, taxes, tracking } = reading;
  const { id, sku, name, taxCode, quantity: ordered } = line;
  const quantity = counted(line, reading);
  const amounts = shape(quantity, line.unitPrice, '0');
  const what = sku || name || `line ${id}`;
  const taxable = order.tax == null || !money.isZero(order.tax);
  // The tax that the store says is that of all that was ordered.
  const said = money.compare(quantity, ordered) === 0 ? line.tax : undefined;
  const tax = taxes.charged({ what, amount: amounts.amount, inclusive, taxable, tax: said, taxCode });
  return {
    id,
    description: (name && sku ? `${name} (${sku})` : what).slice(0, 4000),
    ...amounts,
    account: accountOf(line, order, ctx),
    taxCode: tax.code,
    taxRate: tax.rate,
    tracking,
    tax: taxOf(amounts.amount, tax.rate, inclusive),
  };
}

/** Goods go on the shelf only where their cost is taken off it again as they are sold; else they are an expense. */
function accountOf({ account, sku }: OrderLine, { supplier }: Order, { related, maps, ...ctx }: BuildContext): string {
  const { accounts, costOwner } = settingsOf(ctx);
  const product = sku ? related.get('product', sku)?.body : undefined;
  const codes = [account, supplier ? related.get('supplier', supplier)?.body.accountCode : undefined];
  const own = codes.flatMap((code) => (code && maps.toApp('purchase-accounts', code)) || [])[0];
  if (own) return own;
  if (costOwner === 'us' && product && !product.untracked) {
    const shelf = product.assetAccount ? maps.toApp('stock-accounts', product.assetAccount) : undefined;
    return shelf ?? accounts.stock ?? needsPerson('Choose the stock account in the step “Configure”.');
  }
  return accounts.purchases ?? needsPerson('Choose the purchase expense account in the step “Configure”.');
}

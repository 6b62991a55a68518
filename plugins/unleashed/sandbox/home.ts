import { twin } from 'patchbay/sdk';
import type { Answer } from './answers.js';
import { COMPANY_NAME } from './companies.js';
import { writtenInstant } from './dates.js';
import type { Shop } from './shop.js';

const LATEST = 20;

/** The page a person sees at the twin's root. It only shows; there is nothing to press. */
export function homePage(shop: Shop, credentials: Readonly<Record<string, string>>): Answer {
  const typed = Object.entries(credentials).map(([name, value]): [string, string] => [`API ${name}`, value]);
  return twin.page(
    { app: 'Unleashed', accent: ['#2f6b4a', '#7fc79f'] },
    COMPANY_NAME,
    `<header><h1>${twin.safe(COMPANY_NAME)}</h1><p>A local twin of the Unleashed Software API, over made-up data. Nothing here leaves this machine.</p></header>
<section><h2>Connect to it</h2>${twin.credentials(typed)}</section>
<section><h2>What it holds</h2>${counts(shop)}</section>
<section><h2>Latest sales orders</h2>${orders(shop)}</section>
<section><h2>Latest stock adjustments</h2>${adjustments(shop)}</section>`,
  );
}

const counts = (shop: Shop): string =>
  twin.counts([
    ['products', shop.products.size],
    ['bills of materials', shop.bills.size],
    ['customers', shop.customers.size],
    ['suppliers', shop.suppliers.size],
    ['warehouses', shop.warehouses.size],
    ['sales orders', shop.orders.size],
    ['invoices', shop.invoices.size],
    ['stock adjustments', shop.adjustments.size],
  ]);

function orders(shop: Shop): string {
  const latest = shop.orders.all().slice(-LATEST).reverse();
  const rows = latest.map((order) => [
    order.OrderNumber,
    moment(order.LastModifiedOn),
    order.Customer.CustomerName,
    order.SourceId ?? order.CustomerRef ?? '',
    { amount: `$${order.Total.toFixed(2)}` },
    { pill: order.OrderStatus },
  ]);
  return twin.table(['Number', 'Changed', 'Customer', 'Reference', '#Total', 'State'], rows, 'No sales orders yet.');
}

function adjustments(shop: Shop): string {
  const latest = shop.adjustments.all().slice(-LATEST).reverse();
  const rows = latest.map((adjustment) => [
    adjustment.AdjustmentNumber,
    moment(adjustment.LastModifiedOn),
    adjustment.Warehouse.WarehouseCode,
    adjustment.AdjustmentReason,
    adjustment.StockAdjustmentLines.map((line) => `${line.Product.ProductCode} → ${line.NewQuantity}`).join(', '),
    { pill: adjustment.Status },
  ]);
  const heads = ['Number', 'Changed', 'Warehouse', 'Reason', 'New quantities', 'State'];
  return twin.table(heads, rows, 'No stock adjustments yet. They appear here as soon as one is posted.');
}

const moment = (date: string): string => new Date(writtenInstant(date)).toISOString().slice(0, 16).replace('T', ' ');

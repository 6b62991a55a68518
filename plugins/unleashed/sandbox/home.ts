import type { Answer } from './answers.js';
import { COMPANY_NAME } from './companies.js';
import { writtenInstant } from './dates.js';
import type { Shop } from './shop.js';

const LATEST = 20;

/** The page a person sees at the twin's root. It only shows; there is nothing to press. */
export function homePage(shop: Shop, credentials: Readonly<Record<string, string>>): Answer {
  const text = `<!doctype html>
<html lang="en-AU">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(COMPANY_NAME)} · Unleashed sandbox</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header><h1>${safe(COMPANY_NAME)}</h1><p>A local twin of the Unleashed Software API, over made-up data. Nothing here leaves this machine.</p></header>
<section><h2>Connect to it</h2><dl>${Object.entries(credentials).map(credential).join('')}</dl></section>
<section><h2>What it holds</h2><ul class="counts">${counts(shop)}</ul></section>
<section><h2>Latest sales orders</h2>${orders(shop)}</section>
<section><h2>Latest stock adjustments</h2>${adjustments(shop)}</section>
</main>
</body>
</html>
`;
  return { status: 200, text, type: 'text/html; charset=utf-8' };
}

const credential = ([name, value]: [string, string]) =>
  `<div><dt>API ${safe(name)}</dt><dd><code>${safe(value)}</code></dd></div>`;

function counts(shop: Shop): string {
  const numbers: [string, number][] = [
    ['products', shop.products.size],
    ['bills of materials', shop.bills.size],
    ['customers', shop.customers.size],
    ['suppliers', shop.suppliers.size],
    ['warehouses', shop.warehouses.size],
    ['sales orders', shop.orders.size],
    ['invoices', shop.invoices.size],
    ['stock adjustments', shop.adjustments.size],
  ];
  return numbers.map(([name, number]) => `<li><b>${number.toLocaleString('en-AU')}</b> ${name}</li>`).join('');
}

function orders(shop: Shop): string {
  const latest = shop.orders.all().slice(-LATEST).reverse();
  const rows = latest.map((order) => [
    order.OrderNumber,
    moment(order.LastModifiedOn),
    order.Customer.CustomerName,
    order.SourceId ?? order.CustomerRef ?? '',
    `$${order.Total.toFixed(2)}`,
    pill(order.OrderStatus),
  ]);
  return table(['Number', 'Changed', 'Customer', 'Reference', 'Total', 'State'], rows, 'No sales orders yet.');
}

function adjustments(shop: Shop): string {
  const latest = shop.adjustments.all().slice(-LATEST).reverse();
  const rows = latest.map((adjustment) => [
    adjustment.AdjustmentNumber,
    moment(adjustment.LastModifiedOn),
    adjustment.Warehouse.WarehouseCode,
    adjustment.AdjustmentReason,
    adjustment.StockAdjustmentLines.map((line) => `${line.Product.ProductCode} → ${line.NewQuantity}`).join(', '),
    pill(adjustment.Status),
  ]);
  const heads = ['Number', 'Changed', 'Warehouse', 'Reason', 'New quantities', 'State'];
  return table(heads, rows, 'No stock adjustments yet. They appear here as soon as one is posted.');
}

type Cell = string | { pill: string };

const pill = (state: string): Cell => ({ pill: state });

function table(heads: string[], rows: Cell[][], whenEmpty: string): string {
  if (rows.length === 0) return `<p class="empty">${safe(whenEmpty)}</p>`;
  const head = heads.map((name) => `<th scope="col">${safe(name)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('');
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

const cell = (content: Cell): string =>
  typeof content === 'string'
    ? `<td>${safe(content)}</td>`
    : `<td><span class="pill ${safe(content.pill.toLowerCase())}">${safe(content.pill)}</span></td>`;

const moment = (date: string): string => new Date(writtenInstant(date)).toISOString().slice(0, 16).replace('T', ' ');

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const safe = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

const STYLE = `
:root{color-scheme:light dark;--ink:#1f2a24;--soft:#5c6b62;--line:#dfe5e0;--paper:#fff;--ground:#f3f6f3;--leaf:#2f6b4a}
@media(prefers-color-scheme:dark){:root{--ink:#e6ede8;--soft:#a3b1a8;--line:#33403a;--paper:#1c2420;--ground:#141a17;--leaf:#7fc79f}}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:64rem;margin:0 auto;padding:2rem 1rem}
h1{margin:0;color:var(--leaf)}h2{font-size:1.05rem;margin:0 0 .75rem}header p{margin:.25rem 0 1.5rem;color:var(--soft)}
section{background:var(--paper);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.25rem;margin-bottom:1rem}
dl{margin:0;display:grid;gap:.5rem}dt{color:var(--soft);font-size:.85rem}dd{margin:0}code{overflow-wrap:anywhere}
.counts{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.5rem;list-style:none;margin:0;padding:0}
.counts b{display:block;font-size:1.4rem}.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:600}tr:last-child td{border-bottom:0}.empty{margin:0;color:var(--soft)}
.pill{border-radius:1rem;padding:.1rem .6rem;background:#e4e9e5;color:#38443d}
.completed{background:#d5f0df;color:#17502f}.placed{background:#dcebfb;color:#1d4a78}.backordered{background:#fdebc8;color:#6b4700}.deleted{background:#f8dcda;color:#7a231d}
`;

import type { Counter } from './counter.js';
import { money, quantity } from './decimal.js';
import type { Item } from './item.js';
import { Refusal } from './refusal.js';
import type { Shop } from './shop.js';
import { escapeText } from './xml.js';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#20301f;background:#fbfaf5}
h1{margin-bottom:0}table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}th,td{text-align:left;padding:.3rem .6rem;
border-bottom:1px solid #dcdccb}td.n,th.n{text-align:right}form{display:inline-flex;flex-wrap:wrap;gap:.5rem;align-items:end;margin:.3rem 0}
label{display:flex;flex-direction:column;font-size:.85rem}input{font:inherit;padding:.3rem .5rem;border:1px solid #99a38f;border-radius:4px}
button{font:inherit;padding:.4rem .9rem;border:0;border-radius:4px;background:#2f6b3a;color:#fff}code{background:#eeede0;padding:.1rem .3rem}
.said{background:#e3f0dd;padding:.6rem 1rem;border-radius:4px}`;

/** What a person sees who opens the shop's address in a browser. */
export class Page {
  constructor(
    private readonly shop: Shop,
    private readonly counter: Counter,
    private readonly credentials: Readonly<Record<string, string>>,
  ) {}

  async answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (!url.pathname.endsWith('/')) return new Response('There is nothing here', { status: 404 });
    if (request.method === 'POST') return this.act(new URLSearchParams(await request.text()));
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response('', { status: 405 });
    const headers = { 'content-type': 'text/html; charset=utf-8' };
    return new Response(this.html(url.searchParams.get('said') ?? ''), { headers });
  }

  /** Pieces by warehouse reference. */
  stock(sku: string): Record<string, number> {
    const item = this.shop.items.get(sku);
    const held = item ? this.shop.items.stock(item) : {};
    return Object.fromEntries(
      this.shop.warehouses.all().map((one) => [one.WarehouseReference, (held[one.WarehouseID] ?? 0) / 1000]),
    );
  }

  private act(form: URLSearchParams): Response {
    const location = `?said=${encodeURIComponent(this.did(form))}`;
    return new Response('', { status: 303, headers: { location } });
  }

  private did(form: URLSearchParams): string {
    try {
      const id = form.get('orderId')?.trim();
      if (id) return `Order ${this.counter.dispatch(id).id} has been dispatched.`;
      const sku = form.get('sku')?.trim() || undefined;
      const lines = sku ? [{ sku, quantity: Number(form.get('quantity') || 1) }] : undefined;
      const order = this.counter.placeOrder({ lines, approved: true, paidBy: 'Credit Card' });
      return `Order ${order.id} over ${money(order.grandTotal)} has been placed.`;
    } catch (error) {
      if (error instanceof Refusal) return `${error.message}.`;
      throw error;
    }
  }

  private html(said: string): string {
    return `<!doctype html><html lang="en-AU"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeText(this.shop.name)}</title><style>${STYLE}</style></head><body>
<h1>${escapeText(this.shop.name)}</h1><p>A make-believe shop. It answers the store API at <code>POST /do/WS/NetoAPI</code> just as a real one would,
so that you can connect to it and try everything without a customer noticing.</p>
${said ? `<p class="said" role="status">${escapeText(said)}</p>` : ''}
<h2>Credentials</h2>${table(['Field', 'Value'], Object.entries(this.credentials))}
<h2>Make something happen</h2>${forms(this.shop.orderPrefix)}
<h2>Latest orders</h2>${this.orders()}
<h2>Catalogue: ${this.shop.items.count} items</h2>${this.items()}
${this.undelivered()}</body></html>`;
  }

  private orders(): string {
    const rows = this.shop.orders.book
      .last(20)
      .map((order) => [
        order.id,
        this.shop.clock.local(order.datePlaced),
        order.username,
        `${order.onHoldType || order.status}${order.completeStatus === 'Approved' ? ', approved' : ''}`,
        order.paymentStatus,
        money(order.grandTotal),
      ]);
    if (rows.length === 0) return '<p>No orders yet. Place one above.</p>';
    return table(['Order', 'Placed', 'Customer', 'Status', 'Payment', 'Total'], rows, ['Total']);
  }

  private items(): string {
    const warehouses = this.shop.warehouses.all();
    const rows = this.shop.items
      .last(20)
      .map((item) => [item.sku, item.texts.Name ?? '', price(item), ...this.held(item)]);
    if (rows.length === 0) return '<p>The catalogue is empty. Items added through the API appear here.</p>';
    const stock = warehouses.map((one) => one.WarehouseReference);
    return table(['SKU', 'Name', 'Price', ...stock], rows, ['Price', ...stock]);
  }

  private held(item: Item): string[] {
    const held = this.shop.items.stock(item);
    return this.shop.warehouses.all().map((one) => quantity(held[one.WarehouseID] ?? 0));
  }

  private undelivered(): string {
    const rows = this.shop.notifications.undelivered
      .slice(-20)
      .map((one) => [one.orderId, this.shop.clock.local(one.at), one.reason]);
    return rows.length === 0 ? '' : `<h2>Notifications nobody took</h2>${table(['Order', 'When', 'Why'], rows)}`;
  }
}

const forms = (
  prefix: string,
) => `<form method="post" action="./"><label>SKU <input name="sku" placeholder="any"></label>
<label>Quantity <input name="quantity" type="number" min="1" value="1"></label><button>Place an order</button></form><br>
<form method="post" action="./"><label>Order <input name="orderId" required placeholder="${escapeText(prefix)}10041"></label>
<button>Dispatch order</button></form>`;

function price(item: Item): string {
  return money(item.priceGroups['1']?.price ?? 0);
}

function table(heads: string[], rows: string[][], right: string[] = []): string {
  const side = (at: number) => (right.includes(heads[at]!) ? ' class="n"' : '');
  const line = (cells: string[], tag: string) =>
    `<tr>${cells.map((cell, at) => `<${tag}${side(at)}>${escapeText(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>${line(heads, 'th')}${rows.map((row) => line(row, 'td')).join('')}</table>`;
}

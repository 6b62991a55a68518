import { twin } from 'patchbay/sdk';
import { sum, product as times } from '../decimals.js';
import { Form } from '../form.js';
import { completeOrder, saveOrder } from '../sales-order-completion.js';
import { readOrder } from '../sales-order-form.js';
import type { Shop } from '../shop.js';
import { CLOSED, CUSTOMERS, NEW_ZEALAND, ON_STOP_CREDIT } from './people.js';

const JUNE = Date.UTC(2026, 5, 1, 0, 15);
const HOUR = 3_600_000;
const OUTCOMES = ['Completed', 'Placed', 'Parked', 'Completed', 'Backordered', 'Completed'] as const;
const WHOLESALE_BUYERS = CUSTOMERS.map(([code]) => code).filter(
  (code) => !['WEBSALES', ON_STOP_CREDIT, CLOSED, NEW_ZEALAND].includes(code),
);

/** Orders of trade customers that the shop typed in by hand in June 2026, through the same door as any other order. */
export function seedSales(shop: Shop, count: number): void {
  const sellable = shop.products
    .inOrder()
    .slice(0, 200)
    .map((at) => shop.products.at(at))
    .filter((one) => !one.Obsolete && !one.NeverDiminishing && !one.IsAssembledProduct)
    .filter((one) => !one.IsBatchTracked && !one.IsSerialized && !one.IsComponent);
  if (sellable.length === 0) return;
  for (let at = 0; at < count; at += 1) {
    const codes = [0, 1].map((line) => sellable[twin.pick(sellable.length, 'sale', at, line)]?.ProductCode ?? '');
    shop.at(JUNE + at * HOUR, () => sell(shop, at, [...new Set(codes)]));
  }
}

function sell(shop: Shop, at: number, codes: string[]): void {
  const outcome = OUTCOMES[at % OUTCOMES.length] ?? 'Parked';
  const status = outcome === 'Completed' ? 'Placed' : outcome;
  const draft = readOrder(shop, Form.of(orderBody(shop, at, codes, status)), shop.guid('seeded-order', at));
  const order = saveOrder(shop, { ...draft, OrderNumber: shop.nextNumber('SO'), CreatedBy: 'fern@fernandfig.example' });
  if (outcome !== 'Completed') return;
  for (const line of order.SalesOrderLines) stockUp(shop, line.Product.Guid, order.Warehouse.Guid, line.OrderQuantity);
  completeOrder(shop, order);
}

function orderBody(shop: Shop, at: number, codes: string[], status: string) {
  const lines = codes.map((code, line) => {
    const price = shop.products.coded(code)?.tiers[0] ?? 0;
    const quantity = 1 + twin.pick(4, 'quantity', at, line);
    const total = times(2, quantity, price);
    const amounts = { OrderQuantity: quantity, UnitPrice: price, LineTotal: total, LineTax: times(2, total, 0.1) };
    return { LineNumber: line + 1, Product: { ProductCode: code }, ...amounts };
  });
  const [subTotal, taxTotal] = [sum(...lines.map((one) => one.LineTotal)), sum(...lines.map((one) => one.LineTax))];
  return {
    Customer: { CustomerCode: WHOLESALE_BUYERS[at % WHOLESALE_BUYERS.length] },
    Warehouse: { WarehouseCode: 'MAIN' },
    ExchangeRate: 1,
    OrderStatus: status,
    Tax: { TaxCode: 'OUTPUT', TaxRate: 0.1 },
    TaxRate: 0.1,
    SubTotal: subTotal,
    TaxTotal: taxTotal,
    Total: sum(subTotal, taxTotal),
    CustomerRef: `PO ${4100 + at}`,
    SalesOrderLines: lines,
  };
}

// A shop with many seeded sales must have bought what it sold.
function stockUp(shop: Shop, product: string, warehouse: string, quantity: number): void {
  const missing = sum(quantity, -shop.stock.onHand(product, warehouse));
  const cost = shop.products.get(product)?.LastCost ?? 0;
  if (missing > 0) shop.stock.receive(product, warehouse, missing, cost, shop.now());
}

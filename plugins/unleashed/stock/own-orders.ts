import { money } from 'patchbay/sdk';
import { isKit } from '../mappings/kit.js';
import { hasLeft, isOurs } from '../sales/signs.js';
import type { Settings } from '../settings.js';
import type { BillRow, SalesOrderRow, StockRow } from '../wire.js';

type Quantities = Map<string, string>;

/**
 * What the store's own open orders hold of each product and warehouse. The shop counts its own orders itself, so stock that is
 * set aside for them must not be taken off a second time; and what has left the store is gone from its shelves, though the app
 * hasn't issued it yet.
 */
export class OwnOrders {
  private readonly placed: Quantities = new Map();
  private readonly left: Quantities = new Map();

  constructor(
    orders: SalesOrderRow[],
    private readonly kits: Kits,
    storeId: number,
    settings: Settings,
  ) {
    for (const order of orders.filter((one) => isOurs(one, storeId))) this.count(order, settings);
  }

  /** What the shop may count as on its shelves and not spoken for by anyone else. */
  available({ ProductGuid, WarehouseCode, QtyOnHand = 0, AllocatedQty = 0 }: StockRow): string {
    const place = placeOf(ProductGuid, WarehouseCode);
    const others = money.subtract(AllocatedQty, this.placed.get(place) ?? 0);
    const set = money.compare(others, 0) > 0 ? others : '0';
    const available = money.subtract(QtyOnHand, set, this.left.get(place) ?? 0);
    return money.compare(available, 0) > 0 ? available : '0';
  }

  private count({ SalesOrderLines: lines = [], Warehouse: warehouse, ...order }: SalesOrderRow, settings: Settings) {
    const gone = hasLeft(order, settings);
    for (const { Product: product, OrderQuantity: quantity } of lines) {
      if (!product?.Guid) continue;
      put(this.placed, placeOf(product.Guid, warehouse?.WarehouseCode), quantity);
      if (!gone) continue;
      for (const part of this.kits.partsOf(product.Guid)) {
        put(this.left, placeOf(part.guid, warehouse?.WarehouseCode), money.multiply(part.quantity, quantity));
      }
    }
  }
}

/** The bills of materials that are sold as kits. Their stock follows from their components and is never written. */
export class Kits {
  private readonly parts: Map<string, { guid: string; quantity: string }[]>;

  constructor(bills: BillRow[], kits: Settings['kits']) {
    const sold = bills.filter((bill) => isKit(bill, kits) && bill.Product?.Guid);
    this.parts = new Map(
      sold.map((bill) => [
        bill.Product!.Guid!,
        (bill.BillOfMaterialsLines ?? []).flatMap(({ Product: product, Quantity: quantity = 0 }) =>
          product?.Guid ? [{ guid: product.Guid, quantity: money.add(quantity) }] : [],
        ),
      ]),
    );
  }

  has(guid: string): boolean {
    return this.parts.has(guid);
  }

  /** What leaves the shelf with one of it: itself, or the components of a kit. */
  partsOf(guid: string): { guid: string; quantity: string }[] {
    return this.parts.get(guid) ?? [{ guid, quantity: '1' }];
  }
}

const placeOf = (product: string, warehouse: string | null | undefined): string => `${product} ${warehouse ?? ''}`;

const put = (quantities: Quantities, place: string, quantity: string | number) =>
  quantities.set(place, money.add(quantities.get(place) ?? 0, quantity));

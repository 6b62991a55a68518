import { money } from 'patchbay/sdk';
import { hasLeft, isOurs } from '../sales/signs.js';
import type { Settings } from '../settings.js';
import type { SalesOrderRow, StockRow } from '../wire.js';
import type { Kits } from './kits.js';
import type { OwedGoods } from './owed-goods.js';
import { placeOf, put, type Quantities } from './quantities.js';

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
    private readonly owed: OwedGoods,
    storeId: number,
    settings: Settings,
  ) {
    for (const order of orders.filter((one) => isOurs(one, storeId))) this.count(order, settings);
  }

  /** What the shop may count as on its shelves and not spoken for by anyone else. */
  available({ ProductGuid, ProductCode, WarehouseCode, QtyOnHand = 0, AllocatedQty = 0 }: StockRow): string {
    const place = placeOf(ProductGuid, WarehouseCode);
    const others = money.subtract(AllocatedQty, this.placed.get(place) ?? 0);
    const set = money.compare(others, 0) > 0 ? others : '0';
    const owed = this.owed.of(ProductCode, WarehouseCode ?? '');
    const available = money.subtract(QtyOnHand, set, this.left.get(place) ?? 0, owed);
    return money.compare(available, 0) > 0 ? available : '0';
  }

  private count({ SalesOrderLines: lines = [], Warehouse: warehouse, ...order }: SalesOrderRow, settings: Settings) {
    // What the hub itself has not settled yet it knows better than the app shows.
    const gone = !this.owed.orders.has(order.SourceId ?? '') && hasLeft(order, settings);
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

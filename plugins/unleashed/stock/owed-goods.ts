import { money, type Owed, type PullContext, type RecordBody } from 'patchbay/sdk';
import type { UnleashedApi } from '../client.js';
import { isBatch, type Order } from '../sales/order.js';
import { dispatchedOf } from '../sales/sale-lines.js';
import { sourceId } from '../sales/signs.js';
import type { Kits } from './kits.js';
import { placeOf, put, type Quantities } from './quantities.js';

type Invoice = RecordBody<'invoice'>;
type Line = NonNullable<Invoice['lines']>[number];
type Context = Pick<PullContext<UnleashedApi>, 'owed' | 'maps' | 'answers' | 'store'>;
type Told = Owed<'invoice'>;

/** What these never were is gone from no shelf. */
const NO_SALE = new Set(['quote', 'hold', 'layby', 'cancelled']);

/**
 * Goods that have left the store while the app doesn't know it: their orders wait for the next export, were refused, or lack
 * something. The app still counts them as on hand, and the shop would sell them once more.
 */
export class OwedGoods {
  /** Orders in the app of which the goods are counted here, by where they come from. */
  readonly orders = new Set<string>();
  private readonly quantities: Quantities = new Map();

  /** `isOpen`: whether an order from this source is open in the app. */
  constructor(
    told: Told[],
    private readonly ctx: Context,
    private readonly kits: Kits,
    private readonly isOpen: (source: string) => boolean,
  ) {
    for (const one of told) this.count(one);
  }

  of(productCode: string, warehouse: string): string {
    return this.quantities.get(placeOf(productCode, warehouse)) ?? '0';
  }

  private count({ record: { body }, shipped }: Told): void {
    for (const { reference } of shipped) this.orders.add(sourceId(this.ctx.store.id, reference));
    if (NO_SALE.has(body.status)) return;
    const completed = shipped.filter((one) => this.isCompleted(one));
    if (completed.some(({ payload }) => isBatch(payload as Order))) return;
    const left = this.leftTheStore(body);
    for (const { payload } of completed) this.takeOff(left, payload as Order);
    for (const [place, quantity] of left) if (money.compare(quantity, 0) > 0) put(this.quantities, place, quantity);
  }

  /** One that the app has no longer open was completed there, though the answer may still be on its way to us. */
  private isCompleted({ done, reference }: Told['shipped'][number]): boolean {
    if (done.includes('delete')) return false;
    return (
      done.includes('complete') || (done.includes('create') && !this.isOpen(sourceId(this.ctx.store.id, reference)))
    );
  }

  private leftTheStore({ lines, status }: Invoice): Quantities {
    const all = lines ?? [];
    const left: Quantities = new Map();
    for (const line of all) {
      if (money.compare(line.quantity, 0) <= 0) continue;
      const warehouse = this.warehouseOf(line);
      if (warehouse === undefined) continue;
      for (const { code, quantity } of this.goodsOf(line, all, status)) put(left, placeOf(code, warehouse), quantity);
    }
    return left;
  }

  /** What is off the shelf with one line. The components of a kit are lines of their own in some stores, in others not. */
  private goodsOf(line: Line, all: Line[], status: string): { code: string; quantity: string }[] {
    const dispatched = dispatchedOf(line, status);
    if (line.kit) {
      const kit = all.find(({ sku, kit: inside }) => sku === line.kit && !inside);
      const ofKit = kit && !money.isZero(kit.quantity) ? money.divide(dispatchedOf(kit, status), kit.quantity, 6) : '0';
      const withKit = money.multiply(ofKit, line.quantity);
      return [{ code: line.sku, quantity: money.compare(withKit, dispatched) > 0 ? withKit : dispatched }];
    }
    if (all.some(({ kit }) => kit === line.sku)) return [];
    return this.kits
      .codesOf(line.sku)
      .map(({ code, quantity }) => ({ code, quantity: money.multiply(quantity, dispatched) }));
  }

  private takeOff(left: Quantities, { lines, warehouse }: Order): void {
    for (const { id, sku, quantity } of lines) {
      if (id === undefined) continue;
      for (const part of this.kits.codesOf(sku))
        put(left, placeOf(part.code, warehouse), money.negate(money.multiply(part.quantity, quantity)));
    }
  }

  private warehouseOf({ warehouse }: Line): string | undefined {
    const { maps } = this.ctx;
    if (warehouse) return maps.toApp('warehouses', warehouse);
    const pairs = maps.pairs('warehouses');
    return pairs.length === 1 ? pairs[0]!.app : undefined;
  }
}

/** All that the export of invoices owes the app; nothing where sales of the store aren't exported at all. */
export async function owedInvoices({ owed, answers }: Context): Promise<Told[]> {
  const told: Told[] = [];
  if (answers.workflow === 'catalogue') return told;
  for await (const some of owed<'invoice'>('export-invoices')) told.push(...some);
  return told;
}

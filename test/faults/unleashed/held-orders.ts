import type { SalesOrder, UnleashedSandbox } from '../../../plugins/unleashed/sandbox/index.js';
import { differences, type Pieces, put, sumOf } from './expected.js';
import { GOODS, KITS, piecesOf, startingStock, stockOf } from './shop.js';

/** The app's orders of one store, as somebody there would read them. */
export class HeldOrders {
  /** Deleted ones too. */
  readonly all: SalesOrder[];

  constructor(
    private readonly twin: UnleashedSandbox,
    private readonly storeId: number,
  ) {
    this.all = twin.orders().filter(({ SourceId: source }) => source?.startsWith(`${storeId}:`));
  }

  /** Those that stand: placed or completed. */
  get live(): SalesOrder[] {
    return this.all.filter(({ OrderStatus: status }) => status !== 'Deleted');
  }

  /** The live orders of one sale, whole or in parts. */
  of(number: string): SalesOrder[] {
    return this.live.filter((order) => this.numberOf(order) === number);
  }

  numberOf(order: SalesOrder): string {
    return this.referenceOf(order).replace(/-(MAIN|EAST)(\/\d+)?$/, '');
  }

  referenceOf = ({ SourceId: source }: SalesOrder): string => source!.slice(`${this.storeId}:`.length);

  /** The same reference twice is the same thing sent twice. */
  doubled(): string[] {
    const seen = new Set<string>();
    return this.all.map(this.referenceOf).filter((reference) => seen.size === seen.add(reference).size);
  }

  /** Completed more or less than once, or stock that moved otherwise than the orders say. */
  wrongInBooks(): string[] {
    const invoices = this.twin.invoices();
    const uneven = this.live.filter(({ OrderNumber: number, OrderStatus: status }) => {
      const made = invoices.filter(({ OrderNumber }) => OrderNumber === number).length;
      return made !== (status === 'Completed' ? 1 : 0);
    });
    const sold = sumOf(this.live.filter(({ OrderStatus: status }) => status === 'Completed').map(piecesIn));
    const left = sumOf([new Map(startingStock), new Map([...sold].map(([place, count]) => [place, -count]))]);
    const { less, more } = differences(stockOf(this.twin), left);
    return [
      ...uneven.map(({ OrderNumber: number }) => `${number} has not exactly the invoice it should have`),
      ...[...less, ...more].map((place) => `stock of ${place}`),
    ];
  }
}

/** What goods an order holds; charges and rounding aside. */
export function piecesIn({ SalesOrderLines: lines, Warehouse: { WarehouseCode: warehouse } }: SalesOrder): Pieces {
  const all: Pieces = new Map();
  const known = new Set([...GOODS, ...KITS, ...KITS.flatMap((kit) => piecesOf(kit).map(([sku]) => sku))]);
  for (const { Product: product, OrderQuantity: quantity } of lines) {
    if (known.has(product.ProductCode)) put(all, piecesOf(product.ProductCode), warehouse, quantity);
  }
  return all;
}

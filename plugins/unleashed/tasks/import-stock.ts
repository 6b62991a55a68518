import { importTask, NeedsPerson, type PullContext } from 'patchbay/sdk';
import type { Place, UnleashedApi } from '../client.js';
import { stockMapping, strangeQuantity } from '../mappings/stock-level.js';
import { settingsOf } from '../settings.js';
import { Kits } from '../stock/kits.js';
import { OwedGoods, owedInvoices } from '../stock/owed-goods.js';
import { OwnOrders } from '../stock/own-orders.js';
import type { StockRow } from '../wire.js';

interface StockPlace extends Place {
  warehouse: string;
}

export const importStock = importTask({
  id: 'import-stock',
  title: 'Import stock on hand',
  record: 'stock-level',
  schedule: 'every 15 minutes',
  after: ['import-products'],
  mapping: stockMapping,
  // The app leaves out what it has none of, so only everything together says what is gone.
  pulls: 'snapshot',
  missing: 'zero',
  async *pull(ctx: PullContext<UnleashedApi>) {
    const { api, store } = ctx;
    const settings = settingsOf(ctx);
    const warehouses = mappedWarehouses(ctx);
    const kits = new Kits(await api.bills(), settings.kits);
    // In this order: what the app completes meanwhile is then taken off once too often, for a while, rather than sold twice.
    const told = await owedInvoices(ctx);
    const open = await api.openOrders();
    const sources = new Set(open.map(({ SourceId: source }) => source));
    const owed = new OwedGoods(told, ctx, kits, (source) => sources.has(source));
    const own = new OwnOrders(open, kits, owed, store.id, settings);
    const from = ctx.bookmark as StockPlace | undefined;
    // Without a warehouse the app would answer the sum of all, mapped or not: so each is asked for by itself.
    for (const warehouse of warehouses.slice(Math.max(0, warehouses.indexOf(from?.warehouse ?? '')))) {
      const begin = warehouse === from?.warehouse ? from : undefined;
      const pages = api.pages<StockRow & Record<string, unknown>>('StockOnHand', { warehouseCode: warehouse }, begin);
      for await (const { rows, bookmark } of pages) {
        yield {
          rows: rows.filter((row) => !kits.has(row.ProductGuid)).map((row) => asLevel(row, warehouse, own)),
          bookmark: { ...bookmark, warehouse } satisfies StockPlace,
        };
      }
    }
  },
});

function mappedWarehouses({ maps }: PullContext<UnleashedApi>): string[] {
  const mapped = [...new Set(maps.pairs('warehouses').map(({ app }) => app))].sort();
  if (mapped.length > 0) return mapped;
  throw new NeedsPerson(
    'Say in Setup & Tools → Warehouses which warehouse of Unleashed is which of the store’s; then stock can come in.',
  );
}

function asLevel(row: StockRow, warehouse: string, own: OwnOrders): Record<string, unknown> {
  const level = { ...row, WarehouseCode: warehouse };
  // What can't be counted with is refused by the mapping, each for itself.
  const available = strangeQuantity(level) === undefined ? own.available(level) : undefined;
  return { ...level, Id: `${row.ProductGuid}|${warehouse}`, Available: available };
}

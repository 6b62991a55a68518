import { importTask } from 'patchbay/sdk';
import type { NetoApi, Place, Row } from '../client.js';
import { orderMapping } from '../mappings/orders.js';
import { ORDER, PAYMENT } from '../nouns.js';
import { startOf } from './start.js';

interface Bookmark extends Place {
  by: 'DateUpdated' | 'DatePaid';
}

export const importOrders = importTask<'invoice', NetoApi>({
  id: 'import-orders',
  title: 'Import orders',
  record: 'invoice',
  schedule: 'every 5 minutes',
  mapping: orderMapping,
  pulls: 'changes',
  // Filters are in the store's own time, which in autumn has one hour twice: the wrong one of the two must not matter.
  overlap: '90 minutes',
  async *pull({ api, since, bookmark, ...ctx }) {
    const start: Bookmark = (bookmark as Bookmark | undefined) ?? { by: 'DateUpdated', ...startOf(since, ctx) };
    // An order that is paid later becomes known by its payment, whether or not the store calls that a change.
    const stages = since && start.by === 'DateUpdated' ? (['DateUpdated', 'DatePaid'] as const) : [start.by];
    for (const by of stages) {
      const place = by === start.by ? start : startOf(since, ctx);
      const last = by === stages.at(-1);
      for await (const { rows, next } of api.changes(ORDER, by, place)) {
        const behind = next ?? (last ? undefined : startOf(since, ctx));
        yield { rows: await withPayments(api, rows), bookmark: behind && { by: next ? by : stages.at(-1), ...behind } };
      }
    }
  },
});

/** One question for the payments of a whole page: they alone tell an order's currency. */
async function withPayments(api: NetoApi, orders: Row[]): Promise<Row[]> {
  const paid = orders.filter(({ OrderPayment }) => Array.isArray(OrderPayment) && OrderPayment.length > 0);
  if (paid.length === 0) return orders;
  const payments = await api.all(PAYMENT, { OrderID: paid.map(({ OrderID }) => OrderID) });
  const byOrder = new Map<unknown, Row[]>();
  for (const payment of payments) byOrder.set(payment.OrderID, [...(byOrder.get(payment.OrderID) ?? []), payment]);
  return orders.map((order) => ({ ...order, Payments: byOrder.get(order.OrderID) ?? [] }));
}

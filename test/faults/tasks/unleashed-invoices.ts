import unleashed from '../../../plugins/unleashed/plugin.js';
import type { UnleashedSandbox } from '../../../plugins/unleashed/sandbox/index.js';
import type { ExportCase } from '../export-case.js';
import { judgeBatched } from '../unleashed/batched.js';
import { HeldOrders } from '../unleashed/held-orders.js';
import { judgeOneByOne } from '../unleashed/one-by-one.js';
import { drawSale, type Sale } from '../unleashed/sale.js';
import { edited } from '../unleashed/sale-edits.js';
import { ANSWERS, imported, MAPS, stockedTwin } from '../unleashed/shop.js';

/** Sales of a store on their way into a stock system: in two steps, over two warehouses, while they change in the store. */
export const unleashedInvoices: ExportCase = {
  name: 'unleashed/export-invoices',
  plugin: unleashed,
  task: 'export-invoices',
  answers: (chance) => ({
    ...ANSWERS,
    mode: chance.pick(['individually', 'individually', 'batched']),
    exportWhen: chance.pick(['dispatched', 'approved']),
  }),
  maps: MAPS,
  sandbox: (now) => stockedTwin(now),
  surroundings: imported,
  records: (chance, { mode }) =>
    Array.from({ length: chance.between(3, 10) }, (_, n) => ({
      type: 'invoice' as const,
      body: { ...drawSale(chance, `N${1001 + n}`, mode === 'batched') },
    })),
  edit: (chance, body) => ({ ...edited(chance, body as unknown as Sale) }),
  verify(ending) {
    const held = new HeldOrders(ending.sandbox as UnleashedSandbox, ending.storeId);
    return ending.answers.mode === 'batched' ? judgeBatched(ending, held) : judgeOneByOne(ending, held);
  },
};

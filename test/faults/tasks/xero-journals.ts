import xero from '../../../plugins/xero/plugin.js';
import type { ExportCase, Planted } from '../export-case.js';
import { type CostedSale, drawCostedSale, drawReturned, editedSale, PRODUCTS } from '../xero/cost.js';
import { judgeJournals } from '../xero/judge-journals.js';
import { answersOf, imported, MAPS, openTwin } from '../xero/shop.js';

/** The cost of what was sold and of what came back, of which the app knows no numbers: alone, and one journal for each day. */
export const xeroJournals: ExportCase = {
  name: 'xero/export-cost-journals',
  plugin: xero,
  task: 'export-cost-journals',
  tasks: ['export-contacts', 'export-invoices', 'export-cost-journals', 'export-return-journals'],
  mayEndWithPeople: /not found in the app/,
  seeds: 100,
  answers: () => ({
    ...answersOf(openTwin(() => 0)),
    workflow: 'alone-with-cost',
    mode: 'individually',
    stockAccount: '631',
    costAccount: '310',
  }),
  advanced: (chance) => ({
    journalsPer: chance.pick(['invoice', 'invoice', 'day']),
    journalStatus: chance.pick(['POSTED', 'POSTED', 'DRAFT']),
    edits: chance.pick(['difference', 'difference', 'ask']),
    cancelled: chance.pick(['credit', 'void', 'ask']),
  }),
  maps: { ...MAPS, 'cost-accounts': [['tools', '315']] },
  sandbox: (now) => openTwin(now),
  surroundings: async () => [
    ...(await imported()),
    ...PRODUCTS.map((body): Planted => ({ type: 'product', body: { ...body } })),
  ],
  records: (chance) =>
    Array.from({ length: chance.between(2, 6) }, (_, n) => drawCostedSale(chance, `N${1001 + n}`)).flatMap((sale) => {
      const order: Planted = { type: 'invoice', body: { ...sale } };
      return chance.happens(0.4) ? [order, { type: 'return', body: { ...drawReturned(chance, sale) } }] : [order];
    }),
  edit: (chance, body) => ('invoice' in body ? undefined : { ...editedSale(chance, body as unknown as CostedSale) }),
  verify: judgeJournals,
};

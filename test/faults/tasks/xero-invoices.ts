import xero from '../../../plugins/xero/plugin.js';
import type { XeroSandbox } from '../../../plugins/xero/sandbox/index.js';
import type { ExportCase } from '../export-case.js';
import { HeldInvoices } from '../xero/held-invoices.js';
import { judge } from '../xero/judge.js';
import { drawSale, edited, type Sale } from '../xero/sale.js';
import { answersOf, imported, MAPS, openTwin } from '../xero/shop.js';

/** Orders on their way into the books, alone and in batches, with tokens that expire and consents that end. */
export const xeroInvoices: ExportCase = {
  name: 'xero/export-invoices',
  plugin: xero,
  task: 'export-invoices',
  tasks: ['export-contacts', 'export-invoices'],
  seeds: 100,
  answers: (chance) => ({
    ...answersOf(openTwin(() => 0)),
    mode: chance.pick(['individually', 'individually', 'batched']),
    exportWhen: chance.pick(['dispatched', 'approved']),
  }),
  advanced: (chance, { mode }) => ({
    status: mode === 'batched' ? 'AUTHORISED' : chance.pick(['AUTHORISED', 'DRAFT']),
    contacts: chance.pick(['invoiced', 'all']),
    notes: chance.happens(0.2),
    cancelled: chance.pick(['credit', 'void']),
    edits: chance.pick(['ask', 'difference']),
  }),
  maps: MAPS,
  sandbox: (now) => openTwin(now),
  surroundings: imported,
  records: (chance) =>
    Array.from({ length: chance.between(3, 10) }, (_, n) => ({
      type: 'invoice' as const,
      body: { ...drawSale(chance, `N${1001 + n}`) },
    })),
  edit: (chance, body) => ({ ...edited(chance, body as unknown as Sale) }),
  verify: (ending) => judge(ending, new HeldInvoices(ending.sandbox as XeroSandbox, ending.storeId)),
};

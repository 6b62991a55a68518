import { documentTask, oneByOne } from 'patchbay/sdk';
import type { UnleashedApi } from '../client.js';
import { mergeSalesOrders } from '../sales/batch.js';
import { buildSalesOrders } from '../sales/build.js';
import { changeSalesOrder } from '../sales/changes.js';
import type { Credit } from '../sales/credit.js';
import { completeCredit, credit } from '../sales/credit-steps.js';
import { creditNote, findSales, order } from '../sales/kinds.js';
import type { Order } from '../sales/order.js';
import { saleRefs } from '../sales/sale.js';
import { complete, create, remove, update } from '../sales/steps.js';
import { verify, verifyCredit } from '../sales/verify.js';

/** The app takes no invoices: a sales order is created, and completing it issues the stock and makes the invoice. */
export const exportInvoices = documentTask<'invoice', UnleashedApi, Order | Credit>({
  id: 'export-invoices',
  title: 'Export invoices',
  record: 'invoice',
  schedule: 'every 30 minutes',
  // Without knowing the kits and the rates, sales would be read wrongly.
  after: ['import-tax-rates', 'import-kits'],
  eligible: [
    { head: 'date', from: 'answers.startDate', because: 'It is dated before the integration start date.' },
    { head: 'status', notIn: ['quote'], because: 'A quote is no sale yet.' },
    { head: 'status', notIn: ['hold'], because: 'It is on hold.' },
    { head: 'status', notIn: ['layby'], because: 'It is a layby that isn’t paid off.' },
    { head: 'status', notIn: ['cancelled'], because: 'It was cancelled before it was exported.' },
  ],
  uses: saleRefs,
  build: buildSalesOrders,
  merge: mergeSalesOrders,
  change: changeSalesOrder,
  steps: {
    create: oneByOne(order(create)),
    update: oneByOne(order(update)),
    verify: oneByOne(order(verify)),
    complete: oneByOne(order(complete)),
    delete: oneByOne(order(remove)),
    credit: oneByOne(creditNote(credit)),
    'verify-credit': oneByOne(creditNote(verifyCredit)),
    'complete-credit': oneByOne(creditNote(completeCredit)),
  },
  find: findSales,
  settle: '2 minutes',
  takesOver: 'invoice',
});

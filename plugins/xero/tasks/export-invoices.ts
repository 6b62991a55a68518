import { documentTask } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { allocate } from '../credits/allocate.js';
import { createCredits } from '../credits/create.js';
import type { CreditNote } from '../credits/credit-note.js';
import { verifyCredits } from '../credits/verify.js';
import { only } from '../money/only.js';
import { mergeInvoices } from '../sales/batch.js';
import { buildInvoice } from '../sales/build.js';
import { changeInvoice } from '../sales/changes.js';
import { create } from '../sales/create.js';
import { findSales } from '../sales/find-sales.js';
import { saleParents, saleRefs } from '../sales/sale.js';
import type { SalesInvoice } from '../sales/sales-invoice.js';
import { note, remove, update, verify, voidInvoice } from '../sales/steps.js';
import { unlessCredited } from '../sales/unless-credited.js';

/** An order becomes an invoice under its own number, which the app takes only once. */
export const exportInvoices = documentTask<'invoice', XeroApi, SalesInvoice | CreditNote>({
  id: 'export-invoices',
  title: 'Export invoices',
  record: 'invoice',
  schedule: '0 6,18 * * *',
  after: ['import-tax-rates'],
  batch: 50,
  follows: ['export-contacts'],
  parents: saleParents,
  eligible: [
    { head: 'date', from: 'answers.startDate', because: 'It is dated before the integration start date.' },
    { head: 'status', notIn: ['quote'], because: 'A quote is no sale yet.' },
    { head: 'status', notIn: ['hold'], because: 'It is on hold.' },
    { head: 'status', notIn: ['layby'], because: 'It is a layby that isn’t paid off.' },
    { head: 'status', notIn: ['cancelled'], because: 'It was cancelled before it was exported.' },
  ],
  uses: saleRefs,
  build: buildInvoice,
  merge: mergeInvoices,
  change: changeInvoice,
  steps: {
    create: only(create),
    update: only(update),
    verify: only(verify),
    note: only(note),
    delete: only(unlessCredited(remove)),
    void: only(unlessCredited(voidInvoice)),
    'create-credit': only(createCredits),
    'verify-credit': only(verifyCredits),
    'allocate-credit': only(allocate),
  },
  find: findSales,
  settle: '2 minutes',
});

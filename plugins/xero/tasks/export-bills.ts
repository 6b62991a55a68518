import { documentTask } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import type { Bill } from '../purchases/bill.js';
import { billParents, billRefs, buildBill } from '../purchases/build.js';
import { changeBill } from '../purchases/changes.js';
import { createBills, findBills, updateBills } from '../purchases/steps.js';
import { note, remove, verify } from '../sales/steps.js';

/** A purchase order becomes a bill. The app takes its number twice, so it is told by its link, and sent again only by a person. */
export const exportBills = documentTask<'purchase-order', XeroApi, Bill>({
  id: 'export-bills',
  title: 'Export purchase orders as bills',
  record: 'purchase-order',
  schedule: '20 6,18 * * *',
  after: ['import-tax-rates'],
  batch: 50,
  follows: ['export-suppliers'],
  parents: billParents,
  eligible: [{ head: 'status', notIn: ['cancelled'], because: 'It was cancelled before it was exported.' }],
  uses: billRefs,
  build: buildBill,
  change: changeBill,
  steps: { create: createBills, update: updateBills, verify, note, delete: remove },
  find: findBills,
  settle: '2 minutes',
  doublesUnlessFound: true,
});

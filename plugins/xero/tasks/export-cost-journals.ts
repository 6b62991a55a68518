import { documentTask } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { changeJournal } from '../journals/changes.js';
import type { CostJournal } from '../journals/journal.js';
import { buildSold, mergeSold, soldParents, soldRefs } from '../journals/sold.js';
import { findJournals, postJournals, verifyJournals } from '../journals/steps.js';

/** What was sold moves from the stock account to the cost of goods: only where no stock system posts that already. */
export const exportCostJournals = documentTask<'invoice', XeroApi, CostJournal>({
  id: 'export-cost-journals',
  title: 'Export the cost of goods sold',
  record: 'invoice',
  schedule: '30 6,18 * * *',
  batch: 50,
  follows: ['export-invoices'],
  parents: soldParents,
  eligible: [
    { head: 'date', from: 'answers.startDate', because: 'It is dated before the integration start date.' },
    { head: 'status', notIn: ['cancelled'], because: 'It was cancelled before its cost was posted.' },
    { head: 'status', in: ['dispatched'], because: 'Not all of it is dispatched yet.' },
  ],
  uses: soldRefs,
  build: buildSold,
  merge: mergeSold,
  change: changeJournal,
  steps: { post: postJournals, verify: verifyJournals },
  find: findJournals,
  settle: '2 minutes',
  doublesUnlessFound: true,
});

import { documentTask } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { changeJournal } from '../journals/changes.js';
import type { CostJournal } from '../journals/journal.js';
import { buildReturned, mergeReturned, returnedParents } from '../journals/returned.js';
import { findJournals, postJournals, verifyJournals } from '../journals/steps.js';

/** What came back to the shelf moves from the cost of goods to the stock account again. */
export const exportReturnJournals = documentTask<'return', XeroApi, CostJournal>({
  id: 'export-return-journals',
  title: 'Export the cost of goods returned',
  record: 'return',
  schedule: '35 6,18 * * *',
  batch: 50,
  follows: ['export-cost-journals'],
  parents: returnedParents,
  eligible: [
    {
      head: 'date',
      from: 'answers.startDate',
      because: 'It isn’t approved yet, or was before the integration start date.',
    },
  ],
  build: buildReturned,
  merge: mergeReturned,
  change: changeJournal,
  steps: { post: postJournals, verify: verifyJournals },
  find: findJournals,
  settle: '2 minutes',
  doublesUnlessFound: true,
});

import { documentTask } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { allocate } from '../credits/allocate.js';
import { buildCreditNote, creditParents, creditRefs } from '../credits/build-credit-note.js';
import { changeCreditNote } from '../credits/change-credit-note.js';
import { createCredits } from '../credits/create.js';
import type { CreditNote } from '../credits/credit-note.js';
import { findCredits } from '../credits/find.js';
import { updateCredits } from '../credits/update.js';
import { verifyCredits } from '../credits/verify.js';

/** A return becomes a credit note under its own number. It pays for its invoice while that is open; refunds are paid from it. */
export const exportCreditNotes = documentTask<'return', XeroApi, CreditNote>({
  id: 'export-credit-notes',
  title: 'Export returns as credit notes',
  record: 'return',
  schedule: '20 6,18 * * *',
  after: ['import-tax-rates'],
  batch: 50,
  follows: ['export-invoices'],
  parents: creditParents,
  eligible: [
    {
      head: 'date',
      from: 'answers.startDate',
      because: 'It isn’t approved, or was before the integration start date.',
    },
  ],
  uses: creditRefs,
  build: buildCreditNote,
  change: changeCreditNote,
  steps: { create: createCredits, update: updateCredits, verify: verifyCredits, allocate },
  find: findCredits,
  settle: '2 minutes',
});

import { documentTask } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { createCredits } from '../credits/create.js';
import { refundCredits } from '../credits/refund.js';
import { verifyCredits } from '../credits/verify.js';
import { only } from '../money/only.js';
import { pay } from '../money/pay.js';
import { buildRefund, type RefundDocument, refundParents, refundRefs } from '../refunds/build-refund.js';
import { changeRefund } from '../refunds/change-refund.js';
import { findRefunds, refundReceived, verifyRefunds } from '../refunds/steps.js';

/** Money that went back to customers, through the account of its method. */
export const exportRefunds = documentTask<'refund', XeroApi, RefundDocument>({
  id: 'export-refunds',
  title: 'Export refunds',
  record: 'refund',
  schedule: '30 6,18 * * *',
  after: ['import-tax-rates'],
  batch: 50,
  follows: ['export-credit-notes', 'export-invoices'],
  parents: refundParents,
  eligible: [
    {
      head: 'date',
      from: 'answers.startDate',
      because: 'It isn’t paid back yet, or was before the integration start date.',
    },
  ],
  uses: refundRefs,
  build: buildRefund,
  change: changeRefund,
  steps: {
    pay: only(pay),
    create: only(createCredits),
    verify: only(verifyCredits),
    refund: only(refundCredits),
    'refund-prepayment': only(refundReceived),
    'verify-payment': only(verifyRefunds),
  },
  find: findRefunds,
  settle: '2 minutes',
});

import { documentTask, oneByOne } from 'patchbay/sdk';
import type { UnleashedApi } from '../client.js';
import { type Adjustment, sameGoods } from '../returns/adjustment.js';
import { buildAdjustments, returnRefs } from '../returns/build.js';
import { find, post, prepare } from '../returns/steps.js';
import { verify } from '../returns/verify.js';

/** An adjustment can be created, but neither changed nor deleted: what differs afterwards is for a person. */
export const exportReturns = documentTask<'return', UnleashedApi, Adjustment>({
  id: 'export-returns',
  title: 'Export returns as stock adjustments',
  record: 'return',
  schedule: 'every 60 minutes',
  after: ['import-kits'],
  eligible: [
    { head: 'date', from: 'answers.startDate', because: 'It was approved before the integration start date.' },
  ],
  uses: returnRefs,
  build: buildAdjustments,
  change: ({ payload }, now) =>
    now && sameGoods(payload as Adjustment, now.payload as Adjustment) ? 'nothing' : 'ask',
  prepare,
  steps: { post: oneByOne(post), verify: oneByOne(verify) },
  find,
  settle: '2 minutes',
});

import { importTask } from 'patchbay/sdk';
import type { NetoApi, Place } from '../client.js';
import { returnMapping } from '../mappings/returns.js';
import { RMA } from '../nouns.js';
import { startOf } from './start.js';

export const importReturns = importTask<'return', NetoApi>({
  id: 'import-returns',
  title: 'Import returns',
  record: 'return',
  schedule: 'every 15 minutes',
  mapping: returnMapping,
  pulls: 'changes',
  overlap: '90 minutes',
  async *pull({ api, since, bookmark, ...ctx }) {
    const place = (bookmark as Place | undefined) ?? startOf(since, ctx);
    for await (const { rows, next } of api.changes(RMA, 'DateUpdated', place)) yield { rows, bookmark: next };
  },
});

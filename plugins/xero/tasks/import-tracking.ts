import { importTask, type PullContext } from 'patchbay/sdk';
import { optionsOf } from '../client/set-up.js';
import type { XeroApi } from '../client.js';
import { trackingMapping } from '../mappings/tracking-option.js';

/** Each option of each category by itself: that is what a line is sorted under. */
export const importTracking = importTask<'tracking-option', XeroApi>({
  id: 'import-tracking',
  title: 'Import tracking categories',
  record: 'tracking-option',
  schedule: '15 4 * * *',
  first: true,
  mapping: trackingMapping,
  pulls: 'snapshot',
  missing: 'retire',
  async *pull({ api }: PullContext<XeroApi>) {
    yield { rows: (await api.setUp.tracking()).flatMap((category) => optionsOf(category)) };
  },
});

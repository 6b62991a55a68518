import { importTask, type PullContext } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { accountMapping } from '../mappings/account.js';

/** Archived ones are read as well: a snapshot that left them out would say that they are gone. */
export const importAccounts = importTask<'account', XeroApi>({
  id: 'import-accounts',
  title: 'Import accounts',
  record: 'account',
  schedule: '0 4 * * *',
  first: true,
  mapping: accountMapping,
  pulls: 'snapshot',
  missing: 'retire',
  async *pull({ api }: PullContext<XeroApi>) {
    yield { rows: await api.calls.all<Record<string, unknown>>('Accounts') };
  },
});

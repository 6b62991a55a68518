import type { ValueMap } from 'patchbay/sdk';

const taxes: ValueMap = {
  id: 'taxes',
  title: 'Tax codes',
  help: 'Which tax rate of Xero the tax codes on the store’s orders are. Lines without a code use the two defaults of the wizard.',
  store: { seen: { record: 'invoice', list: 'lines', field: 'taxCode' } },
  app: { records: 'tax-rate' },
  required: true,
};

const tracking: ValueMap = {
  id: 'tracking',
  title: 'Tracking by sales channel',
  help: 'Which tracking option the sales of a channel carry. Channels without one use the wizard’s.',
  store: { seen: { record: 'invoice', field: 'channel' } },
  app: { records: 'tracking-option' },
};

export const valueMaps = [taxes, tracking];

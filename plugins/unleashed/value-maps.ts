import type { ValueMap } from 'patchbay/sdk';

const warehouses: ValueMap = {
  id: 'warehouses',
  title: 'Warehouses',
  help: 'Which warehouse of Unleashed is which of the store’s. Stock comes in for these only, and orders leave from these only. Their codes stand in Unleashed under Settings → System → Warehouses.',
  store: { records: 'warehouse' },
  app: { records: 'warehouse' },
  required: true,
  unique: true,
};

const taxes: ValueMap = {
  id: 'taxes',
  title: 'Tax codes',
  help: 'What the tax codes on the store’s orders are called in Unleashed. Lines without a code use the two defaults of the wizard.',
  store: { seen: { record: 'invoice', list: 'lines', field: 'taxCode' } },
  app: { records: 'tax-rate' },
  required: true,
};

const returnReasons: ValueMap = {
  id: 'return-reasons',
  title: 'Return reasons',
  help: 'Which adjustment reason a return is booked under. Unleashed can’t list its reasons to us, so each is typed here as it stands there.',
  store: { seen: { record: 'return', list: 'lines', field: 'reason' } },
  app: { text: { maxLength: 20 } },
  awaited: true,
  confirm: 'Added in Unleashed: Settings → System → Adjustment Reasons',
};

export const valueMaps = [warehouses, taxes, returnReasons];

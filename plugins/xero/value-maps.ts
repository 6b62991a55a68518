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

/** Where the money of each payment method comes in. */
export const PAYMENTS = 'payment-accounts';

const payments: ValueMap = {
  id: PAYMENTS,
  title: 'Accounts of payment methods',
  help: 'Where the money of a payment method comes in; clearing accounts are best. Methods without one use the wizard’s payment account.',
  store: { records: 'payment-method' },
  app: { records: 'account' },
};

const income: ValueMap = {
  id: 'income-accounts',
  title: 'Income accounts of products',
  help: 'Which account of Xero the account codes on the store’s products are. Products without one use the wizard’s sales account.',
  store: { seen: { record: 'product', field: 'incomeAccount' } },
  app: { records: 'account' },
};

const purchaseTaxes: ValueMap = {
  id: 'purchase-taxes',
  title: 'Tax codes of purchases',
  help: 'Which tax rate of Xero the tax codes on the store’s purchase orders are. Lines without a code use the two defaults of the wizard.',
  store: { seen: { record: 'purchase-order', list: 'lines', field: 'taxCode' } },
  app: { records: 'tax-rate' },
};

const expenses: ValueMap = {
  id: 'purchase-accounts',
  title: 'Accounts of purchases',
  help: 'Which account of Xero the account codes on the store’s purchase orders are. Lines without one use the wizard’s purchase account.',
  store: { seen: { record: 'purchase-order', list: 'lines', field: 'account' } },
  app: { records: 'account' },
};

const stock: ValueMap = {
  id: 'stock-accounts',
  title: 'Stock accounts of products',
  help: 'Which account of Xero the stock accounts of the store’s products are. Products without one use the wizard’s stock account.',
  store: { seen: { record: 'product', field: 'assetAccount' } },
  app: { records: 'account' },
};

const costs: ValueMap = {
  id: 'cost-accounts',
  title: 'Cost of goods accounts of products',
  help: 'Which account of Xero the cost of goods accounts of the store’s products are. Products without one use the wizard’s.',
  store: { seen: { record: 'product', field: 'cogsAccount' } },
  app: { records: 'account' },
};

export const valueMaps = [taxes, payments, income, tracking, purchaseTaxes, expenses, stock, costs];

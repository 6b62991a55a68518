import type { Workflow } from 'patchbay/sdk';

const reference = ['import-accounts', 'import-tax-rates', 'import-tracking'];
const purchases = ['export-suppliers', 'export-bills'];
const sales = ['export-contacts', 'export-invoices', 'export-payments', 'export-credit-notes', 'export-refunds'];

/** Of each store one app owns revenue in the books and one the cost of goods. */
export const workflows = {
  alone: {
    title: 'Xero keeps the books; no stock system',
    help: 'Sales, returns and payments go out, purchase orders as draft bills. The cost of goods is posted by nobody: purchases are an expense.',
    tasks: [...reference, ...sales, ...purchases],
  },
  'alone-with-cost': {
    title: 'Xero keeps the books, the cost of goods as well; no stock system',
    help: 'As above, and what was sold moves from the stock account to the cost of goods, at the purchase prices of the store.',
    tasks: [...reference, ...sales, ...purchases, 'export-cost-journals', 'export-return-journals'],
    warning: 'If a stock system posts the cost of goods to Xero as well, it will stand there twice.',
  },
  'beside-stock': {
    title: 'Xero keeps the books; a stock system posts the cost of goods',
    help: 'Sales, returns and payments go out from the store. Stock and cost of goods come to Xero from your stock system.',
    tasks: [...reference, ...sales],
    confirm: 'The export of sales to Xero is off in the stock system, or each sale would stand in the books twice',
  },
  reading: {
    title: 'Read only',
    help: 'Accounts, tax rates and contacts come in. Nothing goes out: your stock system, or you, post the sales.',
    tasks: [...reference, 'import-customers'],
  },
} satisfies Record<string, Workflow>;

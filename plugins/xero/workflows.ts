import type { Workflow } from 'patchbay/sdk';

const reference = ['import-accounts', 'import-tax-rates', 'import-tracking'];
const sales = ['export-contacts', 'export-invoices'];

/** Of each store one app owns revenue in the books and one the cost of goods. */
export const workflows = {
  alone: {
    title: 'Xero keeps the books; no stock system',
    help: 'Sales, returns and payments go out. The store posts the revenue; the cost of goods is posted by nobody unless you switch it on.',
    tasks: [...reference, ...sales],
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

import type { Workflow } from 'patchbay/sdk';

const catalogue = [
  'import-warehouses',
  'import-tax-rates',
  'import-suppliers',
  'import-customers',
  'import-products',
  'import-kits',
  'import-stock',
];
const everything = [...catalogue, 'export-invoices', 'export-returns'];

export const workflows = {
  'unleashed-posts': {
    title: 'Everything; Unleashed posts sales to the ledger',
    help: 'Products, kits and stock come in, sales and returns go out. Unleashed hands the sales on to your accounting system.',
    tasks: everything,
    warning: 'If the store exports its sales to the same ledger as well, they will stand there twice.',
  },
  'store-posts': {
    title: 'Everything; the store posts sales to the ledger',
    help: 'Products, kits and stock come in, sales and returns go out. Another addon of the store exports the sales to your accounting system.',
    tasks: everything,
    confirm: '“Export Sales” is off in Unleashed: Integration → your accounting system',
  },
  catalogue: {
    title: 'Catalogue and stock only',
    help: 'Products, kits and stock come in. Nothing goes out.',
    tasks: catalogue,
    warning: 'Sales of the store will not lower the stock in Unleashed.',
  },
} satisfies Record<string, Workflow>;

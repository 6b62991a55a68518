import { coded } from './coded.js';
import { decimal, must, text, yesNo } from './shape.js';

// What books sort things under.

export const taxRate = coded({
  /** A fraction: '0.1' is ten per cent. */
  rate: decimal('Rate'),
  onSales: yesNo('For sales'),
});

export const paymentMethod = coded({ account: text('Account', 50) });

export const trackingOption = {
  key: 'name',
  head: { number: 'name' },
  title: 'name',
  fields: {
    /** 'Region: North' */
    name: must(text('Category and option', 191)),
    category: must(text('Category', 100)),
    option: must(text('Option', 100)),
    active: yesNo('In use'),
  },
} as const;

export const account = {
  key: 'id',
  head: { number: 'code', status: 'class' },
  title: 'name',
  fields: {
    /** The ledger's own id: an account need not have a code. */
    id: must(text('Id', 100)),
    code: text('Code', 50),
    name: text('Name', 200),
    /** `asset`, `equity`, `expense`, `liability` or `revenue`. */
    class: text('Class', 20),
    /** As the ledger calls it: a bank account, direct costs. */
    type: text('Type', 50),
    taxCode: text('Tax code', 50),
    currency: text('Currency', 3),
    takesPayments: yesNo('Takes payments'),
    /** What the ledger itself keeps it for: its receivables, its rounding. */
    system: text('System account', 50),
    active: yesNo('In use'),
  },
} as const;

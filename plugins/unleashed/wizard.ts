import { Choice, DateField, RecordPicker, RemotePick, Step, Text } from 'patchbay/sdk';
import { checkConfiguration } from './wizard-checks.js';
import { workflows } from './workflows.js';

const each = (of: 'title' | 'help') =>
  Object.fromEntries(Object.entries(workflows).map(([name, workflow]) => [name, workflow[of]]));

@Step({
  title: 'Get started',
  intro:
    'What shall go to Unleashed, and from when on? Before you begin, see that each warehouse of the store is in Unleashed too (Settings → System → Warehouses), and each reason for returns (Settings → System → Adjustment Reasons).',
})
export class GetStarted {
  @DateField({
    label: 'Integration start date',
    help: 'Invoices and returns of this day and later are exported.',
  })
  startDate!: string;

  @Choice({
    label: 'Export invoices',
    options: { individually: 'One by one', batched: 'In batches' },
    optionHelp: {
      individually: 'Each invoice becomes a sales order of its own customer.',
      batched:
        'Invoices of one day, warehouse and currency become one sales order of one customer. Each joins once all of it has been dispatched.',
    },
    initial: 'individually',
  })
  mode!: 'individually' | 'batched';

  @RecordPicker('customer', {
    label: 'Export invoices to this customer only',
    help: 'The username, which is the customer code in Unleashed. Created there if it is missing.',
    create: 'customer',
    when: { mode: 'batched' },
  })
  customer?: string;

  @Choice({
    label: 'Export invoices when',
    options: { dispatched: 'Dispatched', approved: 'Approved' },
    optionHelp: {
      dispatched: 'The sales order is created and completed when the goods have left.',
      approved:
        'The sales order is placed at once, so that stock is set aside, and completed when the goods have left.',
    },
    initial: 'dispatched',
    when: { mode: 'individually' },
  })
  exportWhen?: 'approved' | 'dispatched';

  @Choice({ label: 'Workflow', options: each('title'), optionHelp: each('help') })
  workflow!: keyof typeof workflows;
}

@Step({
  title: 'Configure integration',
  intro:
    'What sales are booked under. Tax codes and products are looked up in Unleashed before you go on; it lists no accounts, so type them as they stand there.',
  folded: {
    Accounts: 'Sales are booked as each product says, else as Unleashed has it; returns as Unleashed has it.',
  },
  check: checkConfiguration,
})
export class Configure {
  @Text({
    label: 'Sales account',
    help: 'As it stands in your chart of accounts. Empty: each product’s own, or Unleashed’s default.',
    group: 'Accounts',
    required: false,
    maxLength: 50,
  })
  salesAccount?: string;

  @Text({
    label: 'Account of returns',
    help: 'What goods are worth that come back into stock is booked against it. As it stands in your chart of accounts. Empty: Unleashed’s default.',
    group: 'Accounts',
    required: false,
    maxLength: 50,
  })
  adjustmentAccount?: string;

  @RemotePick('tax-codes', { label: 'Tax code of taxed sales', group: 'Tax' })
  taxedCode!: string;

  @RemotePick('tax-codes', { label: 'Tax code of untaxed sales', group: 'Tax' })
  untaxedCode!: string;

  @RemotePick('products', {
    label: 'Product for shipping',
    help: 'Unleashed has no field for charges: each is a line with a product that keeps no stock.',
    group: 'Charges',
  })
  shippingProduct!: string;

  @RemotePick('products', { label: 'Product for surcharges', group: 'Charges' })
  surchargeProduct!: string;

  @RemotePick('products', { label: 'Product for discounts', group: 'Charges' })
  discountProduct!: string;

  @RemotePick('products', {
    label: 'Product for rounding',
    help: 'Takes the cents between the store’s total, which has tax in it, and Unleashed’s, which adds it.',
    group: 'Charges',
  })
  roundingProduct!: string;
}

import { Choice, Money, NumberField, Switch, Text } from 'patchbay/sdk';

export class AdvancedConfiguration {
  @Text({
    label: 'Sales order prefix',
    help: 'Put before the store’s order number. Two stores that feed one Unleashed account need different ones.',
    group: 'Sales orders',
    required: false,
    maxLength: 10,
    pattern: '^[\\w-]*$',
    patternHelp: 'letters, digits and hyphens only',
    numbers: 'invoice',
  })
  orderPrefix?: string;

  @Money({
    label: 'Rounding tolerance',
    help: 'An order that differs from the store’s total by up to this much gets a rounding line; beyond it, it is refused.',
    group: 'Sales orders',
    initial: '0.05',
  })
  roundingTolerance!: string;

  @NumberField({
    label: 'Decimals of unit prices',
    help: 'Prices leave without tax; more decimals keep long lines exact.',
    group: 'Sales orders',
    initial: 4,
    min: 2,
    max: 8,
    whole: true,
  })
  priceDecimals!: number;

  @Choice({
    label: 'Partly dispatched orders',
    group: 'Sales orders',
    options: { split: 'Complete what has left, backorder the rest', wait: 'Wait until everything has left' },
    initial: 'split',
  })
  backorders!: 'split' | 'wait';

  @Text({
    label: 'Customer for guests',
    help: 'Customer code for orders that name no customer. Empty: such orders wait for a person.',
    group: 'Sales orders',
    required: false,
    maxLength: 50,
  })
  guestCustomer?: string;

  @Switch({
    label: 'Create missing customers',
    help: 'A customer that Unleashed doesn’t know is created there when an order of theirs is exported.',
    group: 'Sales orders',
    initial: true,
  })
  createCustomers!: boolean;

  @Choice({
    label: 'Orders that came to less after they were completed',
    group: 'Sales orders',
    options: { ask: 'Ask me', difference: 'Credit the difference' },
    optionHelp: {
      ask: 'You see the credit note on the order’s line in the export log, and send it from there.',
      difference:
        'A free credit for fewer pieces, lower prices and cancelled orders. What became more is always asked about.',
    },
    initial: 'ask',
  })
  edits!: 'ask' | 'difference';

  @Text({
    label: 'Reason of credits',
    help: 'What Unleashed shows beside the lines of such a credit.',
    group: 'Sales orders',
    initial: 'Credit',
    maxLength: 50,
  })
  creditReason!: string;

  @Switch({
    label: 'Look for what another tool has sent',
    help: 'Before an order or a return is made, Unleashed is asked whether it is there: moving from another tool doubles nothing. Up to two more requests each; switch it off some weeks after you have moved.',
    group: 'Sales orders',
    initial: true,
  })
  looksForOthers!: boolean;

  @Switch({
    label: 'Read the invoice number back',
    help: 'One more request per completed order; people can then search by Unleashed’s invoice number.',
    group: 'Sales orders',
    initial: true,
  })
  readInvoiceNumber!: boolean;

  @Text({
    label: 'Exchange rates',
    help: 'For orders in other currencies: units of that currency for one of the store’s, such as NZD=1.08, USD=0.66. Without a rate such orders wait for a person.',
    group: 'Sales orders',
    required: false,
    maxLength: 500,
    pattern: '^([A-Z]{3}=\\d+(\\.\\d+)?([,;\\s]+|$))*$',
    patternHelp: 'write NZD=1.08, USD=0.66',
  })
  exchangeRates?: string;

  @Choice({
    label: 'Bills of materials that become kits',
    group: 'Products',
    options: {
      'auto-assembled': 'Those that Unleashed assembles by itself when sold',
      all: 'All of them',
      none: 'None',
    },
    initial: 'auto-assembled',
  })
  kits!: 'auto-assembled' | 'all' | 'none';

  @Switch({
    label: 'Bring sell price tiers in',
    help: 'Tier 1 to 10 become price A to J. Empty tiers and tiers of nought never overwrite a price.',
    group: 'Products',
    initial: true,
  })
  tiers!: boolean;

  @NumberField({
    label: 'Rows per page',
    help: 'Fewer, larger pages save requests of the monthly quota.',
    group: 'Requests',
    initial: 200,
    min: 10,
    max: 1000,
    whole: true,
  })
  pageSize!: number;

  @Text({
    label: 'Client type',
    help: 'How Unleashed’s support sees who is asking.',
    group: 'Requests',
    initial: 'patchbay/hub',
    maxLength: 20,
    pattern: '^[a-z0-9_]+/[a-z0-9_]+$',
    patternHelp: 'two names with a stroke between them, lower case: account/app',
  })
  clientType!: string;
}

import { Choice, Money, NumberField, Switch, Text } from 'patchbay/sdk';
import { XERO_ID } from '../patterns.js';

/** How invoices and credit notes look. */
export class Documents {
  @Choice({
    label: 'Document status on export',
    group: 'Documents',
    options: { AUTHORISED: 'Approved', SUBMITTED: 'Awaiting approval', DRAFT: 'Draft' },
    optionHelp: { DRAFT: 'Payments wait until somebody has approved the document in Xero.' },
    initial: 'AUTHORISED',
  })
  status!: 'AUTHORISED' | 'SUBMITTED' | 'DRAFT';

  @Choice({
    label: 'Due date',
    group: 'Documents',
    options: {
      store: 'As the store says, else the invoice date',
      'invoice-date': 'The invoice date',
      days: 'So many days after the invoice date',
      'end-of-month': 'The end of the month',
      'end-of-next-month': 'The end of the next month',
    },
    initial: 'store',
  })
  dueRule!: 'store' | 'invoice-date' | 'days' | 'end-of-month' | 'end-of-next-month';

  @NumberField({
    label: 'Days until it is due',
    group: 'Documents',
    unit: 'days',
    initial: 14,
    min: 0,
    max: 365,
    whole: true,
    when: { dueRule: 'days' },
  })
  dueDays!: number;

  @Money({
    label: 'Rounding tolerance',
    help: 'A document that differs from the store’s total by up to this much gets a rounding line; beyond it, it is refused.',
    group: 'Documents',
    initial: '0.05',
  })
  roundingTolerance!: string;

  @Text({
    label: 'Line description',
    help: '{name}, {sku}, {order} and {reference} stand for the line’s and the order’s own.',
    group: 'Documents',
    initial: '{name} ({sku})',
    maxLength: 500,
  })
  description!: string;

  @Text({
    label: 'Branding theme',
    help: 'The id of the theme that invoices are printed with. Empty: the organisation’s default.',
    group: 'Documents',
    required: false,
    ...XERO_ID,
  })
  brandingTheme?: string;

  @Switch({
    label: 'Name items on invoice lines',
    help: 'Each product must then be an item in Xero: switch the task “Export products as items” on.',
    group: 'Documents',
  })
  namesItems!: boolean;

  @Text({
    label: 'Gift vouchers',
    help: 'SKUs of vouchers, separated by commas; GIFT* means all that begin so. Their sale is a liability, not income.',
    group: 'Documents',
    required: false,
    maxLength: 1000,
  })
  voucherSkus?: string;

  @Text({
    label: 'Store credit',
    help: 'Payment methods by which money stays with you for the customer to spend, separated by commas. Refunds by them leave the credit open.',
    group: 'Documents',
    initial: 'Store Credit',
    required: false,
    maxLength: 500,
  })
  storeCredit?: string;

  @Text({
    label: 'Exchange rates',
    help: 'For documents in other currencies, where the wizard says so: units of that currency for one of the organisation’s, such as NZD=1.08, USD=0.66.',
    group: 'Documents',
    required: false,
    maxLength: 500,
    pattern: '^([A-Z]{3}=\\d+(\\.\\d+)?([,;\\s]+|$))*$',
    patternHelp: 'write NZD=1.08, USD=0.66',
  })
  exchangeRates?: string;

  @Switch({
    label: 'Write a note into the history',
    help: 'One more request per document: its history in Xero then says which order of which store it is.',
    group: 'Documents',
  })
  notes!: boolean;
}

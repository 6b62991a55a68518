import { Choice, Money, NumberField, Switch, Text } from 'patchbay/sdk';

const GUID = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';
/** Two stores that feed one organisation need different ones. */
export const PREFIX = {
  distinct: 'connection' as const,
  required: false,
  maxLength: 15,
  pattern: '^[\\w/-]*$',
  patternHelp: 'letters, digits, - and / only',
};

export class AdvancedConfiguration {
  @Text({
    label: 'Invoice number prefix',
    help: 'Put before the store’s order number. Two stores that feed one organisation need different ones.',
    group: 'Numbers',
    numbers: 'export-invoices',
    ...PREFIX,
  })
  invoicePrefix?: string;

  @Text({
    label: 'Credit note number prefix',
    help: 'Put before the number of a return.',
    group: 'Numbers',
    numbers: 'export-credit-notes',
    ...PREFIX,
  })
  creditNotePrefix?: string;

  @Text({
    label: 'Payment transaction ID prefix',
    help: 'Put before the store’s payment number in the reference of a payment.',
    group: 'Numbers',
    numbers: 'export-payments',
    ...PREFIX,
  })
  paymentPrefix?: string;

  @Text({
    label: 'Overpayment transaction ID prefix',
    help: 'Put before the store’s payment number in the reference of an overpayment.',
    group: 'Numbers',
    numbers: 'export-payments/over',
    ...PREFIX,
  })
  overpaymentPrefix?: string;

  @Text({
    label: 'Export invoices to this ContactID',
    help: 'Every invoice, batched or not, goes to this contact. It is in the address of the contact’s page in Xero.',
    group: 'Contacts',
    required: false,
    maxLength: 36,
    pattern: GUID,
    patternHelp: 'this is an id such as 025867f1-d741-4d6b-b1af-9ac774b59ba7',
  })
  contactId?: string;

  @Choice({
    label: 'Which customers become contacts',
    group: 'Contacts',
    options: { invoiced: 'Those who are invoiced', all: 'All customers of the store' },
    optionHelp: {
      invoiced: 'A customer becomes a contact with their first invoice, and is kept up to date from then on.',
      all: 'Xero gets slow with very many contacts.',
    },
    initial: 'invoiced',
  })
  contacts!: 'invoiced' | 'all';

  @Text({
    label: 'Contact for guests',
    help: 'The name of the contact for orders that name no customer.',
    group: 'Contacts',
    initial: 'Web customers',
    maxLength: 200,
  })
  guestContact!: string;

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
    maxLength: 36,
    pattern: GUID,
    patternHelp: 'this is an id such as 025867f1-d741-4d6b-b1af-9ac774b59ba7',
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

  @Choice({
    label: 'Closed periods',
    group: 'Changes',
    options: { wait: 'Wait until the period is open', 'first-open-day': 'Post on the first open day' },
    optionHelp: { 'first-open-day': 'The document gets that date; its number and lines say which order it is.' },
    initial: 'wait',
  })
  lockedPeriod!: 'wait' | 'first-open-day';

  @Choice({
    label: 'Orders changed after they were approved in Xero',
    group: 'Changes',
    options: { ask: 'Ask me', difference: 'Credit or invoice the difference' },
    optionHelp: { ask: 'Drafts are always brought up to date. Nothing that is approved is altered in silence.' },
    initial: 'ask',
  })
  edits!: 'ask' | 'difference';

  @Choice({
    label: 'Orders cancelled after export',
    group: 'Changes',
    options: { credit: 'Credit them', void: 'Void the invoice while nothing is paid on it', ask: 'Ask me' },
    initial: 'credit',
  })
  cancelled!: 'credit' | 'void' | 'ask';

  @Choice({
    label: 'Export purchase orders when',
    group: 'Purchases',
    options: { both: 'Sent and received', sent: 'Sent', received: 'Received' },
    optionHelp: {
      both: 'The bill is there as soon as you order, and says what came once you have received it.',
      received: 'Once all of it has come.',
    },
    initial: 'both',
  })
  billsWhen!: 'both' | 'sent' | 'received';

  @Choice({
    label: 'Status of bills on export',
    group: 'Purchases',
    options: { DRAFT: 'Draft', SUBMITTED: 'Awaiting approval', AUTHORISED: 'Approved' },
    optionHelp: {
      DRAFT: 'So that it can still be brought up to date when the goods are received.',
      AUTHORISED: 'What changes afterwards is asked about.',
    },
    initial: 'DRAFT',
  })
  billStatus!: 'DRAFT' | 'SUBMITTED' | 'AUTHORISED';

  @Choice({
    label: 'Cost of goods',
    group: 'Cost of goods',
    options: { invoice: 'A journal for each order', day: 'One journal a day' },
    initial: 'invoice',
  })
  journalsPer!: 'invoice' | 'day';

  @Choice({
    label: 'Status of journals on export',
    group: 'Cost of goods',
    options: { POSTED: 'Posted', DRAFT: 'Draft' },
    optionHelp: { DRAFT: 'Somebody posts them in Xero.' },
    initial: 'POSTED',
  })
  journalStatus!: 'POSTED' | 'DRAFT';

  @NumberField({
    label: 'Rows per page',
    help: 'Larger pages save requests of the daily limit.',
    group: 'Requests',
    initial: 200,
    min: 10,
    max: 1000,
    whole: true,
  })
  pageSize!: number;

  @NumberField({
    label: 'Requests kept for the day',
    help: 'Imports stop when fewer of the day’s requests are left, so that exports still get through.',
    group: 'Requests',
    initial: 100,
    min: 0,
    max: 1000,
    whole: true,
  })
  dayReserve!: number;
}

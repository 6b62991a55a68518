import { Choice, DateField, RecordPicker, RemotePick, SHARES_CONNECTION, Step, Text } from 'patchbay/sdk';
import { PREFIX } from './patterns.js';
import { checkConfiguration } from './wizard-checks.js';
import { workflows } from './workflows.js';

const each = (of: 'title' | 'help') =>
  Object.fromEntries(Object.entries(workflows).map(([name, workflow]) => [name, workflow[of]]));

@Step({ title: 'Get started', intro: 'What shall go to Xero, and from when on?' })
export class GetStarted {
  @DateField({
    label: 'Integration start date',
    help: 'Invoices and returns of this day and later are exported.',
  })
  startDate!: string;

  @Choice({
    label: 'Export invoices',
    options: { individually: 'One by one', batched: 'One a day' },
    optionHelp: {
      individually: 'Each order becomes an invoice of its own customer. Xero advises at most about a thousand a month.',
      batched: 'Orders of one day and currency become one invoice to one contact. For stores with many orders.',
    },
    initial: 'individually',
  })
  mode!: 'individually' | 'batched';

  @RecordPicker('customer', {
    label: 'Export invoices to this customer only',
    help: 'The username, which becomes the contact number in Xero. Created there if it is missing.',
    create: 'customer',
    when: { mode: 'batched' },
  })
  customer?: string;

  @Choice({
    label: 'Export invoices when',
    options: { dispatched: 'Dispatched', approved: 'Approved' },
    optionHelp: {
      dispatched: 'All of the goods have left the store.',
      approved: 'The order is approved, whether or not its goods have left.',
    },
    initial: 'dispatched',
  })
  exportWhen!: 'approved' | 'dispatched';

  @Choice({ label: 'Workflow', options: each('title'), optionHelp: each('help') })
  workflow!: keyof typeof workflows;
}

const POSTING = ['alone', 'alone-with-cost', 'beside-stock'];
const BUYING = ['alone', 'alone-with-cost'];
const ACCOUNTS = { group: 'Accounts', when: { workflow: POSTING } };
const TAX = { group: 'Tax', when: { workflow: POSTING } };
const COST = { group: 'Cost of goods', when: { workflow: 'alone-with-cost' } };
const SELDOM = { group: 'Further accounts', required: false, when: { workflow: POSTING } };
const PURCHASES = { group: 'Purchases', required: false, when: { workflow: BUYING } };
const TRACKING = { group: 'Tracking', required: false, when: { workflow: POSTING } };
const SHARED = { ...PREFIX, group: 'Numbers', when: { [SHARES_CONNECTION]: true, workflow: POSTING } };

@Step({
  title: 'Configure',
  intro: 'Where sales are booked. The lists come from your organisation in Xero.',
  folded: {
    [SELDOM.group]:
      'Discounts on an order and money given back without a return lower the sales account; the odd cent goes where Xero rounds.',
    [PURCHASES.group]: 'Purchase orders wait until you choose where they are booked.',
    [TRACKING.group]: 'Lines carry no tracking option.',
    [SHARED.group]: 'Another store feeds this organisation as well; order numbers go out as they are.',
    Currencies: 'An order in another currency is booked at Xero’s rate of the day.',
  },
  check: checkConfiguration,
})
export class Configure {
  @RemotePick('income', {
    label: 'Sales account',
    help: 'Income of products that have no account of their own.',
    ...ACCOUNTS,
  })
  salesAccount!: string;

  @RemotePick('charges', { label: 'Shipping account', ...ACCOUNTS })
  shippingAccount!: string;

  @RemotePick('charges', { label: 'Surcharge account', help: 'Card fees that you charge on.', ...ACCOUNTS })
  surchargeAccount!: string;

  @RemotePick('payments', {
    label: 'Payment account',
    help: 'Of payment methods that have no account of their own; a clearing account is best.',
    ...ACCOUNTS,
  })
  paymentAccount!: string;

  @RemotePick('sales-taxes', { label: 'Tax rate of taxed sales', ...TAX })
  taxedCode!: string;

  @RemotePick('sales-taxes', { label: 'Tax rate of untaxed sales', ...TAX })
  untaxedCode!: string;

  @RemotePick('stock', {
    label: 'Stock account',
    help: 'What lies on the shelf: bills go in, the cost of goods goes out. A current asset; Xero’s own inventory accounts take neither.',
    ...COST,
  })
  stockAccount!: string;

  @RemotePick('expenses', {
    label: 'Cost of goods account',
    help: 'Of products that have no account of their own.',
    ...COST,
  })
  costAccount!: string;

  @RemotePick('charges', {
    label: 'Discount account',
    help: 'Of discounts on a whole order. Empty: they lower the sales account.',
    ...SELDOM,
  })
  discountAccount?: string;

  @RemotePick('rounding', {
    label: 'Rounding account',
    help: 'Takes the odd cent. Empty: Xero’s own rounding account.',
    ...SELDOM,
  })
  roundingAccount?: string;

  @RemotePick('liabilities', {
    label: 'Gift voucher account',
    help: 'A liability: what vouchers are sold for is owed until they are used. Empty: an order with a gift voucher waits for you.',
    ...SELDOM,
  })
  vouchersAccount?: string;

  @RemotePick('liabilities', {
    label: 'Overpayments account',
    help: 'Where money is owed to customers who paid too much, or for an order that was cancelled: a liability. Needed where money comes in through other accounts than banks; through a bank account Xero keeps it with the customer’s receivables.',
    ...SELDOM,
  })
  overpaymentsAccount?: string;

  @RemotePick('charges', {
    label: 'Refunds account',
    help: 'Of money given back without a return, such as goodwill. Empty: it lowers the sales account.',
    ...SELDOM,
  })
  refundsAccount?: string;

  @RemotePick('expenses', {
    label: 'Purchase expense account',
    help: 'Of purchases that have no account of their own.',
    ...PURCHASES,
  })
  purchaseAccount?: string;

  @RemotePick('purchase-taxes', { label: 'Tax rate of taxed purchases', ...PURCHASES })
  purchaseTaxedCode?: string;

  @RemotePick('purchase-taxes', { label: 'Tax rate of untaxed purchases', ...PURCHASES })
  purchaseUntaxedCode?: string;

  @RemotePick('tracking', {
    label: 'Tracking option',
    help: 'What every line is sorted under, such as a department. Sales channels may have others.',
    ...TRACKING,
  })
  tracking?: string;

  @RemotePick('tracking', { label: 'Tracking option of a second category', ...TRACKING })
  secondTracking?: string;

  @Text({
    label: 'Invoice number prefix',
    help: 'Another store feeds this organisation as well, so that the numbers of the two must differ. It is put before the order number.',
    ...SHARED,
  })
  invoicePrefix?: string;

  @Text({ label: 'Credit note number prefix', ...SHARED })
  creditNotePrefix?: string;

  @Text({ label: 'Payment transaction ID prefix', ...SHARED })
  paymentPrefix?: string;

  @Text({ label: 'Overpayment transaction ID prefix', ...SHARED })
  overpaymentPrefix?: string;

  @Choice({
    label: 'Orders in other currencies',
    group: 'Currencies',
    options: {
      app: 'At Xero’s rate of the day',
      given: 'At rates that you give',
      none: 'Wait for a person',
    },
    optionHelp: { given: 'In the advanced configuration.' },
    initial: 'app',
    when: { workflow: POSTING },
  })
  rates!: 'app' | 'given' | 'none';
}

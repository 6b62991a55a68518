import { type Context, money } from 'patchbay/sdk';

type Facts = Pick<Context, 'answers' | 'advanced'>;

export type DueRule = 'store' | 'invoice-date' | 'days' | 'end-of-month' | 'end-of-next-month';

/** What the merchant has said in the wizard and the advanced configuration, as this connector reads it. */
export interface Settings {
  batched: boolean;
  exportWhen: 'approved' | 'dispatched';
  /** The one contact of all batches, as a customer of the store. */
  batchCustomer?: string;
  /** The contact that every invoice goes to, by the app's own id. */
  contactId?: string;
  guestContact: string;
  allCustomers: boolean;
  accounts: {
    sales?: string;
    shipping?: string;
    surcharge?: string;
    discount?: string;
    /** Absent: the organisation's own, known by its mark. */
    rounding?: string;
    vouchers?: string;
    overpayments?: string;
    /** Where money comes in, by the app's id: bank accounts may have no code. */
    payments?: string;
    purchases?: string;
    /** What lies on the shelf, and what it cost once it is sold. */
    stock?: string;
    /** Of money given back without a return. */
    refunds?: string;
    costs?: string;
  };
  /** Purchase orders as bills. */
  bills: {
    when: 'both' | 'sent' | 'received';
    status: 'DRAFT' | 'SUBMITTED' | 'AUTHORISED';
    taxedCode?: string;
    untaxedCode?: string;
  };
  /** Of a store's revenue there is one owner as well: this connector, or somebody else. */
  postsSales: boolean;
  /** Of a store's cost of goods there is one owner: this connector, a stock system, or nobody. */
  costOwner: 'us' | 'stock-system' | 'nobody';
  journals: { per: 'invoice' | 'day'; status: 'POSTED' | 'DRAFT' };
  taxedCode?: string;
  untaxedCode?: string;
  /** What every line is tracked under; a channel of the store may have another option of the first. */
  tracking: string[];
  invoicePrefix: string;
  creditNotePrefix: string;
  paymentPrefix: string;
  overpaymentPrefix: string;
  status: 'DRAFT' | 'SUBMITTED' | 'AUTHORISED';
  due: { rule: DueRule; days: number };
  tolerance: string;
  description: string;
  brandingTheme?: string;
  namesItems: boolean;
  notes: boolean;
  /** Payment methods, in lower case, whose money stays with the store. */
  storeCredit: string[];
  vouchers: (sku: string) => boolean;
  locked: 'wait' | 'first-open-day';
  edits: 'ask' | 'difference';
  cancelled: 'credit' | 'void' | 'ask';
  rates: 'app' | 'given' | 'none';
  /** Units of the order's currency per unit of the organisation's. */
  givenRates: Map<string, string>;
}

const known = new WeakMap<Facts['answers'], { advanced: Facts['advanced']; settings: Settings }>();

/** Every line of every document asks, and within one call nothing of it changes: each set of answers is read once. */
export function settingsOf(facts: Facts): Settings {
  const before = known.get(facts.answers);
  if (before?.advanced === facts.advanced) return before.settings;
  const settings = readSettings(facts);
  known.set(facts.answers, { advanced: facts.advanced, settings });
  return settings;
}

function readSettings({ answers, advanced }: Facts): Settings {
  const wanted = <T extends string>(value: unknown, ...known: [T, ...T[]]): T =>
    known.find((one) => one === value) ?? known[0];
  const prefix = (name: string) => word(advanced[name]) ?? word(answers[name]) ?? '';
  return {
    batched: answers.mode === 'batched',
    exportWhen: wanted(answers.exportWhen, 'dispatched', 'approved'),
    batchCustomer: word(answers.customer),
    contactId: word(advanced.contactId),
    guestContact: word(advanced.guestContact) ?? 'Web customers',
    allCustomers: advanced.contacts === 'all',
    accounts: {
      sales: word(answers.salesAccount),
      shipping: word(answers.shippingAccount),
      surcharge: word(answers.surchargeAccount),
      discount: word(answers.discountAccount),
      rounding: word(answers.roundingAccount),
      vouchers: word(answers.vouchersAccount),
      overpayments: word(answers.overpaymentsAccount),
      payments: word(answers.paymentAccount),
      purchases: word(answers.purchaseAccount),
      stock: word(answers.stockAccount),
      refunds: word(answers.refundsAccount),
      costs: word(answers.costAccount),
    },
    bills: {
      when: wanted(advanced.billsWhen, 'both', 'sent', 'received'),
      status: wanted(advanced.billStatus, 'DRAFT', 'SUBMITTED', 'AUTHORISED'),
      taxedCode: word(answers.purchaseTaxedCode),
      untaxedCode: word(answers.purchaseUntaxedCode),
    },
    postsSales: answers.workflow !== 'reading',
    costOwner: OWNERS[String(answers.workflow)] ?? 'nobody',
    journals: {
      per: wanted(advanced.journalsPer, 'invoice', 'day'),
      status: wanted(advanced.journalStatus, 'POSTED', 'DRAFT'),
    },
    taxedCode: word(answers.taxedCode),
    untaxedCode: word(answers.untaxedCode),
    tracking: [word(answers.tracking), word(answers.secondTracking)].filter((option) => option !== undefined),
    invoicePrefix: prefix('invoicePrefix'),
    creditNotePrefix: prefix('creditNotePrefix'),
    paymentPrefix: prefix('paymentPrefix'),
    overpaymentPrefix: prefix('overpaymentPrefix'),
    status: wanted(advanced.status, 'AUTHORISED', 'SUBMITTED', 'DRAFT'),
    due: {
      rule: wanted(advanced.dueRule, 'store', 'invoice-date', 'days', 'end-of-month', 'end-of-next-month'),
      days: Number(advanced.dueDays ?? 0),
    },
    tolerance: money.isDecimal(advanced.roundingTolerance) ? money.absolute(advanced.roundingTolerance) : '0.05',
    description: word(advanced.description) ?? '{name} ({sku})',
    brandingTheme: word(advanced.brandingTheme),
    namesItems: advanced.namesItems === true,
    notes: advanced.notes === true,
    storeCredit: (word(advanced.storeCredit) ?? 'Store Credit')
      .toLowerCase()
      .split(/[,;]/)
      .map((name) => name.trim())
      .filter(Boolean),
    vouchers: readSkus(word(advanced.voucherSkus)),
    locked: wanted(advanced.lockedPeriod, 'wait', 'first-open-day'),
    edits: wanted(advanced.edits, 'ask', 'difference'),
    cancelled: wanted(advanced.cancelled, 'credit', 'void', 'ask'),
    rates: wanted(answers.rates, 'app', 'given', 'none'),
    givenRates: readRates(word(advanced.exchangeRates)),
  };
}

const OWNERS: Record<string, Settings['costOwner']> = { 'alone-with-cost': 'us', 'beside-stock': 'stock-system' };

function word(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** 'NZD=1.08, USD=0.66'; what can't be read is no rate. */
function readRates(text = ''): Settings['givenRates'] {
  const pairs = text.split(/[,;\s]+/).flatMap((pair) => {
    const [, currency, rate] = /^([A-Z]{3})=(\d+(?:\.\d+)?)$/.exec(pair) ?? [];
    return currency && rate && money.compare(rate, 0) > 0 ? [[currency, rate] as const] : [];
  });
  return new Map(pairs);
}

/** 'GIFT-50, VOUCHER*': names, or their beginnings. */
function readSkus(text = ''): Settings['vouchers'] {
  const names = text
    .toLowerCase()
    .split(/[,;\s]+/)
    .filter(Boolean);
  const begins = names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return (sku) => names.includes(sku.toLowerCase()) || begins.some((begin) => sku.toLowerCase().startsWith(begin));
}

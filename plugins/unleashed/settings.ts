import { type Context, money } from 'patchbay/sdk';

type Facts = Pick<Context, 'answers' | 'advanced' | 'store'>;

/** What the merchant has said in the wizard and the advanced configuration, as this connector reads it. */
export interface Settings {
  batched: boolean;
  exportWhen: 'approved' | 'dispatched';
  /** The one customer of all batches. */
  batchCustomer?: string;
  guestCustomer?: string;
  createCustomers: boolean;
  salesAccount?: string;
  /** Of the stock adjustments that returns become. */
  adjustmentAccount?: string;
  taxedCode?: string;
  untaxedCode?: string;
  shippingProduct?: string;
  surchargeProduct?: string;
  discountProduct?: string;
  roundingProduct?: string;
  orderPrefix: string;
  tolerance: string;
  priceDecimals: number;
  splitBackorders: boolean;
  kits: 'auto-assembled' | 'all' | 'none';
  readInvoiceNumber: boolean;
  /** Whether another tool has sent a document is asked before it is made. */
  looksForOthers: boolean;
  /** What completed orders came to less by is credited without asking. */
  creditsChanges: boolean;
  creditReason: string;
  /** Units of the order's currency per unit of the store's. */
  exchangeRates: Map<string, string>;
}

export function settingsOf({ answers, advanced }: Facts): Settings {
  const word = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined);
  return {
    batched: answers.mode === 'batched',
    exportWhen: answers.exportWhen === 'approved' ? 'approved' : 'dispatched',
    batchCustomer: word(answers.customer),
    guestCustomer: word(advanced.guestCustomer),
    createCustomers: advanced.createCustomers === true,
    salesAccount: word(answers.salesAccount),
    adjustmentAccount: word(answers.adjustmentAccount),
    taxedCode: word(answers.taxedCode),
    untaxedCode: word(answers.untaxedCode),
    shippingProduct: word(answers.shippingProduct),
    surchargeProduct: word(answers.surchargeProduct),
    discountProduct: word(answers.discountProduct),
    roundingProduct: word(answers.roundingProduct),
    orderPrefix: word(advanced.orderPrefix) ?? '',
    tolerance: money.isDecimal(advanced.roundingTolerance) ? money.absolute(advanced.roundingTolerance) : '0.05',
    priceDecimals: Number(advanced.priceDecimals ?? 4),
    splitBackorders: advanced.backorders !== 'wait',
    kits: advanced.kits === 'all' || advanced.kits === 'none' ? advanced.kits : 'auto-assembled',
    looksForOthers: advanced.looksForOthers !== false,
    readInvoiceNumber: advanced.readInvoiceNumber === true,
    creditsChanges: advanced.edits === 'difference',
    creditReason: word(advanced.creditReason) ?? 'Credit',
    exchangeRates: readRates(word(advanced.exchangeRates)),
  };
}

/** 'NZD=1.08, USD=0.66'; what can't be read is no rate. */
function readRates(text = ''): Settings['exchangeRates'] {
  const pairs = text.split(/[,;\s]+/).flatMap((pair) => {
    const [, currency, rate] = /^([A-Z]{3})=(\d+(?:\.\d+)?)$/.exec(pair) ?? [];
    return currency && rate && money.compare(rate, 0) > 0 ? [[currency, rate] as const] : [];
  });
  return new Map(pairs);
}

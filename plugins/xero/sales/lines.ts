import { type BuildContext, money, needsPerson, type RecordBody } from 'patchbay/sdk';
import { incomeAccount } from '../items/income-account.js';
import { LONGEST_CODE } from '../items/wire-item.js';
import { type Settings, settingsOf } from '../settings.js';
import { shape, taxOf } from './amounts.js';
import type { InvoiceLine, Tracking } from './sales-invoice.js';
import type { Taxes } from './taxes.js';

type Invoice = RecordBody<'invoice'>;
type StoreLine = NonNullable<Invoice['lines']>[number];

export interface Reading {
  invoice: Invoice;
  inclusive: boolean;
  taxes: Taxes;
  tracking: Tracking[];
}

export function readLines(reading: Reading, ctx: BuildContext): InvoiceLine[] {
  const { invoice } = reading;
  const taxable = invoice.tax == null || !money.isZero(invoice.tax);
  return (invoice.lines ?? [])
    .filter((line) => !money.isZero(line.quantity) && !isInsideKit(line))
    .map((line) => readLine(line, taxable, reading, ctx));
}

function readLine(line: StoreLine, taxable: boolean, reading: Reading, ctx: BuildContext): InvoiceLine {
  const { invoice, inclusive, taxes, tracking } = reading;
  const settings = settingsOf(ctx);
  const { sku, id, taxCode } = line;
  const { quantity, unitAmount, discount, amount } = shape(line.quantity, line.unitPrice, line.discount ?? '0');
  const isVoucher = settings.vouchers(sku) || ctx.related.get('product', sku)?.body.voucher === true;
  // What a voucher is sold for is owed, not earned: no tax is due before it is used.
  const tax = isVoucher
    ? taxes.untaxed()
    : taxes.charged({ what: sku, amount, inclusive, taxable, tax: line.tax, taxCode });
  return {
    id,
    description: describe(line, invoice, settings),
    quantity,
    unitAmount,
    discount,
    amount,
    account: isVoucher ? voucherAccount(sku, settings) : salesAccount(sku, settings, ctx),
    taxCode: tax.code,
    taxRate: tax.rate,
    item: settings.namesItems ? itemCode(sku) : undefined,
    tracking,
    tax: taxOf(amount, tax.rate, inclusive),
  };
}

/** The kit's own line carries the price of all that is in it. */
const isInsideKit = ({ kit, unitPrice }: StoreLine): boolean => Boolean(kit) && money.isZero(unitPrice);

export function salesAccount(sku: string, { accounts }: Settings, { related, maps }: BuildContext): string {
  return (
    incomeAccount(related.get('product', sku)?.body, maps) ||
    accounts.sales ||
    needsPerson('Choose the sales account in the step “Configure”.')
  );
}

function voucherAccount(sku: string, { accounts }: Settings): string {
  return (
    accounts.vouchers ??
    needsPerson(`${sku} is a gift voucher. Choose the account that vouchers are owed under in the step “Configure”.`)
  );
}

function itemCode(sku: string): string {
  if (sku.length <= LONGEST_CODE) return sku;
  return needsPerson(
    `The SKU ${sku} is longer than an item code of Xero can be (${LONGEST_CODE}). Shorten it in the store.`,
  );
}

function describe({ name, sku }: StoreLine, { number, reference }: Invoice, settings: Settings): string {
  const words: Record<string, string> = { name: name || sku, sku, order: number, reference: reference ?? '' };
  const text = settings.description.replace(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole).trim();
  return (text || sku).slice(0, 4000);
}

import { money, needsPerson, type RecordBody } from 'patchbay/sdk';
import type { Settings } from '../settings.js';
import type { Tax } from './order.js';
import type { Item } from './pricing.js';
import type { SaleLine } from './sale-lines.js';
import type { Taxes } from './taxes.js';

type Invoice = RecordBody<'invoice'>;

interface Priced {
  invoice: Invoice;
  lines: SaleLine[];
  /** The store's prices contain tax. */
  inclusive: boolean;
  places: number;
}

/** Shipping, surcharge and discount of a whole sale. The app has no fields for them: each is a line with a product of its own. */
export function readCharges(sale: Priced, taxes: Taxes, settings: Settings): Item[] {
  const { invoice, inclusive, places } = sale;
  const charges: Item[] = [];
  if (some(invoice.shipping)) {
    const charged = invoice.shippingTax == null ? some(invoice.tax) : some(invoice.shippingTax);
    const gross = inclusive ? invoice.shipping : money.add(invoice.shipping, invoice.shippingTax ?? 0);
    const tax = charged ? taxes.taxed() : taxes.untaxed();
    charges.push(charge(settings.shippingProduct, 'Shipping', gross, tax, places));
  }
  if (some(invoice.surcharge)) {
    const tax = invoice.surchargeTaxed ? taxes.taxed() : taxes.untaxed();
    const gross = inclusive ? invoice.surcharge : withTax(invoice.surcharge, tax);
    charges.push(charge(settings.surchargeProduct, 'Surcharge', gross, tax, places));
  }
  return [...charges, ...discounts(sale, charges, settings)];
}

/** A discount is shared by the taxes of the lines it lowers. */
function discounts({ invoice, lines, inclusive, places }: Priced, charges: Item[], settings: Settings): Item[] {
  if (!some(invoice.discount)) return [];
  const taxes = [...new Map(lines.map(({ tax }) => [tax.code, tax])).values()];
  const worth = taxes.map(({ code }) => sum(lines.filter(({ tax }) => tax.code === code)));
  const shares = money.split(money.negate(invoice.discount), worth, places);
  const taken = shares.map((gross, at) => charge(settings.discountProduct, 'Discount', gross, taxes[at]!, places));
  if (inclusive) return taken.filter(({ gross }) => some(gross));
  // Stores without tax in their prices differ in whether a discount lowers the tax: their own total tells which.
  const before = taken.map((one) => ({ ...one, gross: money.round(withTax(one.gross, one.tax), places) }));
  const rest = money.subtract(invoice.total, sum(lines), sum(charges));
  const miss = (items: Item[]) => money.absolute(money.subtract(rest, sum(items)));
  const closer = money.compare(miss(before), miss(taken)) < 0 ? before : taken;
  return closer.filter(({ gross }) => some(gross));
}

function charge(sku: string | undefined, name: string, gross: string, tax: Tax, places: number): Item {
  const product = sku ?? needsPerson(`Choose the product for ${PRODUCTS[name]} in the step “Configure integration”.`);
  return { sku: product, name, quantity: '1', gross: money.round(gross, places), tax };
}

const PRODUCTS: Record<string, string> = { Shipping: 'shipping', Surcharge: 'surcharges', Discount: 'discounts' };

const sum = (items: { gross: string }[]): string => money.add(...items.map(({ gross }) => gross));

const withTax = (amount: string, { rate }: Tax): string => money.multiply(amount, money.add(1, rate));

const some = (amount: string | null | undefined): amount is string => amount != null && !money.isZero(amount);

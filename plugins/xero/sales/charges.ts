import { money, needsPerson } from 'patchbay/sdk';
import type { Settings } from '../settings.js';
import { addUp, lumpSum } from './amounts.js';
import type { Reading } from './lines.js';
import type { InvoiceLine, Tax } from './sales-invoice.js';

/** Shipping, surcharge and discount of a whole order: each is a line with an account of its own. */
export function readCharges(reading: Reading, lines: InvoiceLine[], settings: Settings): InvoiceLine[] {
  const { invoice, taxes } = reading;
  const { shipping, surcharge } = settings.accounts;
  const charges: InvoiceLine[] = [];
  if (some(invoice.shipping)) {
    const taxed = invoice.shippingTax == null ? some(invoice.tax) : some(invoice.shippingTax);
    const tax = taxed ? taxes.taxed() : taxes.untaxed();
    const amount = money.round(invoice.shipping, 2);
    charges.push(lumpSum({ description: 'Shipping', amount, account: shipping ?? choose('shipping'), tax }, reading));
  }
  if (some(invoice.surcharge)) {
    const tax = invoice.surchargeTaxed ? taxes.taxed() : taxes.untaxed();
    const amount = money.round(invoice.surcharge, 2);
    charges.push(
      lumpSum({ description: 'Surcharge', amount, account: surcharge ?? choose('surcharge'), tax }, reading),
    );
  }
  return [...charges, ...discounts(reading, lines, charges, settings)];
}

/** A discount is shared by the taxes of the lines it lowers. */
function discounts(reading: Reading, lines: InvoiceLine[], charges: InvoiceLine[], settings: Settings): InvoiceLine[] {
  const { invoice, inclusive, taxes } = reading;
  if (!some(invoice.discount)) return [];
  const account = settings.accounts.discount ?? settings.accounts.sales ?? choose('discount');
  const kinds = [...new Map(lines.map((line) => [line.taxCode, line])).values()];
  const worth = kinds.map(({ taxCode }) =>
    money.add(0, ...lines.filter((line) => line.taxCode === taxCode).map(({ amount }) => amount)),
  );
  const shares = money.split(money.negate(invoice.discount), worth, 2);
  const discount = (given: string, tax: Tax) =>
    lumpSum({ description: 'Discount', amount: money.round(given, 2), account, tax }, reading);
  const lowering = shares.map((share, at) => {
    const { taxCode: code = '', taxRate: rate } = kinds[at]!;
    return discount(share, { code, rate });
  });
  if (inclusive) return lowering.filter(({ amount }) => some(amount));
  // Stores without tax in their prices differ in whether a discount lowers the tax: their own total tells which.
  const aside = [discount(money.negate(invoice.discount), taxes.untaxed())];
  const miss = (lowered: InvoiceLine[]) =>
    money.absolute(money.subtract(invoice.total, addUp([...lines, ...charges, ...lowered], inclusive).total));
  const closer = money.compare(miss(aside), miss(lowering)) < 0 ? aside : lowering;
  return closer.filter(({ amount }) => some(amount));
}

const choose = (what: string) => needsPerson(`Choose the ${what} account in the step “Configure”.`);

const some = (amount: string | null | undefined): amount is string => amount != null && !money.isZero(amount);

import { money } from 'patchbay/sdk';
import type { InvoiceLine, Tax, Tracking } from './sales-invoice.js';

/** The app counts in hundredths, whatever the currency. */
const PLACES = 2;
/** As many decimals as quantities and prices may have over there. */
const FINE = 4;

type Amounts = Pick<InvoiceLine, 'quantity' | 'unitAmount' | 'discount' | 'amount'>;

/** A line's amount and tax, as the app works them out: each rounded to the cent by itself, then added up. */
export function taxOf(amount: string, rate: string, inclusive: boolean): string {
  const tax = money.multiply(amount, rate);
  return inclusive ? money.divide(tax, money.add(1, rate), PLACES) : money.round(tax, PLACES);
}

/** A line that is nothing but its amount, rounded already: a charge, a discount, what is given back. */
export function lumpSum(
  { description, amount, account, tax }: Pick<InvoiceLine, 'description' | 'amount'> & { account: string; tax: Tax },
  { inclusive, tracking }: { inclusive: boolean; tracking: Tracking[] },
): InvoiceLine {
  return {
    description,
    quantity: '1',
    unitAmount: amount,
    account,
    taxCode: tax.code,
    taxRate: tax.rate,
    tracking,
    amount,
    tax: taxOf(amount, tax.rate, inclusive),
  };
}

/** Quantity, price and discount in a form that the app takes and comes to the same amount with. */
export function shape(quantity: string, unitPrice: string, discount: string): Amounts {
  const exact = money.subtract(money.multiply(quantity, unitPrice), discount);
  const amount = money.round(exact, PLACES);
  const fits = (value: string, places: number) => money.compare(value, money.round(value, places)) === 0;
  const plain = money.compare(quantity, 0) > 0 && money.compare(discount, 0) >= 0;
  if (plain && fits(quantity, FINE) && fits(unitPrice, FINE) && fits(discount, PLACES)) {
    return { quantity, unitAmount: unitPrice, ...(!money.isZero(discount) && { discount }), amount };
  }
  // What is taken back has a negative price; what can't be said in four decimals is one piece of its whole amount.
  const pieces = money.absolute(quantity);
  const unit = money.divide(exact, pieces, FINE);
  const hits = fits(pieces, FINE) && money.compare(money.round(money.multiply(pieces, unit), PLACES), amount) === 0;
  return hits ? { quantity: pieces, unitAmount: unit, amount } : { quantity: '1', unitAmount: amount, amount };
}

export function addUp(lines: Pick<InvoiceLine, 'amount' | 'tax'>[], inclusive: boolean) {
  const amounts = money.add(0, ...lines.map(({ amount }) => amount));
  const tax = money.add(0, ...lines.map((line) => line.tax));
  return { tax, total: inclusive ? amounts : money.add(amounts, tax) };
}

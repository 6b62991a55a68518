import { money, needsPerson, rejected } from 'patchbay/sdk';
import type { Settings } from '../settings.js';
import type { Order, OrderLine, Tax } from './order.js';

/** Something to be sold, with what the customer pays for all of it, tax included. */
export interface Item {
  id?: string;
  sku: string;
  name?: string;
  quantity: string;
  gross: string;
  tax: Tax;
}

export interface PricingRules extends Pick<Settings, 'tolerance' | 'priceDecimals' | 'roundingProduct'> {
  /** Decimals of the currency. */
  places: number;
  currency: string;
  untaxed: () => Tax;
}

export type Priced = Pick<Order, 'lines' | 'subTotal' | 'taxTotal' | 'total'>;

/**
 * Takes the tax out of each item, the way the app puts it back: a line's total and its tax are each rounded to the cent. One amount
 * in eleven can't be reached so; it is missed by a cent, upwards or downwards as keeps the whole order nearest to what is due, and a
 * rounding line settles the rest.
 */
export function price(items: Item[], due: string, rules: PricingRules): Priced {
  let missed = '0';
  const lines = items.map((item) => {
    const line = priceLine(item, missed, rules);
    missed = money.add(missed, reached(line), money.negate(item.gross));
    return line;
  });
  return settle(lines, due, rules, rules.tolerance);
}

/** Adds a rounding line where what the app will come to is not what is due, and not more than `tolerance` away from it. */
export function settle(lines: OrderLine[], due: string, rules: PricingRules, tolerance?: string): Priced {
  const sum = addUp(lines);
  const rest = money.subtract(due, sum.total);
  if (money.isZero(rest)) return { lines, ...sum };
  if (tolerance !== undefined && money.compare(money.absolute(rest), tolerance) > 0) {
    const [store, app, apart] = [due, sum.total, money.absolute(rest)].map((amount) =>
      money.shown(amount, rules.currency),
    );
    rejected(
      `The store’s total is ${store}, the sales order’s would be ${app}: ${apart} apart, more than the ${tolerance} that may be rounded.`,
    );
  }
  const sku =
    rules.roundingProduct ?? needsPerson('Choose the product for rounding in the step “Configure integration”.');
  const { code, rate } = rules.untaxed();
  const amounts = { quantity: '1', unitPrice: rest, total: rest, tax: '0', taxCode: code, taxRate: rate };
  const rounded = [...lines, { sku, name: 'Rounding', ...amounts }];
  return { lines: rounded, ...addUp(rounded) };
}

export function addUp(lines: OrderLine[]): Omit<Priced, 'lines'> {
  const subTotal = money.add(...lines.map((line) => line.total));
  const taxTotal = money.add(...lines.map((line) => line.tax));
  return { subTotal, taxTotal, total: money.add(subTotal, taxTotal) };
}

/** The app counts in hundredths, whatever the currency. */
const PLACES = 2;
const CENT = '0.01';

/** A line's total and tax, as the app works them out. */
export function appAmounts(line: Pick<OrderLine, 'quantity' | 'unitPrice' | 'taxRate'>) {
  const total = money.round(money.multiply(line.quantity, line.unitPrice), PLACES);
  return { total, tax: money.round(money.multiply(total, line.taxRate), PLACES) };
}

function priceLine({ id, sku, name, quantity, gross, tax }: Item, missed: string, rules: PricingRules): OrderLine {
  const withTax = money.add(1, tax.rate);
  const unit = money.divide(money.divide(gross, quantity, 12), withTax, rules.priceDecimals);
  const net = money.divide(gross, withTax, PLACES);
  const unitPrices = [
    unit,
    ...[net, money.subtract(net, CENT), money.add(net, CENT)].map((total) =>
      money.divide(total, quantity, rules.priceDecimals),
    ),
  ];
  const candidates = unitPrices.map((unitPrice): OrderLine => {
    const line = { id, sku, name, quantity, unitPrice, taxCode: tax.code, taxRate: tax.rate };
    return { ...line, ...appAmounts(line) };
  });
  // A price that hits its own line is never bent to make up for another line.
  const exact = candidates.find((line) => money.compare(reached(line), gross) === 0);
  return exact ?? nearest(candidates, money.subtract(gross, missed));
}

function nearest(candidates: OrderLine[], aim: string): OrderLine {
  const miss = (line: OrderLine) => money.absolute(money.subtract(reached(line), aim));
  return candidates.reduce((best, line) => (money.compare(miss(line), miss(best)) < 0 ? line : best));
}

const reached = ({ total, tax }: Pick<OrderLine, 'total' | 'tax'>): string => money.add(total, tax);

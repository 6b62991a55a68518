import { type BuildContext, money } from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import type { Order, OrderCustomer, OrderLine } from './order.js';
import { appAmounts, settle } from './pricing.js';

export interface CreditLine extends Pick<OrderLine, 'sku' | 'name' | 'quantity' | 'unitPrice' | 'total' | 'tax'> {
  taxCode: string;
  taxRate: string;
  /** The goods never left, or came back: they are on the shelf again. */
  returns: boolean;
}

/** A free credit: what a completed order was too much by. */
export interface Credit {
  kind: 'credit';
  number?: string;
  /** Of the order; nothing made for it is older. */
  since: string;
  customer: OrderCustomer;
  warehouse: string;
  currency: string;
  exchangeRate: string;
  lines: CreditLine[];
  subTotal: string;
  taxTotal: string;
  total: string;
}

export const isCredit = (payload: unknown): payload is Credit => (payload as Partial<Credit> | null)?.kind === 'credit';

/** What takes a completed order back to what it should be; undefined where something of it became more, which no credit can say. */
export function creditFor(was: Order, now: Order | undefined, ctx: BuildContext): Credit | undefined {
  if (now && where(was) !== where(now)) return undefined;
  const rounding = settingsOf(ctx).roundingProduct;
  const left = new Map(
    (now?.lines ?? []).filter((line) => !isRounding(line, rounding)).map((line) => [nameOf(line), line]),
  );
  const lines: CreditLine[] = [];
  for (const line of was.lines.filter((one) => !isRounding(one, rounding))) {
    const still = left.get(nameOf(line));
    left.delete(nameOf(line));
    const less = still ? lessOf(line, still) : [taken(line, line.quantity, line.unitPrice, line.id !== undefined)];
    if (!less) return undefined;
    lines.push(...less);
  }
  if (left.size > 0 || lines.length === 0) return undefined;
  return settled(lines, was, now, ctx);
}

const where = ({ customer, warehouse, currency }: Order) => [customer.code, warehouse, currency].join('|');

const isRounding = ({ id, sku }: OrderLine, rounding: string | undefined) => id === undefined && sku === rounding;

/** A line of the store's, or a charge of the whole order. */
const nameOf = ({ id, sku, taxCode }: OrderLine) => id ?? `${sku}|${taxCode}`;

/** Fewer pieces go back on the shelf; a lower price, and a lower charge, are money only. */
function lessOf(was: OrderLine, now: OrderLine): CreditLine[] | undefined {
  const fewer = money.subtract(was.quantity, now.quantity);
  const cheaper = money.subtract(was.unitPrice, now.unitPrice);
  if (was.sku !== now.sku || was.taxCode !== now.taxCode) return undefined;
  if (money.compare(fewer, 0) < 0 || money.compare(cheaper, 0) < 0) return undefined;
  return [
    ...(money.isZero(fewer) ? [] : [taken(was, fewer, was.unitPrice, was.id !== undefined)]),
    ...(money.isZero(cheaper) || money.isZero(now.quantity) ? [] : [taken(was, now.quantity, cheaper, false)]),
  ];
}

function taken(line: OrderLine, quantity: string, unitPrice: string, returns: boolean): CreditLine {
  const { sku, name, taxCode, taxRate } = line;
  return { sku, name, quantity, unitPrice, ...appAmounts({ quantity, unitPrice, taxRate }), taxCode, taxRate, returns };
}

/** To the cent what the store's totals are apart. */
function settled(lines: CreditLine[], was: Order, now: Order | undefined, ctx: BuildContext): Credit | undefined {
  const settings = settingsOf(ctx);
  const due = money.subtract(was.total, now?.total ?? 0);
  if (money.compare(due, 0) <= 0) return undefined;
  const { number, customer, warehouse, currency, exchangeRate, date: since } = was;
  const untaxed = () => ({
    code: settings.untaxedCode ?? was.tax.code,
    rate: settings.untaxedCode ? '0' : was.tax.rate,
  });
  const rules = { ...settings, places: money.placesOf(currency), currency, untaxed };
  const sum = settle(lines, due, rules, settings.tolerance);
  const priced = sum.lines.map((line, at) => ({ ...line, returns: lines[at]?.returns ?? false }));
  return { kind: 'credit', number, since, customer, warehouse, currency, exchangeRate, ...sum, lines: priced };
}

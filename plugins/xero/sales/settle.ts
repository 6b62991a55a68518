import { money, rejected } from 'patchbay/sdk';
import type { Settings } from '../settings.js';
import { addUp } from './amounts.js';
import type { InvoiceLine, SalesInvoice } from './sales-invoice.js';

type Settled = Pick<SalesInvoice, 'lines' | 'tax' | 'total'>;

export interface Due {
  total: string;
  inclusive: boolean;
  currency: string;
}

/** Adds a rounding line where what the app will come to is not what is due, and not more than `tolerance` away from it. */
export function settle(lines: InvoiceLine[], due: Due, { accounts }: Settings, tolerance?: string): Settled {
  const sum = addUp(lines, due.inclusive);
  const rest = money.subtract(due.total, sum.total);
  if (money.isZero(rest)) return { lines, ...sum };
  if (tolerance !== undefined && money.compare(money.absolute(rest), tolerance) > 0) {
    const [store, app, apart] = [due.total, sum.total, money.absolute(rest)].map((amount) =>
      money.shown(amount, due.currency),
    );
    rejected(
      `The store’s total is ${store}, Xero’s would be ${app}: ${apart} apart, more than the ${tolerance} that may be rounded.`,
    );
  }
  const rounded = [...lines, roundingLine(rest, accounts.rounding)];
  return { lines: rounded, ...addUp(rounded, due.inclusive) };
}

export const isRounding = ({ taxCode }: Pick<InvoiceLine, 'taxCode'>): boolean => taxCode === undefined;

const roundingLine = (amount: string, account: string | undefined): InvoiceLine => ({
  description: 'Rounding',
  quantity: '1',
  unitAmount: amount,
  account,
  taxRate: '0',
  tracking: [],
  amount,
  tax: '0',
});

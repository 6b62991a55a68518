import { money } from 'patchbay/sdk';
import { addUp } from '../sales/amounts.js';
import type { InvoiceLine } from '../sales/sales-invoice.js';
import type { CreditNoteRow, LineRow } from '../wire.js';
import { sumOf } from './about-order.js';
import type { CreditNote } from './credit-note.js';

/**
 * What is left to credit of a whole order after shares of it were credited: all of its lines, less theirs, so that in the end every
 * account and every tax stands as if there had been no order. Undefined where that can't be said to the cent.
 */
export function restOf(whole: CreditNote, given: CreditNoteRow[]): CreditNote | undefined {
  const { inclusive, currency } = whole;
  const kind = inclusive ? 'Inclusive' : 'Exclusive';
  if (given.some((row) => row.LineAmountTypes !== kind || row.CurrencyCode !== currency)) return undefined;
  const lines = [...whole.lines];
  for (const { LineItems: items = [], CreditNoteNumber: number = '' } of given) {
    for (const item of items) {
      const line = takenBack(item, number);
      if (!line) return undefined;
      lines.push(line);
    }
  }
  const sum = addUp(lines, inclusive);
  const isExact = money.compare(sum.total, money.subtract(whole.total, sumOf(given))) === 0;
  return isExact ? { ...whole, lines, ...sum } : undefined;
}

/** A line that undoes one that is credited already. */
function takenBack(item: LineRow, number: string): InvoiceLine | undefined {
  const { AccountCode, AccountID, TaxType: taxCode, LineAmount, TaxAmount = 0, Tracking = [] } = item;
  const account = AccountCode ?? AccountID;
  if (!account || !taxCode || LineAmount === undefined) return undefined;
  const amount = money.negate(LineAmount);
  return {
    description: `Credited already by ${number}: ${item.Description ?? ''}`.slice(0, 4000),
    quantity: '1',
    unitAmount: amount,
    account,
    taxCode,
    // The app works it out from the code; what it came to before is what it comes to with a minus.
    taxRate: '0',
    tracking: Tracking.map(({ Name: category = '', Option: option = '' }) => ({ category, option })),
    amount,
    tax: money.negate(TaxAmount),
  };
}

import { type BuildContext, type Document, money, type SentDocument } from 'patchbay/sdk';
import { inTurn, ofCancelling, ofChange } from '../credits/about-order.js';
import type { CreditNote } from '../credits/credit-note.js';
import { markerOf } from '../marker.js';
import { paidOf } from '../money/split.js';
import { settingsOf } from '../settings.js';
import { taxOf } from './amounts.js';
import { type InvoiceLine, orderOf, type SalesInvoice } from './sales-invoice.js';
import { isRounding, settle } from './settle.js';

/**
 * What takes an approved invoice to what it should be: a credit note where it came to less, a further invoice where it came to more.
 * Undefined where neither can say it: another customer, another currency, or the same total booked otherwise.
 */
export function differenceOf(
  before: SentDocument,
  was: SalesInvoice,
  now: SalesInvoice | undefined,
  ctx: BuildContext,
): Document | undefined {
  if (now && where(was) !== where(now)) return undefined;
  const more = money.subtract(now?.total ?? '0', was.total);
  if (money.isZero(more)) return undefined;
  const grew = money.compare(more, 0) > 0;
  const lines = linesBetween(was, now).map((line) => (grew ? line : negated(line)));
  const due = { total: money.absolute(more), inclusive: was.inclusive, currency: was.currency };
  const settings = settingsOf(ctx);
  const settled = settle(lines, due, settings, roundedApart(lines, settings.tolerance));
  return grew ? furtherInvoice(before, now!, settled, ctx) : creditNote(before, was, now, settled, ctx);
}

/** Both ends have been found right by themselves, each rounded its own way; and each line's tax is rounded once more. */
const roundedApart = ({ length }: InvoiceLine[], tolerance: string): string =>
  money.add(money.multiply(tolerance, '2'), money.multiply('0.01', String(length)));

const where = ({ contact, currency, inclusive }: SalesInvoice) =>
  [contact.customer ?? contact.id, currency, inclusive].join('|');

type Settled = Pick<SalesInvoice, 'lines' | 'tax' | 'total'>;

function creditNote(
  before: SentDocument,
  was: SalesInvoice,
  now: SalesInvoice | undefined,
  settled: Settled,
  { related }: BuildContext,
): Document {
  const number = orderOf(was);
  const cancelled = now ? undefined : related.get('invoice', number)?.body;
  const { date, contact, currency, rate, inclusive, status, brandingTheme } = was;
  const reference = `${before.reference}-C`;
  const payload: CreditNote = {
    kind: 'credit',
    number,
    date,
    contact,
    reference: (now ? ofChange : ofCancelling)(number, before.reference).slice(0, 255),
    order: number,
    left: was.total,
    currency,
    rate,
    inclusive,
    status,
    brandingTheme,
    ...(before.remoteId && { appliesTo: before.remoteId }),
    ...(cancelled && { paid: paidOf(cancelled) }),
    ...settled,
  };
  return {
    reference,
    part: 'difference',
    payload,
    steps: ['create-credit', 'verify-credit', ...(payload.appliesTo === undefined ? [] : ['allocate-credit'])],
    serialBy: inTurn(number),
    summary: `Credit of ${money.shown(settled.total, was.currency)}`,
  };
}

function furtherInvoice(before: SentDocument, now: SalesInvoice, settled: Settled, { store }: BuildContext): Document {
  const reference = `${before.reference}-D`;
  const payload: SalesInvoice = { ...now, ...settled, url: markerOf(store, reference) };
  return {
    reference,
    part: 'difference',
    payload,
    steps: ['create', 'verify'],
    summary: `${money.shown(settled.total, now.currency)} more`,
  };
}

/** What has to be added to the lines of one to come to those of the other. */
function linesBetween(was: SalesInvoice, now: SalesInvoice | undefined): InvoiceLine[] {
  const left = new Map((now?.lines ?? []).filter((line) => !isRounding(line)).map((line) => [kindOf(line), line]));
  const { inclusive } = was;
  const changed = was.lines
    .filter((line) => !isRounding(line))
    .map((line) => {
      const still = left.get(kindOf(line));
      left.delete(kindOf(line));
      return ofAmount(line, money.subtract(still?.amount ?? '0', line.amount), inclusive);
    });
  const added = [...left.values()].map((line) => ofAmount(line, line.amount, inclusive));
  return [...changed, ...added].filter(({ amount }) => !money.isZero(amount));
}

const kindOf = ({ id, description, account, taxCode, tracking }: InvoiceLine): string =>
  JSON.stringify([id ?? description, account, taxCode, tracking]);

/** One piece of a whole amount: neither discounts nor quantities say a difference. */
function ofAmount(line: InvoiceLine, amount: string, inclusive: boolean): InvoiceLine {
  const { discount: _, item: __, ...rest } = line;
  return { ...rest, quantity: '1', unitAmount: amount, amount, tax: taxOf(amount, line.taxRate, inclusive) };
}

const negated = (line: InvoiceLine): InvoiceLine => ({
  ...line,
  unitAmount: money.negate(line.unitAmount),
  amount: money.negate(line.amount),
  tax: money.negate(line.tax),
});

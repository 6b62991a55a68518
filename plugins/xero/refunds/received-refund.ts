import { type BuildContext, type Document, money, needsPerson } from 'patchbay/sdk';
import type { CreditNote } from '../credits/credit-note.js';
import type { Paying } from '../money/money-document.js';
import { settingsOf } from '../settings.js';
import { type Invoice, moneyOf, type Refund, referenceOf } from './money-back.js';
import { creditOf } from './own-credit.js';
import { prepaidFor, type Received, sharedAmong, sumOf } from './received.js';

/** Paid back from money that came in without an invoice; by which reference, only the store's payments tell. */
export interface ReceivedRefund extends Omit<Paying, 'kind' | 'target'> {
  kind: 'prepayment-refund' | 'overpayment-refund';
  /** Each would be enough. */
  prepayments: { reference: string; date: string }[];
}

/** What goes back of money that came in: from where it stands, or by a credit note. */
type Refunding = Document<ReceivedRefund | CreditNote>;

/** An order that was cancelled before it was invoiced: its money came in as prepayments, or is owed on an account of its own. */
export function ofPrepayment(body: Refund, order: Invoice, ctx: BuildContext): Refunding[] {
  const { isBank, amount } = moneyOf(body, order, ctx);
  const all = order.payments ?? [];
  if (all.length === 0) return isBank ? [fromReceived(body, order, [], ctx)] : [fromOwed(body, order, ctx)];
  const received = prepaidFor(body, order, ctx);
  if (received.length === 0)
    needsPerson(
      `${order.number} was paid before the integration start date and never invoiced, so its money isn’t in Xero by us. Enter the refund there by hand, then mark this one as expected.`,
    );
  if (money.compare(sumOf(received), amount) < 0)
    needsPerson(
      `It pays back more than came in for ${order.number} without an invoice. Enter the refund in Xero by hand, then mark this one as expected.`,
    );
  return ofReceived(body, order, likeFirst(received, isBank), ctx);
}

/** Money goes back the way that it came, where enough came that way. */
const likeFirst = (received: Received[], isBank: boolean): Received[] => [
  ...received.filter((one) => one.isBank === isBank),
  ...received.filter((one) => one.isBank !== isBank),
];

/** From one that is enough by itself, else from several. All that is owed on the account of its own goes back by one credit note. */
export function ofReceived(body: Refund, order: Invoice, received: Received[], ctx: BuildContext): Refunding[] {
  const amount = money.round(body.amount, 2);
  const enough = received.filter((one) => money.compare(one.amount, amount) >= 0);
  if (enough[0]?.isBank) return [fromReceived(body, order, enough.filter(isSameAs(enough[0])), ctx)];
  if (enough[0]) return [fromOwed(body, order, ctx)];
  const { shares } = sharedAmong(received, amount);
  const owed = sumOf(shares.filter(({ isBank }) => !isBank));
  return [
    ...shares
      .filter(({ isBank }) => isBank)
      .map((share) => fromReceived({ ...body, amount: share.amount }, order, [share], ctx)),
    ...(money.isZero(owed) ? [] : [fromOwed({ ...body, amount: owed }, order, ctx)]),
  ];
}

const isSameAs =
  ({ isBank, kind }: Received) =>
  (other: Received): boolean =>
    other.isBank === isBank && other.kind === kind;

function fromOwed(body: Refund, order: Invoice, ctx: BuildContext): Document<CreditNote> {
  const account =
    settingsOf(ctx).accounts.overpayments ?? needsPerson('Choose the overpayments account in the step “Configure”.');
  return creditOf(body, order, { account, taxed: false, owed: true }, undefined, ctx);
}

function fromReceived(body: Refund, order: Invoice, received: Received[], ctx: BuildContext): Document<ReceivedRefund> {
  const { isBank: _, ...paid } = moneyOf(body, order, ctx);
  const kind = received[0]?.kind ?? 'prepayment';
  const payload: ReceivedRefund = {
    kind: `${kind}-refund`,
    number: body.number,
    of: order.number,
    prepayments: received.map(({ reference, date }) => ({ reference, date })),
    ...paid,
  };
  const why = kind === 'prepayment' ? 'which was cancelled' : 'which was paid too much';
  return {
    reference: referenceOf(body, ctx),
    payload,
    steps: ['refund-prepayment', 'verify-payment'],
    // What is left of each is read before one is chosen.
    serialBy: `refunds of ${order.number}`,
    summary: `${money.shown(paid.amount, paid.currency)} back for ${order.number}, ${why}`,
    doublesUnlessFound: true,
  };
}

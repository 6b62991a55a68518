import {
  awaits,
  type BuildContext,
  type Document,
  type HubRecord,
  money,
  needsPerson,
  notDue,
  type Parent,
  type ParentPart,
  type ParentRef,
  type RecordRef,
  rejected,
  type UsesContext,
} from 'patchbay/sdk';
import { type CreditNote, isCredit, takesAllBack } from '../credits/credit-note.js';
import { accountRefs, allAccountRefs, isStoreCredit } from '../money/accounts.js';
import { neverInvoiced } from '../money/build-payments.js';
import { PAYS, type Paying } from '../money/money-document.js';
import { checkOwner } from '../sales/owner.js';
import { isClosed, type SalesInvoice } from '../sales/sales-invoice.js';
import { taxRefs } from '../sales/taxes.js';
import { type Settings, settingsOf } from '../settings.js';
import { type Invoice, moneyOf, type Refund, referenceOf } from './money-back.js';
import { ofItself } from './own-credit.js';
import { overpaidFor, sharedAmong, sumOf } from './received.js';
import { ofPrepayment, ofReceived, type ReceivedRefund } from './received-refund.js';

export type RefundDocument = Paying | CreditNote | ReceivedRefund;

export const refundRefs = ({ body }: HubRecord<'refund'>, ctx: UsesContext): RecordRef[] => [
  ...(body.invoice ? [{ type: 'invoice' as const, key: body.invoice }] : []),
  ...(body.username ? [{ type: 'customer' as const, key: body.username }] : []),
  ...accountRefs(body.method, ctx),
  ...allAccountRefs(ctx),
  ...taxRefs([], ctx),
];

/** What is paid back from goes first: the credit of its return, and the invoice that either was for. */
export const refundParents = ({ body }: HubRecord<'refund'>): ParentRef[] => [
  ...(body.return ? [{ task: 'export-credit-notes', key: body.return }] : []),
  ...(body.invoice ? [{ task: 'export-invoices', key: body.invoice }] : []),
];

/** Each refund is paid through the account of its method: from the credit of its return, or from one of its own. */
export function buildRefund(
  { body }: HubRecord<'refund'>,
  ctx: BuildContext,
): Document<RefundDocument> | Document<RefundDocument>[] {
  checkOwner(ctx);
  if (!body.refundedOn) return notDue('It isn’t paid back yet.');
  if (money.isZero(body.amount)) return notDue('It is nothing.');
  if (isStoreCredit(body.method, ctx)) return notDue('It stays with the store: the credit is left open in Xero.');
  const order = body.invoice ? ctx.related.get('invoice', body.invoice)?.body : undefined;
  const credit = body.return ? ctx.parents.get('export-credit-notes', body.return) : undefined;
  if (body.return && !credit) return notDue('Its return isn’t here yet.');
  if (credit?.state === 'expected') return notDue('Its return was marked as expected: its money is left to you.');
  if (credit?.state === 'exported') return fromCredit(body, creditId(credit.remoteId), credit.number, order, ctx);
  if (!order) return notDue('Its order isn’t here yet.');
  const invoice = body.invoice ? ctx.parents.get('export-invoices', body.invoice) : undefined;
  if (neverInvoiced(order, invoice?.parts.length ?? 0, body.refundedOn, ctx))
    return together(ofPrepayment(body, order, ctx));
  return body.return ? ofInvoice(body, order, invoice, ctx) : besideOverpaid(body, order, invoice, ctx);
}

/** What was paid too much is the customer's own: it goes back first, and lowers no revenue. */
function besideOverpaid(body: Refund, order: Invoice, invoice: Parent | undefined, ctx: BuildContext) {
  const amount = money.round(body.amount, 2);
  const over = isOwnCredit(amount, ctx) ? [] : overpaidFor(body, order, invoice, ctx);
  const isAllOfIt = money.compare(amount, sumOf(over)) <= 0;
  if (over.length === 0 || (!isAllOfIt && creditOnInvoice(body, order, invoice?.parts ?? [])))
    return ofInvoice(body, order, invoice, ctx);
  const { rest } = sharedAmong(over, amount);
  const [own, more] = [money.subtract(amount, rest), { ...body, amount: rest }];
  const back = ofReceived({ ...body, amount: own }, order, over, ctx);
  return together(money.isZero(rest) ? back : [...back, ofInvoice(more, order, invoice, ctx)]);
}

/** All of it went out of a credit of its own before, and stays so. */
const isOwnCredit = (amount: string, { shipped }: BuildContext): boolean =>
  shipped.some(({ payload }) => isCredit(payload) && payload.order && money.compare(payload.total, amount) === 0);

/** Several of one refund have numbers and parts of their own, but for the last. */
const together = (documents: Document<RefundDocument>[]): Document<RefundDocument>[] =>
  documents.map((one, at) =>
    at === documents.length - 1 ? one : { ...one, part: `${at + 1}`, reference: `${one.reference}-${at + 1}` },
  );

/** From the credit that took its invoice back, or else from one of its own. */
function ofInvoice(
  body: Refund,
  order: Invoice,
  invoice: Parent | undefined,
  ctx: BuildContext,
): Document<RefundDocument> {
  const taken = creditOnInvoice(body, order, invoice?.parts ?? []);
  if (taken) return fromCredit(body, creditId(taken.remoteId), taken.number ?? taken.reference, order, ctx);
  if (order.status === 'cancelled' && invoice) checkCancelled(invoice, settingsOf(ctx).cancelled);
  return ofItself(body, order, invoice?.parts[0]?.payload as SalesInvoice | undefined, ctx);
}

/** There is no credit of the cancelled order that it could be paid from: it comes by itself, or a person has to do something. */
function checkCancelled({ state, parts, changed, because = '' }: Parent, cancelled: Settings['cancelled']): void {
  const byHand = 'enter what was paid back in Xero by hand, then mark this line as expected.';
  if (state === 'expected')
    needsPerson(`Its order was cancelled, and its invoice was marked as expected. If it isn’t there yet, ${byHand}`);
  if (state !== 'exported') return;
  if (parts.some(({ payload }) => takesAllBack(payload)))
    needsPerson(`It is more than the credit of its cancelled order. Look at the credits of it, and ${byHand}`);
  if (isClosed(parts) || cancelled === 'void')
    needsPerson(
      `Its order was cancelled, and its invoice is voided or deleted instead of credited: no credit will be there to pay it back from. If the money came in and went back, ${byHand}`,
    );
  if (changed === 'soon')
    awaits(`Its order was cancelled. It is paid back once the credit of its invoice is in Xero. ${because}`.trim());
  if (changed === 'asked')
    awaits(
      `Its order was cancelled, and you are asked what becomes of its invoice. Send the credit that is offered there, and it is paid back from that; if none is, or you leave the invoice as it is, ${byHand}`,
    );
  rejected(
    `Its order was cancelled, but its invoice was left as it is, so no credit is in Xero to pay it back from. If the money came in and went back, ${byHand}`,
  );
}

/** What made up for a change of its order, or for all of it, is owed to the customer already: another credit would give it twice. */
const creditOnInvoice = ({ amount }: Refund, { status }: Invoice, parts: ParentPart[]): ParentPart | undefined =>
  parts.find(({ payload, remoteId }) => {
    if (!isCredit(payload) || remoteId === undefined) return false;
    const left = money.compare(payload.total, amount);
    // Of an order that goes on, less than its change may well be something else that was given back.
    return left === 0 || (left > 0 && status === 'cancelled');
  });

const creditId = (id: string | undefined): string =>
  id ?? needsPerson('The credit note of its return is in Xero, but its id isn’t known. Re-export the return.');

function fromCredit(body: Refund, id: string, of: string | undefined, order: Invoice | undefined, ctx: BuildContext) {
  const { isBank: _, ...paid } = moneyOf(body, order, ctx);
  const payload: Paying = {
    kind: 'payment',
    number: body.number,
    target: { kind: 'CreditNote', id },
    of: of ?? `Return ${body.return}`,
    ...paid,
  };
  return {
    reference: referenceOf(body, ctx),
    payload,
    steps: PAYS,
    summary: `${money.shown(paid.amount, paid.currency)} back from ${payload.of}`,
    doublesUnlessFound: true,
  };
}

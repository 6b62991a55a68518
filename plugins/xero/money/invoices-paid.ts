import { awaits, type BuildContext, money, type Parent, type ParentPart, type RecordBody } from 'patchbay/sdk';
import { isCredit } from '../credits/credit-note.js';
import { isBatch, type SalesInvoice } from '../sales/sales-invoice.js';
import { type MoneyDocument, type Paying, sharesOf } from './money-document.js';
import { split } from './split.js';

type Payment = RecordBody<'payment'>;
type Invoice = RecordBody<'invoice'>;

/** What of a payment goes to one invoice. */
export interface PaidInvoice {
  /** Of its payment, where that pays several. */
  part?: string;
  id: string;
  /** What people call it. */
  of: string;
  amount: string;
}

interface Paid {
  body: Payment;
  order: Invoice;
  invoice: Parent;
  /** Of the invoice that its order became first. */
  id: string;
  /** What of the payment is owed by the order. */
  due: string;
}

/** Which invoices a payment pays. What its order came to more after that was approved is on a further one, which is paid last. */
export function invoicesPaid(paid: Paid, ctx: BuildContext): PaidInvoice[] {
  const { body, order, invoice, id, due } = paid;
  if (money.isZero(due)) return [];
  const nameOf = (target: string) =>
    invoice.parts.find(({ remoteId }) => target !== id && remoteId === target)?.reference;
  const sent = ctx.shipped.flatMap(({ part, payload }) => {
    const [share] = sharesOf(payload as MoneyDocument, body.number);
    if (share?.kind !== 'payment') return [];
    const target = (payload as Paying).target.id;
    return [{ ...(part && { part }), id: target, of: nameOf(target) ?? order.number, amount: share.amount }];
  });
  if (money.compare(due, money.add(0, ...sent.map(({ amount }) => amount))) === 0) return sent;
  const first = { id, of: order.number, amount: due };
  if (isMixed(invoice)) return [first];
  const further = invoice.parts[1];
  const room = roomOnFirst(paid, further);
  if (room === undefined || money.compare(due, room) <= 0) return [first];
  if (!further) return isOpen(invoice) ? awaits(OFFERED) : [first];
  const rest = { id: further.remoteId ?? id, of: further.reference, amount: money.subtract(due, room) };
  return money.isZero(room)
    ? [rest]
    : [
        { ...first, amount: room },
        { ...rest, part: 'further' },
      ];
}

const OFFERED = 'Its order came to more after it was sent. What becomes of that goes first, and this pays it.';

const isOpen = ({ changed }: Parent): boolean => changed !== undefined;

/** Something was credited as well, or it came to more twice: only the app knows then what is open on which. */
const isMixed = ({ parts }: Parent): boolean =>
  parts.length > 2 || parts.slice(1).some(({ payload }) => isCredit(payload));

/** How much of a payment the first invoice still takes, after what was paid before it; undefined where nobody knows. */
function roomOnFirst({ body, order, invoice }: Paid, further: ParentPart | undefined): string | undefined {
  const payload = invoice.parts[0]?.payload as SalesInvoice | null | undefined;
  if (!payload) return undefined;
  // A batch doesn't say the order's share, but what it came to since does.
  if (isBatch(payload) && (isOpen(invoice) || !further)) return undefined;
  const more = (further?.payload as SalesInvoice | null | undefined)?.total ?? '0';
  const total = isBatch(payload) ? money.subtract(order.total, more) : payload.total;
  return split(body, { ...order, total }).due;
}

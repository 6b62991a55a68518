import { divide } from './decimal.js';
import type { Order, OrderLine } from './order.js';
import { net } from './order-totals.js';
import { paymentMethod, STORE_CREDIT } from './payment-methods.js';
import type { Rma } from './rma.js';
import { refundTax, refundTotals } from './rma-table.js';
import type { SeededSales } from './seeded-sales.js';

const HOUR = 3_600_000;
const GST = 10;

interface Story {
  reason: string;
  outcome: string;
  approved: boolean;
  restocked: boolean;
  shipping: boolean;
  /** How the money goes back, in equal parts; none: it doesn't. */
  refunds: string[];
}

const STORIES: Story[] = [
  { reason: 'Faulty', outcome: 'Refund', approved: true, restocked: false, shipping: true, refunds: ['1', '3'] },
  {
    reason: 'Change of mind',
    outcome: 'Store credit',
    approved: true,
    restocked: true,
    shipping: false,
    refunds: [STORE_CREDIT],
  },
  {
    reason: 'Arrived damaged in transit',
    outcome: 'Refund',
    approved: true,
    restocked: false,
    shipping: true,
    refunds: ['2'],
  },
  {
    reason: 'Wrong item sent',
    outcome: 'Replacement',
    approved: false,
    restocked: false,
    shipping: false,
    refunds: [],
  },
  {
    reason: 'Different from the picture in the shop',
    outcome: 'Refund',
    approved: true,
    restocked: true,
    shipping: false,
    // The shop still owes it.
    refunds: [],
  },
  { reason: 'Wilted on arrival', outcome: '', approved: false, restocked: false, shipping: false, refunds: [] },
];

/** Returns of the oldest sales that were dispatched, one piece of the first line each. */
export function seededRmas(sales: SeededSales, count: number): Rma[] {
  const rmas: Rma[] = [];
  for (let place = 0; place < sales.count && rmas.length < count; place += 2) {
    if (sales.head(place).status === 'Dispatched' && sales.head(place).paymentStatus === 'FullyPaid') {
      rmas.push(rma(sales.order(place), STORIES[rmas.length % STORIES.length]!, rmas.length, sales.seed.at));
    }
  }
  return rmas;
}

function rma(order: Order, story: Story, place: number, before: number): Rma {
  const id = String(5001 + place);
  const issued = Math.min(before - 2000, order.dateUpdated + 30 * HOUR);
  const approved = story.approved ? Math.min(before - 1000, issued + 20 * HOUR) : undefined;
  const made: Rma = {
    id,
    orderId: order.id,
    invoiceNumber: order.id,
    customerUsername: order.username,
    staffUsername: 'fern',
    purchaseOrderNumber: order.texts.PurchaseOrderNumber ?? '',
    internalNotes: '',
    currency: order.currency,
    status: approved === undefined ? 'Open' : 'Closed',
    shippingRefund: story.shipping ? order.shippingTotal - order.shippingDiscount : 0,
    shippingTaxCode: 'GST',
    surchargeRefund: 0,
    taxInclusive: true,
    dateIssued: issued,
    dateUpdated: approved ?? issued,
    dateApproved: approved,
    lines: [returned(order.lines[0]!, story)],
    refunds: [],
  };
  if (approved !== undefined) made.refunds.push(...refunds(made, story.refunds, approved));
  return made;
}

function refunds(rma: Rma, methods: string[], at: number): Rma['refunds'] {
  const { total } = refundTotals(rma, GST);
  const part = Math.floor(total / methods.length);
  return methods.map((method, place) => ({
    id: `${rma.id}${place + 1}`,
    amount: place === 0 ? total - part * (methods.length - 1) : part,
    methodId: method,
    methodName: paymentMethod(method)!.Name,
    dateIssued: at,
    dateRefunded: at,
    status: 'Refunded',
  }));
}

function returned(line: OrderLine, story: Story): Rma['lines'][number] {
  const refundSubtotal = divide(net(line) * 1000, line.quantity);
  const taxCode = line.taxFree ? 'FRE' : 'GST';
  return {
    number: 1,
    sku: line.sku,
    name: line.name,
    quantity: 1000,
    refundSubtotal,
    taxCode,
    tax: refundTax(refundSubtotal, taxCode, true, GST),
    warehouseId: line.warehouseId,
    restocked: story.restocked,
    texts: {
      ReturnReason: story.reason,
      ResolutionOutcome: story.outcome,
      ItemStatusType: story.restocked ? 'Sellable' : 'Damaged',
      ItemStatus: story.restocked ? 'As new' : 'Not for sale',
      ResolutionStatus: story.approved ? 'Resolved' : 'In progress',
    },
  };
}

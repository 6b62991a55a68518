import { money, type RecordBody } from '../../../src/sdk/index.js';
import type { Chance } from '../chance.js';

export type Purchase = RecordBody<'purchase-order'>;
type Line = NonNullable<Purchase['lines']>[number];

/** Two of them have the same name. */
export const SUPPLIERS = [
  { code: 'mill', name: 'Paper Mill', email: 'sales@mill.example' },
  { code: 'mill2', name: 'Paper Mill', email: 'sales@other.example' },
  { code: 'kiln', name: 'Kiln & Sons', email: 'kiln@sons.example' },
];

const STATUSES = ['open', 'open', 'partly-received', 'received', 'received', 'cancelled'];

/** A purchase order of the store, as a person there might have made it. */
export function drawPurchase(chance: Chance, number: string): Purchase {
  const status = chance.pick(STATUSES);
  const order = addedUp({
    number,
    status,
    supplier: chance.pick(SUPPLIERS).code,
    orderedOn: chance.happens(0.15) ? '2026-10-30' : chance.pick(['2026-11-18', '2026-11-19']),
    currency: 'AUD',
    taxInclusive: chance.happens(0.5),
    total: '0',
    lines: Array.from({ length: chance.between(1, 4) }, (_, at) => drawLine(chance, at)),
  });
  return status === 'received' ? receive(chance, order) : order;
}

const drawLine = (chance: Chance, at: number): Line => ({
  id: `L${at}`,
  sku: chance.pick(['FERN', 'POT', 'TROWEL']),
  quantity: String(chance.between(1, 9)),
  unitPrice: `${chance.between(1, 40)}.${chance.between(10, 99)}`,
  taxCode: chance.pick(['GST', 'GST', 'FREE']),
});

/** What this quantity of each line comes to, with the tax that comes on top. */
function sumOf({ lines, taxInclusive }: Purchase, counted: (line: Line) => string): string {
  const sums = (lines ?? []).map((line) => {
    const amount = money.round(money.multiply(counted(line), line.unitPrice), 2);
    const rate = line.taxCode === 'GST' && !taxInclusive ? '0.1' : '0';
    return money.add(amount, money.round(money.multiply(amount, rate), 2));
  });
  return money.add(0, ...sums);
}

const addedUp = (order: Purchase): Purchase => ({ ...order, total: sumOf(order, ({ quantity }) => quantity) });

type Edit = (chance: Chance, order: Purchase) => Purchase;

/** Most of it came, at times one less; what the order says of its total stays what was ordered. */
const receive: Edit = (chance, order) => ({
  ...order,
  status: 'received',
  receivedOn: '2026-11-20',
  lines: (order.lines ?? []).map((line) => ({
    ...line,
    received: chance.happens(0.3) ? money.subtract(line.quantity, 1) : line.quantity,
  })),
});
const receiveSome: Edit = (_, order) => ({ ...order, status: 'partly-received' });
const cancel: Edit = (_, order) => ({ ...order, status: 'cancelled' });
const reopen: Edit = (_, order) => ({ ...order, status: 'open' });
const reprice: Edit = (chance, order) => {
  const [first, ...rest] = order.lines ?? [];
  return addedUp({ ...order, lines: [{ ...first!, unitPrice: `${chance.between(41, 60)}.5` }, ...rest] });
};
/** Nothing that matters to what was booked. */
const remark: Edit = (chance, order) => ({ ...order, dueOn: `2026-11-0${chance.between(1, 9)}` });

const EDITS: Record<string, Edit[]> = {
  open: [receive, receive, receiveSome, cancel, reprice, remark],
  'partly-received': [receive, receive, cancel, reprice],
  received: [remark, remark, reprice, cancel],
  cancelled: [reopen],
};

/** What a person in the store does to a purchase order while it is exported. */
export const editedPurchase: Edit = (chance, order) =>
  chance.pick(EDITS[order.status ?? ''] ?? [remark])(chance, order);

/** What its bill comes to, by the rules of the merchant and by nothing else; undefined where it is to have none. */
export function billOf(order: Purchase, startDate: string, when: string): string | undefined {
  const { status } = order;
  if (status === 'cancelled' || (when === 'received' && status !== 'received')) return undefined;
  const came = when !== 'sent' && status === 'received';
  if (String(came ? order.receivedOn : order.orderedOn) < startDate) return undefined;
  return totalOf(order, when);
}

/** The same of one that has its bill already: a draft follows its order for good. */
export function totalOf(order: Purchase, when: string): string | undefined {
  const came = when !== 'sent' && order.status === 'received';
  const sum = came ? sumOf(order, ({ quantity, received }) => received ?? quantity) : order.total;
  return money.isZero(sum ?? 0) ? undefined : money.round(sum ?? 0, 2);
}

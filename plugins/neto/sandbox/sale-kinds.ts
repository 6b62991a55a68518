import type { OrderHead, OrderStatus } from './order.js';

/** What is special about a sale, apart from who bought what. */
export interface SaleKind {
  status: OrderStatus;
  complete: OrderHead['completeStatus'];
  hold?: 'On Hold' | 'Layby';
  /** `over`: five dollars too much. `back`: in full, and some of it given back later for goodwill. */
  paid: 'full' | 'part' | 'twice' | 'over' | 'back' | 'none';
  /** The first of its payments is a gift voucher. */
  voucher: boolean;
  shipped: 'all' | 'part' | 'none';
  kit: boolean;
  coupon: boolean;
  surcharge: boolean;
  percentOff: boolean;
  split: boolean;
}

type Story = Pick<SaleKind, 'status' | 'complete' | 'hold' | 'paid' | 'shipped'>;

/** The youngest sales first. */
const OPEN: Story[] = [
  { status: 'New', complete: 'Incomplete', paid: 'none', shipped: 'none' },
  { status: 'New', complete: 'Approved', paid: 'full', shipped: 'none' },
  { status: 'Quote', complete: 'Incomplete', paid: 'none', shipped: 'none' },
  { status: 'Pick', complete: 'Approved', paid: 'full', shipped: 'none' },
  { status: 'New Backorder', complete: 'Incomplete', paid: 'full', shipped: 'none' },
  { status: 'On Hold', complete: 'Incomplete', hold: 'On Hold', paid: 'full', shipped: 'none' },
  { status: 'Pick', complete: 'Approved', paid: 'twice', shipped: 'none' },
  { status: 'On Hold', complete: 'Incomplete', hold: 'Layby', paid: 'part', shipped: 'none' },
  { status: 'Backorder Approved', complete: 'Approved', paid: 'full', shipped: 'none' },
  { status: 'Pack', complete: 'Approved', paid: 'full', shipped: 'part' },
  { status: 'Cancelled', complete: 'Incomplete', paid: 'none', shipped: 'none' },
];

const DISPATCHED: Story = { status: 'Dispatched', complete: 'Approved', paid: 'full', shipped: 'all' };
const CLOSED: Story[] = [
  DISPATCHED,
  DISPATCHED,
  { ...DISPATCHED, paid: 'twice' },
  DISPATCHED,
  { ...DISPATCHED, shipped: 'part' },
  DISPATCHED,
  { ...DISPATCHED, paid: 'part' },
  DISPATCHED,
  { ...DISPATCHED, paid: 'none' },
  { status: 'Cancelled', complete: 'Approved', paid: 'full', shipped: 'none' },
];

const ROUND = 40;
/** Of each forty, by their turn. */
const ODD_MONEY: Record<number, SaleKind['paid']> = { 25: 'back', 33: 'over' };
const OLDEST_OPEN_DAYS = 20;

/** Each forty sales tell the same mix of stories; what is open does not stay so for months. */
export function saleKind(fromLast: number, ageInDays: number): SaleKind {
  const turn = fromLast % ROUND;
  const open = ageInDays < OLDEST_OPEN_DAYS ? OPEN[turn] : undefined;
  const story = open ?? CLOSED[turn % CLOSED.length]!;
  return {
    ...story,
    paid: story === DISPATCHED ? (ODD_MONEY[turn] ?? story.paid) : story.paid,
    voucher: story.paid === 'twice' && turn === 12,
    kit: fromLast % 6 === 3,
    coupon: fromLast % 5 === 2,
    surcharge: fromLast % 4 === 1,
    percentOff: fromLast % 7 === 1,
    split: fromLast % 9 === 4,
  };
}

import { money, type RecordBody } from '../../../src/sdk/index.js';
import type { Chance } from '../chance.js';

export type CostedSale = RecordBody<'invoice'>;
export type Returned = RecordBody<'return'>;
type Line = NonNullable<CostedSale['lines']>[number];

/** What the goods cost; the wrapping is not kept in stock. */
export const PRODUCTS: RecordBody<'product'>[] = [
  { sku: 'FERN', purchasePrice: '4.255' },
  { sku: 'POT', purchasePrice: '2.1' },
  { sku: 'TROWEL', purchasePrice: '7.335', cogsAccount: 'tools' },
  { sku: 'WRAP', untracked: true },
];

const COSTS = new Map(PRODUCTS.map(({ sku, purchasePrice }) => [sku, purchasePrice]));
const PRICE = '11';

/** An order of the store whose goods cost something. */
export function drawCostedSale(chance: Chance, number: string): CostedSale {
  const skus = PRODUCTS.map(({ sku }) => sku).filter(() => chance.happens(0.6));
  const lines = (skus.length > 0 ? skus : ['FERN']).map((sku) => lineOf(sku, chance.between(1, 5)));
  return addedUp({
    number,
    status: chance.pick(['dispatched', 'dispatched', 'dispatched', 'open', 'partly-dispatched', 'cancelled']),
    approved: true,
    date: chance.happens(0.1) ? '2026-10-31' : chance.pick(['2026-11-19', '2026-11-20']),
    username: 'almond',
    email: 'al@mond.example',
    channel: chance.pick(['Website', null]),
    currency: 'AUD',
    taxInclusive: true,
    total: '0',
    lines,
  });
}

const lineOf = (sku: string, quantity: number): Line => ({
  id: sku,
  sku,
  quantity: String(quantity),
  unitPrice: PRICE,
  taxCode: 'GST',
});

const addedUp = (sale: CostedSale): CostedSale => ({
  ...sale,
  total: money.add(0, ...(sale.lines ?? []).map(({ quantity }) => money.multiply(quantity, PRICE))),
});

/** One of something that was ordered comes back, to the shelf or not. */
export function drawReturned(chance: Chance, { number, lines = [] }: CostedSale): Returned {
  const { sku } = chance.pick(lines ?? []);
  return {
    number: `RMA-${number}`,
    invoice: number,
    status: 'closed',
    approvedOn: '2026-11-20',
    currency: 'AUD',
    taxInclusive: true,
    total: PRICE,
    lines: [{ id: '1', sku, quantity: '1', refund: PRICE, restocked: chance.happens(0.8) }],
  };
}

type Edit = (chance: Chance, sale: CostedSale) => CostedSale;

const dispatch: Edit = (_, sale) => ({ ...sale, status: 'dispatched' });
const cancel: Edit = (_, sale) => ({ ...sale, status: 'cancelled' });
/** Another one of something was packed. */
const addOne: Edit = (_, sale) => {
  const [first, ...rest] = sale.lines ?? [];
  return addedUp({ ...sale, lines: [{ ...first!, quantity: money.add(first!.quantity, 1) }, ...rest] });
};
/** Nothing that matters to what was booked. */
const correctAddress: Edit = (chance, sale) => ({ ...sale, delivery: { street1: `${chance.between(1, 99)} Fern St` } });

const EDITS: Record<string, Edit[]> = {
  open: [dispatch, dispatch, cancel, addOne],
  'partly-dispatched': [dispatch, dispatch, cancel],
  dispatched: [correctAddress, addOne, addOne, cancel],
  cancelled: [dispatch],
};

/** What a person in the store does to an order while its cost is exported. */
export const editedSale: Edit = (chance, sale) => chance.pick(EDITS[sale.status] ?? [correctAddress])(chance, sale);

/** What an order that stands like this cost, by the rules of the merchant and by nothing else. */
export function costOf({ status, date, lines }: CostedSale, startDate: string): string {
  if (status !== 'dispatched' || String(date) < startDate) return '0';
  return sumOf(lines ?? []);
}

/** What came back to the shelf of an order, at what it had cost: it lessens the cost of goods. */
export const costBackOf = ({ lines }: Returned): string =>
  money.negate(sumOf((lines ?? []).filter(({ restocked }) => restocked)));

function sumOf(lines: { sku: string; quantity: string }[]): string {
  const sums = lines.map(({ sku, quantity }) => money.round(money.multiply(quantity, COSTS.get(sku) ?? 0), 2));
  return money.add(0, ...sums);
}

import { money, type RecordBody } from '../../../src/sdk/index.js';
import type { Chance } from '../chance.js';
import { CUSTOMERS } from './shop.js';

export type Sale = RecordBody<'invoice'>;
type Line = NonNullable<Sale['lines']>[number];

const STATUSES = ['dispatched', 'dispatched', 'dispatched', 'partly-dispatched', 'open', 'hold', 'quote', 'cancelled'];

/** An order of the store, as a person there might have made it. */
export function drawSale(chance: Chance, number: string): Sale {
  const { username, email } = chance.pick(CUSTOMERS.slice(0, -1));
  const isGuest = chance.happens(0.1);
  const status = chance.pick(STATUSES);
  return addedUp({
    number,
    status,
    approved: status !== 'open' || chance.happens(0.8),
    date: chance.happens(0.1) ? '2026-10-31' : chance.pick(['2026-11-19', '2026-11-20', '2026-11-20']),
    username: isGuest ? null : username,
    email,
    channel: chance.pick(['Website', null]),
    currency: chance.happens(0.1) ? 'NZD' : 'AUD',
    taxInclusive: chance.happens(0.7),
    shipping: chance.happens(0.3) ? amount(chance, 5, 20) : '0',
    discount: chance.happens(0.2) ? `0.${chance.between(10, 99)}` : '0',
    total: '0',
    lines: Array.from({ length: chance.between(1, 4) }, (_, at) => drawLine(chance, at)),
  });
}

const amount = (chance: Chance, low: number, high: number) => `${chance.between(low, high)}.${chance.between(10, 99)}`;

function drawLine(chance: Chance, at: number): Line {
  return {
    id: `L${at}`,
    sku: chance.pick(['FERN', 'POT', 'TROWEL', 'MUG']),
    quantity: String(chance.between(1, 4)),
    unitPrice: amount(chance, 3, 90),
    taxCode: chance.pick(['GST', 'GST', 'FREE']),
  };
}

/** Its total is what its lines and charges come to, with tax as a shop would reckon it. */
function addedUp(sale: Sale): Sale {
  const lines = (sale.lines ?? []).map((line) => {
    const gross = money.multiply(line.quantity, line.unitPrice);
    const rate = line.taxCode === 'GST' ? '0.1' : '0';
    return sale.taxInclusive ? gross : money.add(gross, money.round(money.multiply(gross, rate), 2));
  });
  const shipping = sale.shipping ?? '0';
  const shippingTax = money.round(
    sale.taxInclusive ? money.divide(shipping, 11, 4) : money.multiply(shipping, '0.1'),
    2,
  );
  const charged = sale.taxInclusive ? shipping : money.add(shipping, shippingTax);
  const total = money.subtract(money.add(...lines, charged), sale.discount ?? 0);
  return { ...sale, shippingTax, total: money.round(total, 2) };
}

type Edit = (chance: Chance, sale: Sale) => Sale;

const dispatch: Edit = (_, sale) => ({ ...sale, status: 'dispatched' });
const cancel: Edit = (_, sale) => ({ ...sale, status: 'cancelled' });
const approve: Edit = (_, sale) => ({ ...sale, status: 'open', approved: true });
const reprice: Edit = (chance, sale) => {
  const [first, ...rest] = sale.lines ?? [];
  return first ? { ...sale, lines: [{ ...first, unitPrice: amount(chance, 91, 99) }, ...rest] } : sale;
};
/** Nothing that matters to what was booked. */
const correctAddress: Edit = (chance, sale) => ({ ...sale, delivery: { street1: `${chance.between(1, 99)} Fern St` } });

const EDITS: Record<string, Edit[]> = {
  quote: [approve, dispatch, cancel],
  hold: [approve, dispatch, cancel],
  open: [dispatch, dispatch, approve, cancel, reprice, correctAddress],
  'partly-dispatched': [dispatch, dispatch, cancel, reprice],
  dispatched: [correctAddress, correctAddress, reprice, cancel],
  cancelled: [approve, dispatch],
};

/** What a person in the store does to an order while it is exported. */
export function edited(chance: Chance, sale: Sale): Sale {
  return addedUp(chance.pick(EDITS[sale.status] ?? [correctAddress])(chance, sale));
}

/** Whether an order that stands like this is to be in the books, by the rules of the merchant and by nothing else. */
export function isDue(sale: Sale, { startDate, exportWhen }: Record<string, unknown>): boolean {
  if (String(sale.date) < String(startDate)) return false;
  if (sale.status === 'dispatched') return true;
  if (exportWhen !== 'approved') return false;
  return sale.status === 'partly-dispatched' || (sale.status === 'open' && sale.approved === true);
}

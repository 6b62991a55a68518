import type { Chance } from '../chance.js';
import { addedUp, movedTo, type Sale } from './sale.js';

type Edit = (chance: Chance, sale: Sale) => Sale;

const cancel: Edit = (_, sale) => ({ ...sale, status: 'cancelled' });
const dispatch: Edit = (chance, sale) => movedTo(chance, sale, 'dispatched');
const dispatchSome: Edit = (chance, sale) => movedTo(chance, sale, 'partly-dispatched');
const approve: Edit = (_, sale) => ({ ...sale, status: 'open', approved: true });

/** Nothing that matters to what was booked. */
const correctEmail: Edit = (chance, sale) => ({ ...sale, email: `customer${chance.between(1, 999)}@example.com` });

const reprice: Edit = (chance, sale) => changeLine(chance, sale, () => ({ unitPrice: `${chance.between(91, 99)}.95` }));

const sellMore: Edit = (chance, sale) =>
  changeLine(chance, sale, ({ quantity }) => {
    const more = String(Number(quantity) + 5);
    return sale.status === 'dispatched' ? { quantity: more, dispatched: more } : { quantity: more };
  });

const EDITS: Record<string, Edit[]> = {
  quote: [approve, dispatch, cancel],
  hold: [approve, dispatch, cancel],
  open: [dispatch, dispatch, dispatchSome, approve, cancel, reprice, sellMore, correctEmail],
  'partly-dispatched': [dispatch, dispatch, dispatchSome, cancel, reprice, sellMore, correctEmail],
  dispatched: [correctEmail, correctEmail, reprice, sellMore, cancel],
  cancelled: [approve, dispatch],
};

/** What a person in the store does to a sale while it is exported. */
export function edited(chance: Chance, sale: Sale): Sale {
  return addedUp(chance.pick(EDITS[sale.status] ?? [correctEmail])(chance, sale));
}

type Line = NonNullable<Sale['lines']>[number];

/** Changes a line that is no kit with its contents listed, nor one of these contents. */
function changeLine(chance: Chance, sale: Sale, change: (line: Line) => Partial<Line>): Sale {
  const lines = sale.lines ?? [];
  const free = lines.filter(({ sku, kit }) => kit == null && !lines.some((line) => line.kit === sku));
  if (free.length === 0) return sale;
  const one = chance.pick(free);
  return { ...sale, lines: lines.map((line) => (line === one ? { ...line, ...change(line) } : line)) };
}

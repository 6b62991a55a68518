import {
  type BuildContext,
  type Document,
  type HubRecord,
  money,
  needsPerson,
  notDue,
  type ParentRef,
  type RecordBody,
} from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import { journalOf, mergeJournals, onItsDay, orNothing } from './document.js';
import { type CostJournal, type Goods, takenBack } from './journal.js';

type Return = RecordBody<'return'>;
type Line = NonNullable<Return['lines']>[number];

/** The cost of its order, at which it comes back. */
export const returnedParents = ({ body }: HubRecord<'return'>): ParentRef[] =>
  body.invoice ? [{ task: 'export-cost-journals', key: body.invoice }] : [];

/** What came back to the shelf, at what it had cost when it left. */
export function buildReturned({ body }: HubRecord<'return'>, ctx: BuildContext): Document<CostJournal> {
  const restocked = (body.lines ?? []).filter((line) => line.restocked && !money.isZero(line.quantity));
  if (restocked.length === 0) notDue('Nothing of it went back into stock.');
  const sold = soldGoods(body, ctx);
  const goods = restocked.flatMap((line) => backOf(line, sold));
  const reference = ctx.shipped[0]?.reference ?? `COGS-RMA-${settingsOf(ctx).creditNotePrefix}${body.number}`;
  const date = body.approvedOn ?? needsPerson('The return has no date.');
  const narration = `Cost of goods returned: ${body.number}`;
  const journal = { date, narration, goods: orNothing(goods, 'Nothing of it had a cost.') };
  return onItsDay(journalOf(reference, journal, ctx), ctx);
}

export const mergeReturned = mergeJournals(
  (date, ctx) => `COGS-RMA-${settingsOf(ctx).creditNotePrefix}${date}`,
  'Cost of goods returned',
);

/** What its order cost, as it was posted; what came back already keeps the cost it came back at. */
function soldGoods({ invoice }: Return, { parents, shipped }: BuildContext): Goods[] {
  const cost = invoice ? parents.get('export-cost-journals', invoice) : undefined;
  if (cost?.state !== 'exported' && shipped.length === 0)
    notDue(`The cost of its order was not posted from here. ${cost?.because ?? ''}`.trim());
  const before = shipped.map(({ payload }) => takenBack(goodsIn(payload, invoice)));
  const sold = (cost?.parts ?? []).map(({ payload }) => goodsIn(payload, invoice));
  return [...before, ...sold].reduce(withWhatIsNew, []);
}

/** A journal of a difference repeats what was posted before, and may add goods. */
const withWhatIsNew = (known: Goods[], further: Goods[]): Goods[] => [
  ...known,
  ...further.filter(({ sku, quantity }) => money.compare(quantity, 0) > 0 && !known.some((one) => one.sku === sku)),
];

/** A batch holds other orders as well. */
const goodsIn = (payload: unknown, invoice: string | null | undefined): Goods[] =>
  ((payload as CostJournal | null)?.goods ?? []).filter(({ order }) => order === invoice);

/** Of a kit comes back what it was made of. */
function backOf({ sku, quantity }: Line, sold: Goods[]): Goods[] {
  const parts = sold.filter(({ kit }) => kit?.sku === sku);
  const itself = sold.find((one) => one.sku === sku);
  if (parts.length === 0) return itself ? [{ ...itself, kit: undefined, quantity: money.negate(quantity) }] : [];
  return parts.map((part) => {
    const each = money.divide(part.quantity, part.kit!.quantity, 9);
    return { ...part, kit: { sku, quantity }, quantity: money.negate(money.multiply(each, quantity)) };
  });
}

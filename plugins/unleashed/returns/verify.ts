import { money, type SendContext, type Shipment, type StepResult } from 'patchbay/sdk';
import type { UnleashedApi } from '../client.js';
import type { StockAdjustmentRow } from '../wire.js';
import { type Adjustment, type Reading, type Total, totalsOf } from './adjustment.js';

type Context = SendContext<UnleashedApi>;
type Sent = Shipment<Adjustment>;
type Row = Pick<StockAdjustmentRow, 'AdjustmentNumber' | 'StockAdjustmentLines'>;

/** The totals that were sent, and what the app answered. */
interface Posted {
  sent: Total[];
  row: Row;
  at: number;
}

/** What was said longer ago may be about a shelf that has moved on. */
const FRESH = 60_000;

export function postedAs(
  { AdjustmentNumber, StockAdjustmentLines = [] }: Row,
  sent: Total[],
  { now }: Context,
): Posted {
  const lines = StockAdjustmentLines.map(({ Product, NewQuantity, NewActualValue }) => ({
    Product: { Guid: Product?.Guid, ProductCode: Product?.ProductCode },
    NewQuantity,
    NewActualValue,
  }));
  return { sent, row: { AdjustmentNumber, StockAdjustmentLines: lines }, at: now() };
}

/** What it says is compared with what was sent, in pieces and in worth, and then the shelf with what it says. */
export async function verify(shipment: Sent, ctx: Context): Promise<StepResult> {
  const { key, payload, done } = shipment;
  const posted = done.post?.data as Posted | undefined;
  const isFresh = posted !== undefined && ctx.now() - posted.at < FRESH && isWhole(posted);
  const row = isFresh ? posted.row : await ctx.api.adjustment(key);
  if (!row) return { needsPerson: 'The stock adjustment is no longer in Unleashed.' };
  const { AdjustmentNumber: number = '' } = row;
  const wrong = notAsSent(row, posted?.sent ?? remembered(row, shipment));
  if (wrong.length > 0)
    return {
      needsPerson: `${number} was booked in Unleashed, but not as it was sent (${wrong.join('; ')}). Put the stock in ${payload.warehouse} right there, then mark this return as expected.`,
    };
  const moved = await movedSince(row, payload.warehouse, ctx);
  if (moved.length === 0) return { done: true, remoteId: key, number };
  return {
    needsPerson: `The stock in ${payload.warehouse} moved meanwhile (${moved.join('; ')}). Count it, mend ${number} in Unleashed if needed, then mark this return as expected.`,
  };
}

/** An answer that says less than that is read anew. */
const isWhole = ({ sent, row: { StockAdjustmentLines: lines = [] } }: Posted): boolean =>
  lines.length === sent.length &&
  lines.every(({ Product, NewActualValue }) => Product?.Guid !== undefined && money.isDecimal(NewActualValue));

/** Where the answer got lost, the totals are those of the first reading, unless the stock was read anew since. */
function remembered({ StockAdjustmentLines: lines = [] }: Row, { payload, prepared }: Sent): Total[] {
  const first = prepared ? totalsOf(prepared as Reading, payload) : [];
  const isFirst = first.every(({ sku, quantity }) =>
    lines.some(
      ({ Product, NewQuantity = 0 }) => Product?.ProductCode === sku && money.compare(NewQuantity, quantity) === 0,
    ),
  );
  return isFirst ? first : [];
}

function notAsSent({ StockAdjustmentLines: lines = [] }: Row, sent: Total[]): string[] {
  return sent.flatMap(({ sku, quantity, value }) => {
    const line = lines.find(({ Product }) => Product?.ProductCode === sku);
    const theirs = pieces(line?.NewQuantity, line?.NewActualValue);
    const ours = pieces(quantity, value);
    return theirs === ours ? [] : [`${sku}: ${theirs} instead of ${ours}`];
  });
}

/** Books are kept in cents. */
const pieces = (quantity: string | number | undefined, value: string | number | null | undefined): string =>
  `${quantity === undefined ? 'none' : money.add(quantity)} worth ${money.isDecimal(value) ? money.shown(money.round(value, 2), '') : 'nothing known'}`;

/** Something moved in between: the app takes new totals, not differences. */
async function movedSince(
  { StockAdjustmentLines: lines = [] }: Row,
  warehouse: string,
  { api }: Context,
): Promise<string[]> {
  const guids = lines.flatMap((line) => line.Product?.Guid ?? []);
  const rows = await api.stockOf(guids, warehouse);
  return lines.flatMap(({ Product: product, NewQuantity: expected = 0 }) => {
    const onHand = rows.find((row) => row.ProductGuid === product?.Guid)?.QtyOnHand ?? 0;
    return money.compare(onHand, expected) === 0 ? [] : [`${product?.ProductCode}: ${onHand} instead of ${expected}`];
  });
}

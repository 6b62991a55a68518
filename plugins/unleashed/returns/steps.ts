import { type Found, money, NeedsPerson, type SendContext, type Shipment, type StepResult } from 'patchbay/sdk';
import type { UnleashedApi } from '../client.js';
import { dayAfter, wireDay } from '../dates.js';
import { settingsOf } from '../settings.js';
import type { ProductRow, StockRow } from '../wire.js';
import { inWords, isThereAlready } from '../wrongs.js';
import { type Adjustment, type Level, OURS, type Reading, totalsOf } from './adjustment.js';
import { postedAs } from './verify.js';

type Context = SendContext<UnleashedApi>;
type Sent = Shipment<Adjustment>;

/** New totals undo what is sold between the reading and them, and nothing in the app would tell: no longer than that takes by itself. */
const FRESH = 5000;

/** Another tool may have put the goods back on the day they came, before the store approved anything. */
const DAYS_BEFORE = 31;

/** Reads what is on hand, while no other return of this warehouse is on its way. */
export async function prepare({ payload }: Sent, { api, now }: Context): Promise<Reading> {
  const products: ProductRow[] = [];
  for (const { sku } of payload.lines) {
    const product = await api.productCoded(sku);
    if (!product) throw new NeedsPerson(`Unleashed has no product ${sku}. Add it there, then export the return again.`);
    products.push(product);
  }
  const rows = await api.stockOf(
    products.map(({ Guid }) => Guid),
    payload.warehouse,
  );
  return { at: now(), lines: products.map((product) => levelOf(product, rows)) };
}

/** The guid is ours, and the app takes a guid only once: so the totals may be worked out anew for each try. */
export async function post(shipment: Sent, ctx: Context): Promise<StepResult> {
  const { payload, key } = shipment;
  const there = await bookedElsewhere(shipment, ctx);
  if (there) return there;
  const read = shipment.prepared as Reading | undefined;
  const fresh = read && ctx.now() - read.at < FRESH ? read : await prepare(shipment, ctx);
  const totals = totalsOf(fresh, payload);
  const said = await ctx.api.createAdjustment(key, {
    AdjustmentDate: wireDay(payload.date),
    AdjustmentReason: payload.reason,
    ...(payload.account && { AccountCode: payload.account }),
    Warehouse: { WarehouseCode: payload.warehouse },
    StockAdjustmentLines: totals.map(({ sku, quantity, value }, at) => ({
      LineNumber: at + 1,
      Product: { ProductCode: sku },
      NewQuantity: Number(quantity),
      NewActualValue: Number(value),
      Comments: payload.lines[at]!.comment,
    })),
  });
  if ('row' in said)
    return { done: true, remoteId: key, number: said.row.AdjustmentNumber, data: postedAs(said.row, totals, ctx) };
  return isThereAlready(said.wrongs) ? { exists: true } : { rejected: inWords(said.wrongs) };
}

/** Another tool has put these goods on the shelf already. What it says of them can't be taken for ours, so a person looks. */
async function bookedElsewhere({ payload, key }: Sent, ctx: Context): Promise<StepResult | undefined> {
  if (!settingsOf(ctx).looksForOthers) return undefined;
  const rows = await ctx.api.adjustmentsSince(dayAfter(payload.date, -DAYS_BEFORE), payload.warehouse);
  const found = rows.find(
    ({ Guid, AdjustmentReason: reason, StockAdjustmentLines: lines = [] }) =>
      Guid !== key && lines.some(({ Comments: said }) => names(said ?? '', payload.number, reason === payload.reason)),
  );
  if (!found) return undefined;
  return {
    needsPerson: `Unleashed has ${found.AdjustmentNumber} for return ${payload.number} already, which another tool seems to have sent. If it is right, mark this return as expected.`,
  };
}

/** Our own of this return have other reasons. */
function names(comment: string, number: string, sameReason: boolean): boolean {
  if (comment.startsWith(OURS) && !sameReason) return false;
  return /rma|return|refund|credit/i.test(comment) && comment.split(/[^\w-]+/).includes(number);
}

export async function find(shipments: Sent[], { api }: Context): Promise<(Found | undefined)[]> {
  const found: (Found | undefined)[] = [];
  for (const { key } of shipments) {
    const adjustment = await api.adjustment(key);
    found.push(adjustment && { remoteId: adjustment.Guid, number: adjustment.AdjustmentNumber, steps: ['post'] });
  }
  return found;
}

/** The app leaves out what never moved: of that there is nothing, and its worth is what the product costs. */
function levelOf(product: ProductRow, rows: StockRow[]): Level {
  const { QtyOnHand = 0, AvgCost = 0, TotalCost = 0 } = rows.find((row) => row.ProductGuid === product.Guid) ?? {};
  const unitCost = AvgCost || product.AverageLandPrice || product.DefaultPurchasePrice || 0;
  return {
    sku: product.ProductCode,
    guid: product.Guid,
    onHand: money.add(QtyOnHand),
    value: money.add(TotalCost),
    unitCost: money.add(unitCost),
  };
}

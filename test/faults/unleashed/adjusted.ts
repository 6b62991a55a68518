import type { StockAdjustment, UnleashedSandbox } from '../../../plugins/unleashed/sandbox/index.js';
import type { Ending, Planted, Verdict } from '../export-case.js';
import { differences, type Pieces, sumOf } from './expected.js';
import { type Return, restockedBy } from './return.js';
import { startingStock, stockOf } from './shop.js';

/** Whether each return is back on the shelves once, and nothing else is. */
export function judgeAdjustments(ending: Ending): Verdict {
  const verdict: Verdict = { lost: [], doubled: [], wrong: [] };
  const twin = ending.sandbox as UnleashedSandbox;
  const moved = movedByReturn(twin.adjustments());
  const { less, more } = differences(stockOf(twin), sumOf([new Map(startingStock), ...moved.values()]));
  verdict.wrong.push(...[...less, ...more].map((what) => `stock of ${what}`));
  for (const record of ending.records)
    judge(record, moved.get(String(record.body.number)) ?? new Map(), ending, verdict);
  return verdict;
}

/** The app is given new totals; what one of them moved is the step from the total before it. */
function movedByReturn(adjustments: StockAdjustment[]): Map<string, Pieces> {
  const levels = new Map(startingStock);
  const moved = new Map<string, Pieces>();
  for (const { StockAdjustmentLines: lines, Warehouse: warehouse } of adjustments) {
    for (const { Product: product, NewQuantity: quantity, Comments: comment } of lines) {
      const place = `${product.ProductCode} ${warehouse.WarehouseCode}`;
      const number = comment!.replace('Return ', '');
      const step = new Map([[place, quantity - (levels.get(place) ?? 0)]]);
      moved.set(number, sumOf([moved.get(number) ?? new Map(), step]));
      levels.set(place, quantity);
    }
  }
  return moved;
}

function judge({ body, earlier }: Planted, moved: Pieces, { answers, log }: Ending, verdict: Verdict): void {
  const number = String(body.number);
  const state = log.get(number);
  const states = [...(state === 'changed' ? (earlier ?? []) : []), body].map((one) =>
    restockedBy(one as unknown as Return, String(answers.startDate)),
  );
  if (state === 'changed' && !earlier) verdict.wrong.push(`${number} asks though nobody changed it`);
  // Somebody was asked where it changed afterwards: no more than it ever said, no less than it always said.
  for (const count of [moved, bySku(moved)]) {
    const said = states.map((one) => (count === moved ? one : bySku(one)));
    const range = (pick: (...counts: number[]) => number): Pieces =>
      new Map(
        [...sumOf([...said, count]).keys()].map((place) => [place, pick(...said.map((one) => one.get(place) ?? 0))]),
      );
    // What was moved behind an adjustment that has left waits for the person as well.
    if (!wasMoved([...(earlier ?? []), body] as unknown as Return[]))
      verdict.lost.push(...differences(count, range(Math.min)).less.map((what) => `${number} ${what} (${state})`));
    verdict.doubled.push(...differences(count, range(Math.max)).more.map((what) => `${number} ${what} (${state})`));
  }
  const due = states.at(-1)!.size > 0;
  if (state !== 'changed' && due !== (state === 'exported')) verdict.wrong.push(`${number} is ${state} in the log`);
}

/** To another warehouse or reason, and so from one adjustment to another. */
const wasMoved = (states: Return[]): boolean =>
  new Set(states.map(({ lines }) => JSON.stringify(lines?.map(({ warehouse, reason }) => [warehouse, reason])))).size >
  1;

const bySku = (pieces: Pieces): Pieces =>
  sumOf([...pieces].map(([place, count]) => new Map([[`${place.split(' ')[0]} anywhere`, count]])));

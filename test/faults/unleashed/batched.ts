import type { SalesOrder } from '../../../plugins/unleashed/sandbox/index.js';
import { money } from '../../../src/sdk/index.js';
import type { Ending, Planted, Verdict } from '../export-case.js';
import { differences, expectedOf, type Pieces, sumOf } from './expected.js';
import { type HeldOrders, piecesIn } from './held-orders.js';
import type { Sale } from './sale.js';

/** One way in which the sales may have stood when their batches were made. */
type Standing = Map<string, Sale>;

/** Whether each sale that went in a batch is in the app once, and the batches hold what their sales add up to, to the cent. */
export function judgeBatched(ending: Ending, held: HeldOrders): Verdict {
  const verdict: Verdict = { lost: [], doubled: held.doubled(), wrong: held.wrongInBooks() };
  for (const order of held.live.filter(({ OrderStatus: status }) => status !== 'Completed'))
    verdict.wrong.push(`${held.referenceOf(order)} was never completed`);
  for (const record of ending.records) judgePresence(record, ending, held, verdict);
  if (verdict.lost.length + verdict.doubled.length + verdict.wrong.length > 0) return verdict;
  const complaints = standings(ending, held).map((standing) => complaintsAbout(standing, ending, held));
  verdict.wrong.push(...complaints.reduce((best, one) => (one.length < best.length ? one : best)));
  return verdict;
}

/** Each sale must be named once by the batches of each of its warehouses. */
function judgePresence(record: Planted, { answers, log, records }: Ending, held: HeldOrders, verdict: Verdict): void {
  const sale = record.body as unknown as Sale;
  const state = log.get(sale.number);
  const carriers = held.live.filter((order) => membersOf(order).includes(sale.number));
  const found = carriers.map(({ Warehouse: warehouse }) => warehouse.WarehouseCode);
  const due = warehousesOf(expectedOf(sale, answers).completed);
  const asked = state === 'changed';
  if (asked && !records.some(({ body, earlier }) => earlier && isIn(carriers, String(body.number))))
    verdict.wrong.push(`${sale.number} asks though nobody changed anything in its batch`);
  const missing = due.filter((warehouse) => !found.includes(warehouse));
  verdict.lost.push(...missing.map((warehouse) => `${sale.number} from ${warehouse} (${state})`));
  const twice = found.filter((warehouse, at) => found.indexOf(warehouse) !== at);
  verdict.doubled.push(...twice.map((warehouse) => `${sale.number} from ${warehouse}`));
  if (due.length === 0 && found.length > 0 && !asked) verdict.wrong.push(`${sale.number} was not due (${state})`);
  if (due.length > 0 && !asked && state !== 'exported') verdict.wrong.push(`${sale.number} is ${state} in the log`);
}

/** A sale that asks went as it stood at some earlier time; every other one as it stands now. */
function standings({ records, answers, log }: Ending, held: HeldOrders): Standing[] {
  let all: Standing[] = [new Map()];
  for (const { body, earlier = [] } of records) {
    const sale = body as unknown as Sale;
    if (!isIn(held.live, sale.number)) continue;
    const states = log.get(sale.number) === 'changed' ? [...(earlier as unknown as Sale[]), sale] : [sale];
    const sent = states.filter((state) => expectedOf(state, answers).completed.size > 0);
    const different = new Map(sent.map((state) => [JSON.stringify([state.total, state.lines]), state]));
    all = all.flatMap((one) => [...different.values()].map((state) => new Map([...one, [sale.number, state]])));
  }
  return all;
}

function complaintsAbout(standing: Standing, { answers }: Ending, held: HeldOrders): string[] {
  const complaints = held.live.flatMap((order) => {
    const warehouse = order.Warehouse.WarehouseCode;
    const sales = membersOf(order).flatMap((number) => standing.get(number) ?? []);
    const here = sales.map((sale) => inWarehouse(expectedOf(sale, answers).completed, warehouse));
    const { less, more } = differences(piecesIn(order), sumOf(here));
    return [...less, ...more].map((what) => `${held.referenceOf(order)} has ${what}`);
  });
  // Where a part was taken back before it left, nobody but the person who is asked knows what the rest should come to.
  const isWhole = [...standing.values()].every((sale) =>
    warehousesOf(expectedOf(sale, answers).completed).every((warehouse) =>
      held.live.some((order) => order.Warehouse.WarehouseCode === warehouse && membersOf(order).includes(sale.number)),
    ),
  );
  if (!isWhole) return complaints;
  const total = money.add(...held.live.map(({ Total: amount }) => amount));
  const due = money.add(...[...standing.values()].map((sale) => sale.total));
  return money.compare(total, due) === 0 ? complaints : [...complaints, `Batches come to ${total} instead of ${due}`];
}

/** '2 orders: N1, N2', or 'N1' where one that was alone in its batch has been brought up to date. */
function membersOf({ CustomerRef: text }: SalesOrder): string[] {
  const [, several] = /^\d+ orders: (.*)$/.exec(text ?? '') ?? [];
  return several?.split(', ') ?? [text!.split(' / ')[0]!];
}

const isIn = (orders: SalesOrder[], number: string) => orders.some((order) => membersOf(order).includes(number));

const warehousesOf = (pieces: Pieces) => [...new Set([...pieces.keys()].map((place) => place.split(' ')[1]!))];

const inWarehouse = (pieces: Pieces, warehouse: string): Pieces =>
  new Map([...pieces].filter(([place]) => place.endsWith(` ${warehouse}`)));

import {
  type BuildContext,
  type Document,
  type HubRecord,
  money,
  needsPerson,
  notDue,
  type RecordBody,
  type RecordRef,
} from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import { type Adjustment, OURS } from './adjustment.js';
import { BookedElsewhere } from './booked-elsewhere.js';

type Line = NonNullable<RecordBody<'return'>['lines']>[number];

interface Placed {
  /** The line of the return that it came back on. */
  id: string;
  sku: string;
  quantity: string;
  warehouse: string;
  reason: string;
}

export const returnRefs = ({ body }: HubRecord<'return'>): RecordRef[] => {
  const skus = [...new Set((body.lines ?? []).map(({ sku }) => sku))];
  return skus.flatMap((key): RecordRef[] => [
    { type: 'product', key },
    { type: 'kit', key },
  ]);
};

/** The stock adjustments that a return becomes: what was put back into stock, by warehouse and reason. */
export function buildAdjustments({ body }: HubRecord<'return'>, ctx: BuildContext): Document<Adjustment>[] {
  const { number, approvedOn, lines = [] } = body;
  if (!approvedOn) notDue('It isn’t approved yet.');
  const restocked = (lines ?? []).filter((line) => line.restocked === true && money.compare(line.quantity, 0) > 0);
  if (restocked.length === 0) notDue('Nothing of it was put back into stock.');
  const placed = restocked.flatMap((line) => placedLines(line, ctx));
  const groups = groupsOf(placed);
  if (groups.length === 0) notDue('Nothing of it is kept in stock.');
  const parts = groups.map(({ lines: group, ...names }) => ({
    ...names,
    ...group[0]!,
    lines: summed(group, number),
  }));
  const account = settingsOf(ctx).adjustmentAccount;
  const booked = new BookedElsewhere(parts, ctx.shipped);
  return parts.flatMap(({ part, name, warehouse, reason, lines: all }) => {
    const kept = booked.notIn(part, all);
    if (kept.length === 0) return [];
    const payload: Adjustment = {
      number,
      date: approvedOn,
      warehouse,
      reason,
      ...(account && { account }),
      lines: kept,
    };
    return {
      reference: groups.length === 1 ? number : `${number}-${name}`,
      part,
      payload,
      steps: ['post', 'verify'],
      serialBy: `stock ${warehouse}`,
      summary: `${kept.length} ${kept.length === 1 ? 'product' : 'products'} back into ${warehouse}: ${reason}`,
    };
  });
}

/** A kit that the app assembles by itself comes back as its components: they are what is on the shelf. */
function placedLines(line: Line, ctx: BuildContext): Placed[] {
  const product = ctx.related.get('product', line.sku)?.body;
  if (product?.untracked) return [];
  if (product?.tracked) {
    needsPerson(
      `${line.sku} has serial or batch numbers, which the store doesn’t know. Book it in Unleashed by hand, then mark this return as expected.`,
    );
  }
  const place = { id: line.id, warehouse: warehouseOf(line, ctx), reason: reasonOf(line, ctx) };
  const kit = settingsOf(ctx).kits === 'none' ? undefined : ctx.related.get('kit', line.sku)?.body;
  const parts = kit?.autoAssembles ? (kit.components ?? []) : [];
  if (parts.length === 0) return [{ sku: line.sku, quantity: line.quantity, ...place }];
  return parts.map(({ sku, quantity }) => ({ sku, quantity: money.multiply(quantity, line.quantity), ...place }));
}

function warehouseOf({ sku, warehouse }: Line, { maps }: BuildContext): string {
  const pairs = maps.pairs('warehouses');
  const app = warehouse ? maps.toApp('warehouses', warehouse) : pairs.length === 1 ? pairs[0]!.app : undefined;
  if (app) return app;
  return needsPerson(
    warehouse
      ? `Say in Setup & Tools → Warehouses which warehouse of Unleashed is “${warehouse}”, where ${sku} came back to.`
      : `The return doesn’t say which warehouse ${sku} came back to.`,
  );
}

function reasonOf({ sku, reason }: Line, { maps }: BuildContext): string {
  if (!reason) return needsPerson(`The return gives no reason for ${sku}. Choose one in the store.`);
  const app = maps.toApp('return-reasons', reason);
  return app ?? needsPerson(`Say in Setup & Tools → Return reasons what “${reason}” is called in Unleashed.`);
}

/**
 * An adjustment has one warehouse and one reason. Both are in the name of the part, however many there are: a name that changed
 * when a second reason came would make what has left look as if it hadn't.
 */
function groupsOf(lines: Placed[]): { part: string; name: string; lines: Placed[] }[] {
  const warehouses = [...new Set(lines.map(({ warehouse }) => warehouse))];
  return warehouses.flatMap((warehouse) => {
    const here = lines.filter((line) => line.warehouse === warehouse);
    const reasons = [...new Set(here.map(({ reason }) => reason))];
    return reasons.map((reason) => ({
      part: `${warehouse}/${reason}`,
      name: reasons.length === 1 ? warehouse : `${warehouse}/${reason}`,
      lines: here.filter((line) => line.reason === reason),
    }));
  });
}

/** Two new totals for one product would contradict each other. */
function summed(lines: Placed[], number: string): Adjustment['lines'] {
  return alike(lines, ({ sku }) => sku).map((goods) => ({
    sku: goods[0]!.sku,
    quantity: quantityOf(goods),
    comment: `${OURS}${number}`,
    of: Object.fromEntries(alike(goods, ({ id }) => id).map((some) => [some[0]!.id, quantityOf(some)])),
  }));
}

const alike = (lines: Placed[], by: (line: Placed) => string): Placed[][] =>
  [...new Set(lines.map(by))].map((one) => lines.filter((line) => by(line) === one));

const quantityOf = (lines: Placed[]): string => money.add(...lines.map(({ quantity }) => quantity));

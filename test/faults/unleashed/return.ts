import type { RecordBody } from '../../../src/sdk/index.js';
import type { Chance } from '../chance.js';
import { type Pieces, put } from './expected.js';
import { GOODS, KITS, MAPS, piecesOf, WAREHOUSES } from './shop.js';

export type Return = RecordBody<'return'>;
type Line = NonNullable<Return['lines']>[number];

const REASONS = MAPS['return-reasons']!.map(([store]) => store);

/** Something that a customer sent back. */
export function drawReturn(chance: Chance, number: string): Return {
  const [home] = chance.pick(WAREHOUSES);
  return {
    number,
    status: 'closed',
    currency: 'AUD',
    issuedOn: '2026-11-18',
    approvedOn: chance.happens(0.1) ? null : chance.happens(0.1) ? '2026-10-31' : '2026-11-20',
    lines: Array.from({ length: chance.between(1, 4) }, (_, at) => drawLine(chance, at, home)),
  };
}

function drawLine(chance: Chance, at: number, home: string): Line {
  return {
    id: `L${at}`,
    sku: chance.pick([...GOODS, ...KITS]),
    quantity: String(chance.between(1, 5)),
    reason: chance.pick(REASONS),
    restocked: chance.happens(0.85),
    warehouse: chance.happens(0.2) ? chance.pick(WAREHOUSES)[0] : home,
  };
}

/** What goes back onto the shelves. */
export function restockedBy({ lines, approvedOn }: Return, startDate: string): Pieces {
  const all: Pieces = new Map();
  if (!approvedOn || approvedOn < startDate) return all;
  for (const { sku, quantity, restocked, warehouse } of lines ?? []) {
    const [, app] = WAREHOUSES.find(([store]) => store === warehouse)!;
    if (restocked) put(all, piecesOf(sku), app, Number(quantity));
  }
  return all;
}

/** What a person in the store does to a return while it is exported. */
export function editedReturn(chance: Chance, one: Return): Return {
  if (!one.approvedOn) return { ...one, approvedOn: '2026-11-21' };
  const line = chance.pick(one.lines ?? []);
  const change = chance.pick<Partial<Line>>([
    { restocked: true },
    { restocked: false },
    { quantity: String(Number(line.quantity) + 7) },
    { name: `Renamed ${chance.between(1, 99)}` },
    { reason: chance.pick(REASONS) },
    { warehouse: chance.pick(WAREHOUSES)[0] },
  ]);
  return { ...one, lines: (one.lines ?? []).map((each) => (each === line ? { ...line, ...change } : each)) };
}

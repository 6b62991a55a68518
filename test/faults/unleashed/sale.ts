import { money, type RecordBody } from '../../../src/sdk/index.js';
import type { Chance } from '../chance.js';
import { GOODS, KITS, piecesOf, WAREHOUSES } from './shop.js';

export type Sale = RecordBody<'invoice'>;
type Line = NonNullable<Sale['lines']>[number];

const CUSTOMERS = ['ALMOND', 'ATRIUM', 'BANKSIA', "O'BRIEN", 'NEWCOMER'];
const STATUSES = ['dispatched', 'dispatched', 'partly-dispatched', 'open', 'open', 'hold', 'quote', 'cancelled'];

/** An order of the store, as a person there might have made it. */
export function drawSale(chance: Chance, number: string, batched: boolean): Sale {
  const status = batched && chance.happens(0.6) ? 'dispatched' : chance.pick(STATUSES);
  const amount = (low: number, high: number) => `${chance.between(low, high)}.${chance.between(10, 99)}`;
  const sale: Sale = {
    number,
    status: 'open',
    approved: status !== 'open' || chance.happens(0.8),
    date: chance.happens(0.1) ? '2026-10-31' : chance.pick(['2026-11-19', '2026-11-20', '2026-11-20']),
    username: chance.pick(CUSTOMERS),
    currency: 'AUD',
    taxInclusive: true,
    shipping: chance.happens(0.3) ? amount(5, 20) : '0',
    surcharge: chance.happens(0.15) ? amount(1, 3) : '0',
    surchargeTaxed: chance.happens(0.5),
    discount: chance.happens(0.2) ? `0.${chance.between(10, 99)}` : '0',
    total: '0',
    lines: drawLines(chance),
  };
  return movedTo(chance, addedUp(sale), status);
}

function drawLines(chance: Chance): Line[] {
  const [home] = chance.pick(WAREHOUSES);
  const split = chance.happens(0.3);
  return Array.from({ length: chance.between(1, 4) }, (_, at) => {
    const warehouse = split ? chance.pick(WAREHOUSES)[0] : home;
    // Each kit once: stores that list contents name the kit by its SKU only.
    const kit = chance.happens(0.25) ? KITS[at] : undefined;
    return kit ? kitLines(chance, at, warehouse, kit) : [plainLine(chance, at, warehouse)];
  }).flat();
}

function plainLine(chance: Chance, at: number, warehouse: string): Line {
  return {
    id: `L${at}`,
    sku: chance.pick(GOODS),
    quantity: String(chance.between(1, 4)),
    dispatched: '0',
    unitPrice: `${chance.between(3, 90)}.${chance.between(10, 99)}`,
    taxCode: chance.pick(['GST', 'GST', 'FREE']),
    warehouse,
  };
}

/** Some stores list what is in a kit below it. */
function kitLines(chance: Chance, at: number, warehouse: string, sku: string): Line[] {
  const kit = { ...plainLine(chance, at, warehouse), sku };
  if (chance.happens(0.5)) return [kit];
  const inside = piecesOf(sku).map(([piece, quantity], part): Line => {
    const amount = String(quantity * Number(kit.quantity));
    return { ...kit, id: `${kit.id}-${part}`, sku: piece, quantity: amount, unitPrice: '0', kit: sku };
  });
  return [kit, ...inside];
}

/** Its total is what its lines and charges come to. */
export function addedUp(sale: Sale): Sale {
  const lines = (sale.lines ?? []).map(({ quantity, unitPrice }) => money.multiply(quantity, unitPrice));
  const total = money.add(...lines, sale.shipping ?? 0, sale.surcharge ?? 0, money.negate(sale.discount ?? 0));
  return { ...sale, total: money.round(total, 2) };
}

/** The sale in another status, with its lines as they then are. */
export function movedTo(chance: Chance, sale: Sale, status: string): Sale {
  const lines = sale.lines ?? [];
  if (status === 'dispatched') return { ...sale, status, lines: lines.map((line) => leaving(line, line.quantity)) };
  if (status !== 'partly-dispatched') return { ...sale, status };
  const plain = lines.filter(({ kit }) => kit == null);
  const rest = plain.filter((line) => !lines.some(({ kit }) => kit === line.sku) && line.dispatched !== line.quantity);
  // With one piece left there is nothing between what has left already and everything.
  const open = rest.reduce((sum, { quantity, dispatched }) => sum + Number(quantity) - Number(dispatched ?? 0), 0);
  if (open < 2) return movedTo(chance, sale, 'dispatched');
  const one = chance.pick(rest);
  const left = Number(one.dispatched ?? 0) + 1;
  return { ...sale, status, lines: lines.map((line) => (line === one ? leaving(line, String(left)) : line)) };
}

const leaving = (line: Line, dispatched: string): Line => ({ ...line, dispatched });

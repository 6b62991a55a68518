import { twin } from 'patchbay/sdk';
import { wireDate } from '../dates.js';
import { blankProduct, type Product } from '../product.js';
import {
  BATCH_TRACKED,
  BILLS,
  CATALOGUE,
  type CatalogueRow,
  GROUPS,
  NEVER_MOVED,
  OBSOLETE,
  SERIALISED,
  UNITS,
} from './catalogue.js';
import { SEEDED_ON, seededMoment } from './moments.js';
import { SUPPLIERS } from './people.js';

const PARENTS = new Set(BILLS.map(([, parent]) => parent));
const PARTS = new Set(BILLS.flatMap(([, , , parts]) => Object.keys(parts)));
const FINISHES = [
  'Terracotta',
  'Stoneware',
  'Rattan',
  'Concrete',
  'Brass',
  'Linen',
  'Oak',
  'Glass',
  'Seagrass',
  'Enamel',
];
const THINGS = [
  'pot',
  'planter',
  'saucer',
  'vase',
  'basket',
  'hanger',
  'tray',
  'stand',
  'jug',
  'bowl',
  'lantern',
  'stool',
];

/** The few facts about a seeded product that lists are chosen and sorted by. */
export interface SeededHead {
  guid: string;
  code: string;
  obsolete: boolean;
  modified: number;
}

/** The catalogue's rows first; beyond them made-up ones, so that a shop may be of any size. */
export function catalogueRow(at: number): CatalogueRow {
  const row = CATALOGUE[at];
  if (row) return row;
  const finish = FINISHES[at % FINISHES.length] ?? '';
  const thing = THINGS[Math.floor(at / FINISHES.length) % THINGS.length] ?? '';
  const cost = (150 + twin.pick(6000, 'cost', at)) / 100;
  const number = String(at + 1).padStart(6, '0');
  const group = GROUPS[at % 4] ?? null;
  const bin = `E${(at % 40) + 1}-${String(at % 90).padStart(2, '0')}`;
  const code = `${finish.slice(0, 4).toUpperCase()}-${thing.toUpperCase()}-${number}`;
  const name = `${finish} ${thing} no. ${at + 1}`;
  return [code, name, group ?? '', 'EA', cost, Math.ceil(cost * 3) - 0.05, bin, (10 + twin.pick(500, 'kg', at)) / 100];
}

export function seededHead(seed: string, at: number): SeededHead {
  const code = catalogueRow(at)[0];
  return {
    guid: twin.guidFrom(seed, 'product', at),
    code,
    obsolete: OBSOLETE.has(code),
    modified: seededMoment('product', at),
  };
}

export function seededProduct(seed: string, at: number, head = seededHead(seed, at)): Product {
  const [code, name, group, unit, cost, price, bin, kilos] = catalogueRow(at);
  const charge = group === 'Charges';
  const kit = PARENTS.has(code);
  return {
    ...blankProduct(head.guid, wireDate(SEEDED_ON)),
    ...measures(at, charge || kit, kilos),
    ProductCode: code,
    ProductDescription: name,
    Barcode: charge ? null : barcode(at),
    UnitOfMeasure: { Guid: unitGuid(seed, unit), Name: unit, Obsolete: false },
    NeverDiminishing: charge,
    LastCost: cost,
    DefaultPurchasePrice: cost,
    DefaultSellPrice: price,
    AverageLandPrice: cost,
    Obsolete: head.obsolete,
    Notes: at % 6 === 0 && !charge ? 'Photographed for the winter catalogue.' : null,
    tiers: tiers(at, cost, price, charge),
    IsComponent: PARTS.has(code),
    IsAssembledProduct: kit,
    ProductGroup: { Guid: groupGuid(seed, group), GroupName: group },
    BinLocation: bin,
    Supplier: charge || kit ? null : supplier(seed, at, group, cost),
    IsSerialized: SERIALISED.has(code),
    IsBatchTracked: BATCH_TRACKED.has(code),
    IsPurchasable: !charge && !kit,
    LastModifiedOn: wireDate(head.modified),
  };
}

const known = new Map<string, string>();

// A hundred thousand products share a handful of units, groups and suppliers.
function knownGuid(seed: string, kind: string, name: string): string {
  const words = `${seed}/${kind}/${name}`;
  const guid = known.get(words) ?? twin.guidFrom(words);
  known.set(words, guid);
  return guid;
}

export const unitGuid = (seed: string, name: string): string => knownGuid(seed, 'unit', name);
export const groupGuid = (seed: string, name: string): string => knownGuid(seed, 'group', name);
export const isKnownUnit = (name: string): boolean => UNITS.some((unit) => unit === name);

function measures(at: number, none: boolean, kilos: number): Partial<Product> {
  if (none) return { Weight: kilos || null };
  const side = 6 + twin.pick(30, 'side', at);
  const alert = at % 5 === 0 ? null : 2 + (at % 8);
  return {
    Width: side,
    Height: side + twin.pick(20, 'height', at),
    Depth: side,
    Weight: kilos,
    MinStockAlertLevel: alert,
    MaxStockAlertLevel: alert && alert * 20,
    ReOrderPoint: alert && alert + 4,
  };
}

// Some price levels are empty and some are nought: a shop that never used them has both.
function tiers(at: number, cost: number, price: number, charge: boolean): (number | null)[] {
  if (charge) return Array.from({ length: 10 }, () => null);
  const percent = (of: number, share: number) => Math.round((Math.round(of * 100) * share) / 100) / 100;
  return [
    percent(price, 90),
    percent(price, 80),
    at % 2 === 0 ? percent(price, 85) : null,
    percent(cost, 110),
    at % 4 === 0 ? 0 : null,
    at % 3 === 0 ? Math.round(price * 7777) / 10_000 : null,
    0,
    null,
    null,
    null,
  ];
}

function supplier(seed: string, at: number, group: string, cost: number): Product['Supplier'] {
  const row = SUPPLIERS[Math.max(0, groupAt(group)) % SUPPLIERS.length];
  if (!row) return null;
  const own = at < CATALOGUE.length;
  return {
    Guid: knownGuid(seed, 'supplier', row[0]),
    SupplierCode: row[0],
    SupplierName: row[1],
    SupplierProductCode: own ? `${row[0].slice(0, 2)}${1000 + at}` : null,
    SupplierProductDescription: null,
    SupplierProductPrice: own ? cost : null,
  };
}

const GROUP_NAMES: readonly string[] = GROUPS;

const groupAt = (name: string): number => GROUP_NAMES.indexOf(name);

/** An EAN-13 of the Australian range, with its check digit. */
function barcode(at: number): string {
  const digits = `93${String(1_200_000_000 + at)}`;
  const weighed = [...digits].reduce((all, digit, place) => all + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (weighed % 10)) % 10}`;
}

/** A product nobody ever bought or sold has no stock rows at all. */
export const neverMoved = (at: number): boolean => {
  const [code, , group] = catalogueRow(at);
  return group === 'Charges' || NEVER_MOVED.has(code) || (PARENTS.has(code) && code !== 'HAMPER-XMAS');
};

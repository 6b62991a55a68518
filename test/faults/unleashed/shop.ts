import unleashed from '../../../plugins/unleashed/plugin.js';
import { createSandbox, type UnleashedSandbox } from '../../../plugins/unleashed/sandbox/index.js';
import { BILLS } from '../../../plugins/unleashed/sandbox/seed/catalogue.js';
import type { RecordType } from '../../../src/sdk/index.js';
import { pluginUnderTest } from '../../../src/sdk/testing/index.js';
import type { Planted } from '../export-case.js';

/** What the test shop sells; none of it has serial or batch numbers. */
export const GOODS = ['POT-SAUCER', 'TOOL-TROWEL', 'PLANT-MONSTERA-14', 'HOME-MUG-SPECKLE', 'POT-GLAZE-BLUE'];
/** Put together by the app when they are sold. */
export const KITS = ['KIT-REPOT', 'KIT-TWINCANDLE', 'KIT-HERB'];

/** The store's warehouses and what they are called in the app. */
export const WAREHOUSES: [string, string][] = [
  ['brunswick', 'MAIN'],
  ['marrickville', 'EAST'],
];

export const ANSWERS = {
  startDate: '2026-11-01',
  workflow: 'unleashed-posts',
  customer: 'WEBSALES',
  taxedCode: 'OUTPUT',
  untaxedCode: 'EXEMPTOUTPUT',
  shippingProduct: 'SHIPPING',
  surchargeProduct: 'SURCHARGE',
  discountProduct: 'DISCOUNT',
  roundingProduct: 'ROUNDING',
};

export const MAPS: Record<string, [string, string][]> = {
  warehouses: WAREHOUSES,
  taxes: [
    ['GST', 'OUTPUT'],
    ['FREE', 'EXEMPTOUTPUT'],
  ],
  'return-reasons': [
    ['Changed my mind', 'Change of mind'],
    ['Broken on arrival', 'Faulty'],
  ],
};

const componentsOf = new Map(BILLS.map(([, sku, , parts]) => [sku, Object.entries(parts)]));

/** What leaves the shelf with one of it: itself, or the components of a kit. */
export const piecesOf = (sku: string): [string, number][] => componentsOf.get(sku) ?? [[sku, 1]];

/** Everything that may move. */
const PIECES = [...new Set([...GOODS, ...KITS].flatMap((sku) => piecesOf(sku).map(([piece]) => piece)))];

/** A twin with so much on its shelves that no order has to wait for stock. */
export function stockedTwin(now: () => number): UnleashedSandbox {
  const twin = createSandbox({ now, sales: 0 });
  for (const sku of PIECES) for (const [, warehouse] of WAREHOUSES) twin.receive(sku, warehouse, 1000);
  return twin;
}

/** 'sku warehouse' → how much was there before anything happened. */
export const startingStock: ReadonlyMap<string, number> = (() => {
  const twin = stockedTwin(() => 0);
  return stockOf(twin);
})();

export function stockOf(twin: UnleashedSandbox): Map<string, number> {
  return new Map(
    PIECES.flatMap((sku) =>
      WAREHOUSES.map(([, warehouse]) => [`${sku} ${warehouse}`, twin.quantityOnHand(sku, warehouse)] as const),
    ),
  );
}

const IMPORTS: [string, RecordType][] = [
  ['import-products', 'product'],
  ['import-kits', 'kit'],
  ['import-tax-rates', 'tax-rate'],
  ['import-customers', 'customer'],
];

let pulled: Promise<Planted[]> | undefined;

/** What the hub has imported from the twin before it exports anything. Read once for all seeds. */
export function imported(): Promise<Planted[]> {
  pulled ??= pull();
  return pulled;
}

async function pull(): Promise<Planted[]> {
  const maps = Object.fromEntries(Object.entries(MAPS).map(([map, pairs]) => [map, Object.fromEntries(pairs)]));
  const app = pluginUnderTest(unleashed, { sandbox: stockedTwin(() => 0), answers: ANSWERS, maps });
  const all: Planted[] = [];
  for (const [task, type] of IMPORTS) {
    const { records } = await app.pull(task);
    all.push(...records.map((body) => ({ type, body })));
  }
  return all;
}

import { Chance } from './chance.js';
import type { KitPart } from './order.js';

/** What the shop sells, whether or not the catalogue holds it yet. Prices are in cents and include tax. */
export interface Ware {
  sku: string;
  name: string;
  price: number;
  taxFree?: boolean;
}

const WARES: Ware[] = [
  { sku: 'FERN-BOSTON-140', name: 'Boston Fern 140 mm', price: 2495 },
  { sku: 'FERN-MAIDENHAIR-100', name: 'Maidenhair Fern 100 mm', price: 1895 },
  { sku: 'FERN-BIRDSNEST-180', name: 'Bird’s Nest Fern 180 mm', price: 3450 },
  { sku: 'FIG-FIDDLE-200', name: 'Fiddle Leaf Fig 200 mm', price: 6995 },
  { sku: 'FIG-MORETON-140', name: 'Moreton Bay Fig 140 mm', price: 3295 },
  { sku: 'FIG-AUDREY-250', name: 'Ficus Audrey 250 mm', price: 12900 },
  { sku: 'POT-TERRA-12', name: 'Terracotta Pot 12 cm', price: 795 },
  { sku: 'POT-TERRA-20', name: 'Terracotta Pot 20 cm', price: 1650 },
  { sku: 'POT-STONE-30', name: 'Stoneware Planter 30 cm', price: 8999 },
  { sku: 'POT-HANG-RATTAN', name: 'Rattan Hanging Planter', price: 4250 },
  { sku: 'SAUCER-TERRA-14', name: 'Terracotta Saucer 14 cm', price: 495 },
  { sku: 'SOIL-PREMIUM-10L', name: 'Premium Potting Mix 10 L', price: 1299 },
  { sku: 'FEED-SEAWEED-500', name: 'Seaweed Tonic 500 mL', price: 1575 },
  { sku: 'TOOL-TROWEL-BRASS', name: 'Brass Trowel', price: 3895 },
  { sku: 'TOOL-MISTER-AMBER', name: 'Amber Glass Mister', price: 2250 },
  { sku: 'TOOL-SNIPS-HERB', name: 'Herb Snips', price: 1999 },
  { sku: 'THROW-LINEN-OAT', name: 'Linen Throw, Oat', price: 14900 },
  { sku: 'CUSHION-LINEN-50', name: 'Linen Cushion 50 cm', price: 6450 },
  { sku: 'CANDLE-GUMLEAF', name: 'Gum Leaf Candle', price: 3799 },
  { sku: 'VASE-RECYCLED-GLASS', name: 'Recycled Glass Vase', price: 5225 },
  { sku: 'MUG-SPECKLE-300', name: 'Speckled Mug 300 mL', price: 2633 },
  { sku: 'HONEY-BUSH-400', name: 'Bush Honey 400 g', price: 1450, taxFree: true },
  { sku: 'KIT-FIRST-FERN', name: 'My First Fern Kit', price: 4990 },
  { sku: 'KIT-POTTING-DAY', name: 'Potting Day Kit', price: 6795 },
];

export const DEFAULT_SKUS = WARES.map(({ sku }) => sku);

export const DEFAULT_KITS: Record<string, KitPart[]> = {
  'KIT-FIRST-FERN': [
    { sku: 'FERN-BOSTON-140', quantity: 1 },
    { sku: 'POT-TERRA-20', quantity: 1 },
    { sku: 'FEED-SEAWEED-500', quantity: 1 },
  ],
  'KIT-POTTING-DAY': [
    { sku: 'POT-TERRA-12', quantity: 3 },
    { sku: 'SOIL-PREMIUM-10L', quantity: 2 },
    { sku: 'TOOL-TROWEL-BRASS', quantity: 1 },
  ],
};

/** A SKU given from outside gets a price of its own that never changes. */
export function ware(sku: string): Ware {
  const known = WARES.find((one) => one.sku === sku);
  if (known) return known;
  const chance = new Chance([...sku].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)!) >>> 0, 7));
  return { sku, name: sku, price: chance.between(495, 14995) };
}

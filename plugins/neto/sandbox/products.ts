import { Chance } from './chance.js';

/** How many of a SKU one kit takes. */
export interface KitPart {
  sku: string;
  quantity: number;
}

/** What the shop sells, whether or not the catalogue holds it yet. Prices are in cents and include tax. */
export interface Ware {
  sku: string;
  name: string;
  price: number;
}

const WARES: Ware[] = [
  { sku: 'PLANT-MONSTERA-14', name: 'Monstera deliciosa, 14 cm pot', price: 3495 },
  { sku: 'PLANT-FIDDLE-20', name: 'Fiddle leaf fig, 20 cm pot', price: 8900 },
  { sku: 'PLANT-POTHOS-12', name: 'Golden pothos, 12 cm pot', price: 1695 },
  { sku: 'PLANT-SNAKE-17', name: 'Snake plant, 17 cm pot', price: 3250 },
  { sku: 'PLANT-MAIDEN-12', name: 'Maidenhair fern, 12 cm pot', price: 1895 },
  { sku: 'PLANT-CALATHEA-14', name: 'Calathea orbifolia, 14 cm pot', price: 3995 },
  { sku: 'PLANT-OLIVE-25', name: 'Olive tree, 25 cm pot', price: 9500 },
  { sku: 'POT-TERRA-10', name: 'Terracotta pot 10 cm', price: 695 },
  { sku: 'POT-TERRA-15', name: 'Terracotta pot 15 cm', price: 1195 },
  { sku: 'POT-TERRA-20', name: 'Terracotta pot 20 cm', price: 1995 },
  { sku: 'POT-GLAZE-BLUE', name: 'Glazed pot, ocean blue', price: 4200 },
  { sku: 'POT-CONCRETE-30', name: 'Concrete planter 30 cm', price: 9995 },
  { sku: 'POT-HANG-RATTAN', name: 'Rattan hanging planter', price: 2995 },
  { sku: 'HOME-MACRAME', name: 'Macramé plant hanger', price: 2495 },
  { sku: 'HOME-CANDLE-FIG', name: 'Soy candle, fig & cassis', price: 3200 },
  { sku: 'HOME-CANDLE-FERN', name: 'Soy candle, wild fern', price: 3200 },
  { sku: 'HOME-THROW-LINEN', name: 'Linen throw, eucalyptus', price: 12900 },
  { sku: 'HOME-MUG-SPECKLE', name: 'Speckled stoneware mug', price: 2200 },
  { sku: 'HOME-VASE-BUD', name: 'Bud vase, smoke glass', price: 1850 },
  { sku: 'HOME-BASKET-L', name: 'Seagrass basket, large', price: 4995 },
  { sku: 'CARE-POTMIX-10L', name: 'Premium potting mix 10 L', price: 1395 },
  { sku: 'CARE-FEED-500', name: 'Liquid plant food 500 ml', price: 1795 },
  { sku: 'TOOL-TROWEL', name: 'Stainless hand trowel', price: 2195 },
  { sku: 'TOOL-MISTER', name: 'Glass mister', price: 1950 },
  { sku: 'KIT-STARTER', name: 'Plant parent starter kit', price: 5995 },
  { sku: 'KIT-REPOT', name: 'Repotting kit', price: 4995 },
  { sku: 'KIT-TWINCANDLE', name: 'Candle pair', price: 5800 },
];

/** The codes that the shop's stock app knows these wares by. */
export const DEFAULT_SKUS = WARES.map(({ sku }) => sku);

export const DEFAULT_KITS: Record<string, KitPart[]> = {
  'KIT-STARTER': each('PLANT-POTHOS-12', 'POT-TERRA-15', 'CARE-FEED-500', 'TOOL-MISTER'),
  'KIT-REPOT': each('CARE-POTMIX-10L', 'POT-TERRA-20', 'TOOL-TROWEL'),
  'KIT-TWINCANDLE': each('HOME-CANDLE-FIG', 'HOME-CANDLE-FERN'),
};

function each(...skus: string[]): KitPart[] {
  return skus.map((sku) => ({ sku, quantity: 1 }));
}

/** A SKU given from outside gets a price of its own that never changes. */
export function ware(sku: string): Ware {
  const known = WARES.find((one) => one.sku === sku);
  if (known) return known;
  const chance = new Chance([...sku].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)!) >>> 0, 7));
  return { sku, name: sku, price: chance.between(495, 14995) };
}

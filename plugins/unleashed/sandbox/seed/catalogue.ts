/** code, name, group, unit, cost, price, bin, weight in kg */
export type CatalogueRow = readonly [string, string, string, string, number, number, string | null, number];

export const GROUPS = [
  'Indoor Plants',
  'Pots & Planters',
  'Homewares',
  'Tools & Care',
  'Gift Sets',
  'Charges',
] as const;

export const UNITS = ['EA', 'PACK', 'BAG', 'KIT'] as const;

/** What Fern & Fig sells, in the words of the shop. */
export const CATALOGUE: readonly CatalogueRow[] = [
  ['SHIPPING', 'Shipping charge', 'Charges', 'EA', 0, 0, null, 0],
  ['SURCHARGE', 'Card surcharge', 'Charges', 'EA', 0, 0, null, 0],
  ['DISCOUNT', 'Order discount', 'Charges', 'EA', 0, 0, null, 0],
  ['ROUNDING', 'Cash rounding', 'Charges', 'EA', 0, 0, null, 0],
  ['PLANT-MONSTERA-14', 'Monstera deliciosa, 14 cm pot', 'Indoor Plants', 'EA', 9.8, 34.95, 'G1-01', 1.4],
  ['PLANT-FIDDLE-20', 'Fiddle leaf fig, 20 cm pot', 'Indoor Plants', 'EA', 24.5, 89, 'G1-02', 4.2],
  ['PLANT-POTHOS-12', 'Golden pothos, 12 cm pot', 'Indoor Plants', 'EA', 4.2, 16.95, 'G1-03', 0.8],
  ['PLANT-SNAKE-17', 'Snake plant, 17 cm pot', 'Indoor Plants', 'EA', 8.75, 32.5, 'G1-04', 2.1],
  ['PLANT-ZZ-14', 'ZZ plant, 14 cm pot', 'Indoor Plants', 'EA', 7.9, 29.95, 'G1-05', 1.6],
  ['PLANT-MAIDEN-12', "Maidenhair fern 'Fragrans', 12 cm pot", 'Indoor Plants', 'EA', 5.1, 18.95, 'G1-06', 0.7],
  ['PLANT-CALATHEA-14', 'Calathea orbifolia, 14 cm pot', 'Indoor Plants', 'EA', 11.2, 39.95, 'G1-07', 1.3],
  ['PLANT-PEPEROMIA-9', 'Peperomia hope, 9 cm pot', 'Indoor Plants', 'EA', 3.4, 13.95, 'G1-08', 0.4],
  ['PLANT-STRING-12', 'String of pearls, 12 cm basket', 'Indoor Plants', 'EA', 6.8, 24.95, 'G1-09', 0.6],
  ['PLANT-BASIL-9', 'Sweet basil, 9 cm pot', 'Indoor Plants', 'EA', 1.6, 5.5, 'G2-01', 0.3],
  ['PLANT-MINT-9', 'Garden mint, 9 cm pot', 'Indoor Plants', 'EA', 1.6, 5.5, 'G2-02', 0.3],
  ['PLANT-PARSLEY-9', 'Flat-leaf parsley, 9 cm pot', 'Indoor Plants', 'EA', 1.55, 5.5, 'G2-03', 0.3],
  ['PLANT-OLIVE-25', 'Olive tree ‘Manzanillo’, 25 cm pot', 'Indoor Plants', 'EA', 28, 95, 'G2-04', 7.5],
  ['POT-TERRA-10', 'Terracotta pot 10 cm', 'Pots & Planters', 'EA', 1.85, 6.95, 'A1-01', 0.45],
  ['POT-TERRA-15', 'Terracotta pot 15 cm', 'Pots & Planters', 'EA', 3.1, 11.95, 'A1-02', 0.95],
  ['POT-TERRA-20', 'Terracotta pot 20 cm', 'Pots & Planters', 'EA', 5.4, 19.95, 'A1-03', 1.9],
  ['POT-SAUCER', 'Pot <b>& Saucer', 'Pots & Planters', 'EA', 2.2, 8.5, 'A1-04', 0.6],
  ['POT-GLAZE-BLUE', 'Glazed pot, ocean blue', 'Pots & Planters', 'EA', 12.6, 42, 'A1-05', 2.4],
  ['POT-GLAZE-SAND', 'Glazed pot, sand', 'Pots & Planters', 'EA', 12.6, 42, 'A1-06', 2.4],
  ['POT-CONCRETE-30', 'Concrete planter 30 cm', 'Pots & Planters', 'EA', 31.5, 99.95, 'A2-01', 11.2],
  ['POT-HANG-RATTAN', 'Rattan hanging planter', 'Pots & Planters', 'EA', 9.25, 29.95, 'A2-02', 0.5],
  ['POT-SELFWATER-18', 'Self-watering pot 18 cm', 'Pots & Planters', 'EA', 8.4, 27.5, 'A2-03', 0.7],
  ['POT-SEED-TRAY', 'Seedling tray with lid', 'Pots & Planters', 'EA', 3.75, 14.95, 'A2-04', 0.35],
  ['POT-STAND-OAK', 'Oak plant stand', 'Pots & Planters', 'EA', 18.9, 64, 'A2-05', 1.8],
  ['POT-CACHE-BRASS', 'Brass cachepot', 'Pots & Planters', 'EA', 16.4, 54.95, 'A2-06', 0.9],
  [
    'POT-TERRACOTTA-HANDTHROWN-LIMITED-2026',
    'Hand-thrown pot, 2026 edition',
    'Pots & Planters',
    'EA',
    44,
    149,
    'A2-07',
    3,
  ],
  ['POT-OLDLINE-12', 'Ribbed pot 12 cm (old line)', 'Pots & Planters', 'EA', 2.9, 9.95, 'A2-08', 0.5],
  ['HOME-MACRAME', 'Macramé plant hanger', 'Homewares', 'EA', 6.3, 24.95, 'B1-01', 0.2],
  ['HOME-CANDLE-FIG', 'Soy candle, fig & cassis', 'Homewares', 'EA', 9.9, 32, 'B1-02', 0.45],
  ['HOME-CANDLE-FERN', 'Soy candle, wild fern', 'Homewares', 'EA', 9.9, 32, 'B1-03', 0.45],
  ['HOME-THROW-LINEN', 'Linen throw, eucalyptus', 'Homewares', 'EA', 38, 129, 'B1-04', 1.1],
  ['HOME-MUG-SPECKLE', 'Speckled stoneware mug', 'Homewares', 'EA', 6.5, 22, 'B1-05', 0.4],
  ['HOME-VASE-BUD', 'Bud vase, smoke glass', 'Homewares', 'EA', 5.2, 18.5, 'B1-06', 0.3],
  ['HOME-PRINT-FERN', 'Botanical print “Fern”, A3', 'Homewares', 'EA', 8, 35, 'B2-01', 0.25],
  ['HOME-TOWEL-GUM', "Tea towel, gum leaves (Nan's pattern)", 'Homewares', 'EA', 4.4, 16.95, 'B2-02', 0.15],
  ['HOME-BASKET-L', 'Seagrass basket, large', 'Homewares', 'EA', 14.8, 49.95, 'B2-03', 0.9],
  ['HOME-COASTERS', 'Cork coasters, set of 4', 'Homewares', 'PACK', 3.6, 14.5, 'B2-04', 0.2],
  ['HOME-LAMP-GROW', 'Grow lamp, 18 W', 'Homewares', 'EA', 29.5, 89.95, 'B2-05', 1.2],
  ['CARE-POTMIX-10L', 'Premium potting mix 10 L', 'Tools & Care', 'BAG', 4.1, 13.95, 'C1-01', 6],
  ['CARE-POTMIX-25L', 'Premium potting mix 25 L', 'Tools & Care', 'BAG', 7.4, 22.95, 'C1-02', 14.5],
  ['CARE-PERLITE-5L', 'Perlite 5 L', 'Tools & Care', 'BAG', 3.9, 12.5, 'C1-03', 0.6],
  ['CARE-FEED-500', 'Liquid plant food 500 ml', 'Tools & Care', 'EA', 4.75, 17.95, 'C1-04', 0.6],
  ['CARE-NEEM-250', 'Neem oil spray 250 ml', 'Tools & Care', 'EA', 5.6, 18.95, 'C1-05', 0.35],
  ['CARE-SEED-BASIL', 'Basil seeds', 'Tools & Care', 'PACK', 0.95, 4.5, 'C1-06', 0.02],
  ['CARE-SEED-MINT', 'Mint seeds', 'Tools & Care', 'PACK', 0.95, 4.5, 'C1-07', 0.02],
  ['TOOL-TROWEL', 'Stainless hand trowel', 'Tools & Care', 'EA', 6.1, 21.95, 'C2-01', 0.3],
  ['TOOL-SNIPS', 'Bonsai snips', 'Tools & Care', 'EA', 7.85, 26.5, 'C2-02', 0.18],
  ['TOOL-CAN-1L', 'Watering can 1 L, copper', 'Tools & Care', 'EA', 11.9, 39.95, 'C2-03', 0.55],
  ['TOOL-MISTER', 'Glass mister', 'Tools & Care', 'EA', 5.15, 19.5, 'C2-04', 0.3],
  ['TOOL-GLOVES-M', 'Garden gloves, medium', 'Tools & Care', 'PACK', 3.3, 12.95, 'C2-05', 0.12],
  ['TOOL-METER', 'Soil moisture meter', 'Tools & Care', 'EA', 6.95, 24.95, 'C2-06', 0.15],
  ['KIT-STARTER', 'Plant parent starter kit', 'Gift Sets', 'KIT', 17.1, 59.95, null, 3],
  ['KIT-HERB', 'Kitchen herb kit', 'Gift Sets', 'KIT', 13.25, 39.95, null, 2.5],
  ['KIT-REPOT', 'Repotting kit', 'Gift Sets', 'KIT', 15.6, 49.95, null, 8],
  ['KIT-TWINCANDLE', 'Candle pair', 'Gift Sets', 'KIT', 19.8, 58, null, 0.9],
  ['HAMPER-XMAS', 'Christmas hamper (packed by hand)', 'Gift Sets', 'KIT', 31.15, 99, 'D1-01', 1.4],
];

/** Bill number, assembled product, whether a sale assembles it by itself, and what goes in. */
export const BILLS: readonly (readonly [string, string, boolean, Readonly<Record<string, number>>])[] = [
  [
    'BOM-00000001',
    'KIT-STARTER',
    true,
    { 'PLANT-POTHOS-12': 1, 'POT-TERRA-15': 1, 'CARE-FEED-500': 1, 'TOOL-MISTER': 1 },
  ],
  [
    'BOM-00000002',
    'KIT-HERB',
    true,
    { 'PLANT-BASIL-9': 1, 'PLANT-MINT-9': 1, 'PLANT-PARSLEY-9': 1, 'POT-TERRA-10': 3 },
  ],
  ['BOM-00000003', 'KIT-REPOT', true, { 'CARE-POTMIX-10L': 1, 'POT-TERRA-20': 1, 'TOOL-TROWEL': 1 }],
  ['BOM-00000004', 'KIT-TWINCANDLE', true, { 'HOME-CANDLE-FIG': 1, 'HOME-CANDLE-FERN': 1 }],
  ['BOM-00000005', 'HAMPER-XMAS', false, { 'HOME-CANDLE-FIG': 1, 'HOME-MUG-SPECKLE': 2, 'HOME-TOWEL-GUM': 1 }],
];

export const OBSOLETE = new Set(['POT-OLDLINE-12']);
export const BATCH_TRACKED = new Set(['CARE-NEEM-250']);
export const SERIALISED = new Set(['HOME-LAMP-GROW']);
export const NEVER_MOVED = new Set(['POT-CACHE-BRASS', 'HOME-PRINT-FERN', 'TOOL-METER']);

import { blankProduct, type Product, TIER_NAMES } from './product.js';

export type TiersAs = 'object' | 'number';

/** What nearly every product has for itself. */
const OWN: readonly (keyof Product)[] = [
  'Guid',
  'ProductCode',
  'ProductDescription',
  'Barcode',
  'Width',
  'Height',
  'Depth',
  'Weight',
  'MinStockAlertLevel',
  'MaxStockAlertLevel',
  'ReOrderPoint',
  'BinLocation',
  'LastModifiedOn',
  'LastCost',
  'DefaultPurchasePrice',
  'DefaultSellPrice',
  'AverageLandPrice',
];
const OWN_TIERS = TIER_NAMES.slice(0, 6).map((_, at) => at);

/** What thousands have in common. */
const SHARED = (Object.keys(blankProduct('', '')) as (keyof Product)[]).filter(
  (name) => name !== 'tiers' && !OWN.includes(name),
);
const SHARED_TIERS = TIER_NAMES.slice(6).map((_, at) => at + 6);

const TIER_FIELDS = TIER_NAMES.map((_, at) => `SellPriceTier${at + 1}`);

type Fields = Record<string, unknown>;

/**
 * The product as it travels, in two halves, so that a shop of a hundred thousand products keeps the text of the
 * second one only once. Copied field by field: this runs for every product, and spreading costs five times as much.
 */
export function wireHalves(product: Product, tiersAs: TiersAs): { own: Fields; shared: Fields } {
  return { own: half(product, OWN, OWN_TIERS, tiersAs), shared: half(product, SHARED, SHARED_TIERS, tiersAs) };
}

function half(product: Product, names: readonly (keyof Product)[], tiers: readonly number[], tiersAs: TiersAs): Fields {
  const wire: Fields = {};
  for (const name of names) wire[name] = product[name];
  for (const at of tiers) {
    const value = product.tiers[at] ?? null;
    wire[TIER_FIELDS[at] ?? ''] = tiersAs === 'object' ? { Name: TIER_NAMES[at], Value: value } : value;
  }
  return wire;
}

export function wireProduct(product: Product, tiersAs: TiersAs): Fields {
  const { own, shared } = wireHalves(product, tiersAs);
  return { ...own, ...shared };
}

/** What a list says when it is asked to be brief. */
export const briefProduct = ({
  Guid,
  ProductCode,
  ProductDescription,
  Barcode,
  Obsolete,
  LastModifiedOn,
}: Product) => ({
  Guid,
  ProductCode,
  ProductDescription,
  Barcode,
  Obsolete,
  LastModifiedOn,
});

import { type Product, TIER_NAMES, type Tier } from './product.js';

export type TiersAs = 'object' | 'number';

const TIERS_OF_ITS_OWN = 6;

/**
 * The product as it travels, in two halves: what nearly every product has for itself, and what thousands have in
 * common. A shop of a hundred thousand products keeps the second half's text only once.
 */
export function wireHalves(product: Product, tiersAs: TiersAs): { own: object; shared: object } {
  const {
    Guid,
    ProductCode,
    ProductDescription,
    Barcode,
    Width,
    Height,
    Depth,
    Weight,
    MinStockAlertLevel,
    MaxStockAlertLevel,
    ReOrderPoint,
    BinLocation,
    LastModifiedOn,
    LastCost,
    DefaultPurchasePrice,
    DefaultSellPrice,
    AverageLandPrice,
    tiers,
    ...shared
  } = product;
  const own = {
    Guid,
    ProductCode,
    ProductDescription,
    Barcode,
    Width,
    Height,
    Depth,
    Weight,
    MinStockAlertLevel,
    MaxStockAlertLevel,
    ReOrderPoint,
    BinLocation,
    LastModifiedOn,
    LastCost,
    DefaultPurchasePrice,
    DefaultSellPrice,
    AverageLandPrice,
    ...wireTiers(tiers, tiersAs, 0, TIERS_OF_ITS_OWN),
  };
  return { own, shared: { ...shared, ...wireTiers(tiers, tiersAs, TIERS_OF_ITS_OWN, TIER_NAMES.length) } };
}

function wireTiers(tiers: Product['tiers'], tiersAs: TiersAs, from: number, to: number) {
  const wire: Record<string, Tier | number | null> = {};
  for (let at = from; at < to; at += 1) {
    const value = tiers[at] ?? null;
    wire[`SellPriceTier${at + 1}`] = tiersAs === 'object' ? { Name: TIER_NAMES[at] ?? '', Value: value } : value;
  }
  return wire;
}

export function wireProduct(product: Product, tiersAs: TiersAs): object {
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

import { money, NeedsPerson, transform } from 'patchbay/sdk';

/** A field that an earlier step of the pull puts on each product: the rate of tax its sales carry. */
export const SALES_TAX_RATE = 'SalesTaxRate';

const given = (value: unknown): string | undefined =>
  money.isDecimal(value) && !money.isZero(value) ? money.add(value) : undefined;

/** Nobody gives products away by leaving a price empty: nought and nothing never overwrite a price. */
export const sellPrice = transform('with tax if the shop’s prices have it; never nought', (value, { store }, row) => {
  const price = given(value);
  if (price === undefined) return undefined;
  if (store.taxInclusive === null) throw new NeedsPerson(TAX_UNSAID);
  const rate = row[SALES_TAX_RATE];
  const shown = store.taxInclusive ? money.multiply(price, money.add(1, money.isDecimal(rate) ? rate : 0)) : price;
  return money.round(shown, money.placesOf(store.currency));
});

export const TAX_UNSAID = 'Say in the store’s settings whether its prices contain tax: prices of Unleashed don’t.';

/** Some accounts answer a tier as an object with name and value, others as the bare number. */
export const tierPrice = transform(sellPrice.title, (value, ctx, row) => {
  if (ctx.advanced.tiers === false) return undefined;
  const bare = typeof value === 'object' && value !== null && 'Value' in value ? value.Value : value;
  return sellPrice.apply(bare, ctx, row);
});

export const unlessObsolete = transform('yes unless obsolete', (value) => value !== true);

import { money } from 'patchbay/sdk';

/** By product and warehouse of the app. */
export type Quantities = Map<string, string>;

export const placeOf = (product: string, warehouse: string | null | undefined): string =>
  `${product} ${warehouse ?? ''}`;

export const put = (quantities: Quantities, place: string, quantity: string | number) =>
  quantities.set(place, money.add(quantities.get(place) ?? 0, quantity));

import type { Maps, RecordBody } from 'patchbay/sdk';

/** The account that sales of a product go to, by the app's id, where the store gives the product one of its own that is mapped. */
export const incomeAccount = (product: Partial<RecordBody<'product'>> | undefined, maps: Maps): string | undefined =>
  (product?.incomeAccount && maps.toApp('income-accounts', product.incomeAccount)) || undefined;

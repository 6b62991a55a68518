import { money, transform } from 'patchbay/sdk';

export const said = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

export const unlessArchived = transform('yes unless archived', (value) => (said(value) ?? 'ACTIVE') === 'ACTIVE');

/** Ten per cent comes as 10. */
export const fraction = transform('per cent as a fraction', (value) =>
  money.isDecimal(value) ? money.divide(value, 100, 9) : undefined,
);

export const clip = (length: number) =>
  transform(`first ${length} characters`, (value) => said(value)?.slice(0, length));

/** Nobody gives products away by leaving a price empty. */
export const price = transform('never nought', (value) =>
  money.isDecimal(value) && !money.isZero(value) ? money.add(value) : undefined,
);

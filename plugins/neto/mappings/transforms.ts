import { type Transform, transform } from 'patchbay/sdk';
import { timeZoneOf } from '../client.js';
import { isAboveZero, isNumber } from '../decimals.js';
import { dayOf, shopClock } from '../shop-time.js';

/** What the store wrote, or null: an empty text of the store says that it holds nothing. */
export const said = (value: unknown): string | null => {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return text === '' ? null : text;
};

export const clip = (value: unknown, length: number): string | null => said(value)?.slice(0, length).trim() || null;

/** Long texts of the store are cut rather than keep a whole order back. */
export const first = (length: number): Transform =>
  transform(`first ${length} characters`, (value) => clip(value, length));

/** `IsActive` and the like; what is neither yes nor no is not known. */
export const yes = (value: unknown): boolean | null => {
  if (typeof value === 'boolean') return value;
  const text = said(value)?.toLowerCase();
  if (text === 'true' || text === 'y' || text === '1') return true;
  return text === 'false' || text === 'n' || text === '0' ? false : null;
};

export const yesNo = transform('yes or no', (value) => yes(value));

/** The store keeps 0.00 where nobody has entered anything. */
export const aboveZero = transform('nothing where the store holds zero', (value) =>
  isAboveZero(value) ? said(value) : null,
);

export const number = transform('as a number', (value) => (isNumber(value) ? said(value) : null));

/** A calendar day stays the day that the store wrote. */
export const day = transform('the day in the store', (value) => dayOf(value) ?? null);

export const instant = transform('from the store’s clock to UTC', (value, ctx) => {
  const at = shopClock(timeZoneOf(ctx)).instant(value);
  return at === undefined ? null : new Date(at).toISOString();
});

/** The key of a warehouse record: its reference joins it to other apps; without one, its id. */
export const warehouseCode = (row: { WarehouseReference?: unknown; WarehouseID?: unknown }): string | null =>
  said(row.WarehouseReference) ?? said(row.WarehouseID);

/** Two letters, or nothing. */
export const country = (value: unknown): string | null => {
  const text = said(value)?.toUpperCase();
  return text && /^[A-Z]{2}$/.test(text) ? text : null;
};

export const currencyCode = (value: unknown): string | null => {
  const text = said(value)?.toUpperCase();
  return text && /^[A-Z]{3}$/.test(text) ? text : null;
};

export const isCurrency = transform('three letters, or nothing', (value) => currencyCode(value));

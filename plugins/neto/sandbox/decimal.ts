import { Refusal } from './refusal.js';

/** Exact decimals as whole numbers: money in cents, unit prices and quantities in thousandths. */
const CENTS = 2;
const THOUSANDTHS = 3;

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/** "12.345" with 2 places is 1235: half a unit rounds away from zero. */
export function parseDecimal(text: string, places: number): number {
  const [, sign, whole = '', fraction = ''] = DECIMAL.exec(text.trim()) ?? [];
  if (whole + fraction === '') throw new Refusal(`'${text}' is not a number`);
  const kept = Number(whole + fraction.slice(0, places).padEnd(places, '0'));
  const units = kept + (Number(fraction[places] ?? 0) >= 5 ? 1 : 0);
  if (!Number.isSafeInteger(units)) throw new Refusal(`'${text}' is too large`);
  return sign === '-' ? -units : units;
}

export function formatDecimal(units: number, places: number): string {
  const digits = String(Math.abs(units)).padStart(places + 1, '0');
  return `${units < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

export const cents = (text: string) => parseDecimal(text, CENTS);
export const thousandths = (text: string) => parseDecimal(text, THOUSANDTHS);
export const money = (units: number) => formatDecimal(units, CENTS);
export const price = (units: number) => formatDecimal(units, THOUSANDTHS);

/** Quantities are told without needless zeros: 2000 is "2", 2500 is "2.5". */
export function quantity(units: number): string {
  return formatDecimal(units, THOUSANDTHS).replace(/\.?0{1,3}$/, '');
}

/** Whole-number division, half away from zero. */
export function divide(dividend: number, divisor: number): number {
  const result = Math.floor((2 * Math.abs(dividend) + divisor) / (2 * divisor));
  return dividend < 0 ? -result : result;
}

import { transform } from 'patchbay/sdk';
import type { AddressRow } from '../wire.js';
import { said } from './transforms.js';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** English names of countries → their two letters, from the runtime's own list. */
const countries = new Map(
  LETTERS.flatMap((first) =>
    LETTERS.flatMap((second) => {
      const name = regions.of(first + second);
      return name ? [[name.toLowerCase(), first + second] as const] : [];
    }),
  ),
);

/** A contact's address of one type: `POBOX` is where bills go, `STREET` where goods go. */
export const addressOf = (type: 'POBOX' | 'STREET') =>
  transform(type === 'POBOX' ? 'the postal address' : 'the street address', (value) => {
    if (!Array.isArray(value)) return undefined;
    const rows = value.filter((row): row is AddressRow => typeof row === 'object' && row !== null);
    const row = rows.find(({ AddressType }) => AddressType === type);
    // The app lists both types always, empty ones too.
    if (!row || !said(row.AddressLine1 ?? row.City)) return undefined;
    return {
      name: said(row.AttentionTo)?.slice(0, 200),
      street1: said(row.AddressLine1)?.slice(0, 255),
      street2: said(row.AddressLine2)?.slice(0, 255),
      city: said(row.City)?.slice(0, 100),
      state: said(row.Region)?.slice(0, 100),
      postcode: said(row.PostalCode)?.slice(0, 20),
      country: countryOf(said(row.Country)),
    };
  });

function countryOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  return /^[A-Za-z]{2}$/.test(name) ? name.toUpperCase() : countries.get(name.toLowerCase());
}

/** The app takes letters only where we have two. */
export const nameOfCountry = (code: string | null | undefined): string | undefined =>
  code && /^[A-Z]{2}$/.test(code) ? regions.of(code) : undefined;

import { countryCode, transform } from 'patchbay/sdk';
import type { AddressRow } from '../wire.js';
import { said } from './transforms.js';

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
      country: countryCode(row.Country),
    };
  });

import { countryCode, transform } from 'patchbay/sdk';

interface AddressRow {
  AddressType?: string;
  AddressName?: string;
  StreetAddress?: string;
  StreetAddress2?: string;
  Suburb?: string;
  City?: string;
  Region?: string;
  PostalCode?: string;
  Country?: string;
}

/** The first address of one of these types; the app has postal, physical and shipping ones. */
export const addressOf = (...types: string[]) =>
  transform(`the ${types[0]!.toLowerCase()} address`, (value) => {
    if (!Array.isArray(value)) return undefined;
    const rows = value.filter((row): row is AddressRow => typeof row === 'object' && row !== null);
    const row = types.flatMap((type) => rows.filter(({ AddressType }) => AddressType === type))[0];
    if (!row) return undefined;
    return {
      company: row.AddressName,
      street1: row.StreetAddress,
      street2: row.StreetAddress2,
      city: row.Suburb || row.City,
      state: row.Region,
      postcode: row.PostalCode,
      country: countryCode(row.Country),
    };
  });

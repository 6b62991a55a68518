import { twin } from 'patchbay/sdk';
import { found, ok } from './answers.js';
import { wireDate } from './dates.js';
import { page } from './paging.js';
import { listRoutes, type Route } from './router.js';
import { SUPPLIERS } from './seed/people.js';

export interface Supplier {
  Guid: string;
  SupplierCode: string;
  SupplierName: string;
  ContactFirstName: string | null;
  Email: string;
  PhoneNumber: string | null;
  Addresses: object[];
  Currency: { CurrencyCode: string; Description: string };
  Taxable: boolean;
  Obsolete: boolean;
  LastModifiedOn: string;
}

export const seededSuppliers = (seed: string, on: number): Supplier[] =>
  SUPPLIERS.map(([code, name, suburb, state, postCode, email]) => ({
    Guid: twin.guidFrom(seed, 'supplier', code),
    SupplierCode: code,
    SupplierName: name,
    ContactFirstName: null,
    Email: email,
    PhoneNumber: null,
    Addresses: [{ AddressType: 'Postal', Suburb: suburb, Region: state, PostalCode: postCode, Country: 'Australia' }],
    Currency: { CurrencyCode: 'AUD', Description: 'Australia, Dollars' },
    Taxable: true,
    Obsolete: false,
    LastModifiedOn: wireDate(on),
  }));

export const supplierRoutes: Route[] = [
  ...listRoutes('Suppliers', (shop, { page: number, query }) => {
    const code = query.lower('supplierCode');
    const since = query.instant('modifiedSince');
    const all = shop
      .modifiedSince(shop.suppliers.all(), since)
      .filter((supplier) => !code || supplier.SupplierCode.toLowerCase().startsWith(code));
    return page(all, number, query, (supplier) => JSON.stringify(supplier));
  }),
  {
    method: 'GET',
    path: '/Suppliers/*',
    answer: (shop, { guid }) => ok(found(shop.suppliers.get(guid), 'The supplier')),
  },
];

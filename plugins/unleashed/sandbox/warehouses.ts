import { twin } from 'patchbay/sdk';
import { wireDate } from './dates.js';
import type { Form } from './form.js';
import { page } from './paging.js';
import { listRoutes, type Route } from './router.js';
import type { Shop } from './shop.js';

export interface Warehouse {
  Guid: string;
  WarehouseCode: string;
  WarehouseName: string;
  IsDefault: boolean;
  StreetNo: string;
  AddressLine1: string;
  AddressLine2: string | null;
  Suburb: string;
  City: string;
  Region: string;
  Country: string;
  PostCode: string;
  PhoneNumber: string | null;
  FaxNumber: string | null;
  MobileNumber: string | null;
  DDINumber: string | null;
  ContactName: string | null;
  Obsolete: boolean;
  LastModifiedOn: string;
}

/** code, name, street number, street, suburb, city, state, post code, obsolete */
const WAREHOUSES = [
  ['MAIN', 'Brunswick warehouse', '18', 'Tinning Street', 'Brunswick', 'Melbourne', 'VIC', '3056', false],
  ['EAST', 'Marrickville shop', '204', 'Illawarra Road', 'Marrickville', 'Sydney', 'NSW', '2204', false],
  ['OLDSHED', 'Old shed', '3', 'Barkly Street', 'Footscray', 'Melbourne', 'VIC', '3011', true],
] as const;

export const seededWarehouses = (seed: string, on: number): Warehouse[] =>
  WAREHOUSES.map(([code, name, number, street, suburb, city, state, postCode, obsolete]) => ({
    Guid: twin.guidFrom(seed, 'warehouse', code),
    WarehouseCode: code,
    WarehouseName: name,
    IsDefault: code === 'MAIN',
    StreetNo: number,
    AddressLine1: street,
    AddressLine2: null,
    Suburb: suburb,
    City: city,
    Region: state,
    Country: 'Australia',
    PostCode: postCode,
    PhoneNumber: null,
    FaxNumber: null,
    MobileNumber: null,
    DDINumber: null,
    ContactName: null,
    Obsolete: obsolete,
    LastModifiedOn: wireDate(on),
  }));

/** The open warehouse that a posted document names by code or guid, or a problem beside that field. */
export function namedWarehouse(shop: Shop, form: Form): Warehouse | undefined {
  const named = form.child('Warehouse');
  if (!named) return undefined;
  const [guid, code] = [named.text('Guid'), named.text('WarehouseCode')];
  const warehouse = guid ? shop.warehouses.get(guid) : shop.warehouses.find((one) => one.WarehouseCode === code);
  if (warehouse && !warehouse.Obsolete) return warehouse;
  const what = warehouse ? 'is obsolete' : 'does not exist';
  return named.problem('WarehouseCode', `Warehouse ${code ?? guid ?? ''} ${what}.`, 'NotFound');
}

export const warehouseRoutes: Route[] = listRoutes('Warehouses', (shop, { page: number, query }) => {
  const since = query.instant('modifiedSince');
  const all = shop.modifiedSince(shop.warehouses.all(), since);
  return page(all, number, query, (warehouse) => JSON.stringify(warehouse));
});

import type { RecordBody } from 'patchbay/sdk';
import { clip, country } from './transforms.js';

export type Address = NonNullable<RecordBody<'customer'>['billing']>;

/** The store writes addresses as flat fields behind `Bill` or `Ship`. */
export function addressOf(row: unknown, prefix: 'Bill' | 'Ship'): Address | null {
  const fields = Object(row) as Record<string, unknown>;
  const read = (name: string, length: number) => clip(fields[prefix + name], length);
  const names = [read('FirstName', 100), read('LastName', 99)];
  const address: Address = {
    name: names.filter(Boolean).join(' ') || null,
    company: read('Company', 200),
    street1: read('StreetLine1', 255),
    street2: read('StreetLine2', 255),
    city: read('City', 100),
    state: read('State', 100),
    postcode: read('PostCode', 20),
    country: country(fields[`${prefix}Country`]),
    phone: read('Phone', 50),
  };
  return Object.values(address).some((value) => value !== null) ? address : null;
}

/** The same way back; what isn't known is left out, so that the store keeps its own. */
export function flatAddress(address: Address, prefix: 'Bill' | 'Ship'): Record<string, string> {
  const [firstName, lastName] = splitName(address.name ?? '');
  const fields = {
    FirstName: firstName,
    LastName: lastName,
    Company: address.company,
    StreetLine1: address.street1,
    StreetLine2: address.street2,
    City: address.city,
    State: address.state,
    PostCode: address.postcode,
    Country: address.country,
    Phone: address.phone,
  };
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value ? [[prefix + name, value]] : [])));
}

/** The last word is the family name. */
function splitName(name: string): [string, string] {
  const at = name.trim().lastIndexOf(' ');
  return at < 0 ? [name.trim(), ''] : [name.slice(0, at).trim(), name.slice(at + 1).trim()];
}

import { createHash } from 'node:crypto';
import { countryName, type RecordBody } from 'patchbay/sdk';
import type { Contact, ContactAddress } from '../sales/sales-invoice.js';
import type { Settings } from '../settings.js';

type Customer = Partial<RecordBody<'customer'>>;
type Address = Customer['billing'];

const LONGEST_NUMBER = 50;

/**
 * The number by which a customer's contact is known over there. Two stores that feed one organisation may have different people
 * of the same username: the store's own prefix keeps them apart.
 */
function contactNumber(username: string, { invoicePrefix }: Pick<Settings, 'invoicePrefix'>): string {
  const number = invoicePrefix + username;
  if (number.length <= LONGEST_NUMBER) return number;
  const mark = createHash('sha256').update(number).digest('hex').slice(0, 8);
  return `${number.slice(0, LONGEST_NUMBER - 9)}-${mark}`;
}

/** A customer as a contact of the app. */
export function contactOf(customer: Customer & { username: string }, settings: Settings): Contact {
  const { username, name, company, email, phone, taxNumber, billing, shipping } = customer;
  const [firstName, ...rest] = (name ?? billing?.name ?? '').trim().split(/\s+/).filter(Boolean);
  const person = [firstName, ...rest].filter(Boolean).join(' ');
  return {
    customer: username,
    number: contactNumber(username, settings),
    ...filled({
      firstName: firstName?.slice(0, 255),
      lastName: rest.join(' ').slice(0, 255),
      email: email?.slice(0, 255),
      phone: phone?.slice(0, 50),
      taxNumber: taxNumber?.slice(0, 50),
    }),
    name: (company || billing?.company || person || email || username).slice(0, 255),
    ...(billing && { billing: addressOf(billing) }),
    ...(shipping && { shipping: addressOf(shipping) }),
  };
}

function addressOf(address: NonNullable<Address>): ContactAddress {
  const { street1, street2, city, state, postcode, country } = address;
  return filled({
    street1: street1?.slice(0, 255),
    street2: street2?.slice(0, 255),
    city: city?.slice(0, 255),
    region: state?.slice(0, 255),
    postcode: postcode?.slice(0, 50),
    country: countryName(country)?.slice(0, 50),
  });
}

function filled<T extends Record<string, string | null | undefined>>(texts: T) {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text)) as { [K in keyof T]?: string };
}

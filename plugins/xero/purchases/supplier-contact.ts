import type { RecordBody } from 'patchbay/sdk';
import { contactOf } from '../contacts/contact-of.js';
import type { Contact } from '../sales/sales-invoice.js';
import type { Settings } from '../settings.js';

/** A supplier as a contact of the app. Its number says so: a customer of the same username is somebody else. */
export function supplierContact(
  { code, name, email, phone, address }: Pick<RecordBody<'supplier'>, 'code'> & Partial<RecordBody<'supplier'>>,
  settings: Settings,
): Contact {
  const { customer: _, ...contact } = contactOf(
    { username: `supplier-${code}`, company: name ?? code, email, phone, billing: address },
    settings,
  );
  return contact;
}

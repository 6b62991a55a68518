import type { XeroApi } from '../client.js';
import type { Contact } from '../sales/sales-invoice.js';
import type { ContactRow } from '../wire.js';
import { type Saved, savedBy } from './saved.js';
import { wireContact } from './wire-contact.js';

/** The name is somebody's already: of this very customer, whom somebody entered by hand, or of a namesake. */
export async function saveUnderOtherName(contact: Contact, api: XeroApi, key: string[]): Promise<Saved> {
  if (contact.id) return updateAllButName(contact, api, key);
  const found = await api.contacts.named(contact.name);
  if (found && isTheSame(found, contact)) return link(found, contact, api, key);
  const name = `${contact.name.slice(0, 190)} (${contact.number ?? contact.email ?? 'web'})`;
  const writing = { purpose: 'Create the contact under a name of its own', key };
  const [said] = await api.contacts.create([wireContact({ ...contact, name })], writing);
  return savedBy(said!);
}

/** One that is there already keeps the name it has. */
async function updateAllButName(contact: Contact, api: XeroApi, key: string[]): Promise<Saved> {
  const { Name: _, ...rest } = wireContact(contact);
  const [said] = await api.contacts.update([rest], { purpose: 'Update the contact, but for its name', key });
  return savedBy(said!);
}

function isTheSame({ ContactNumber: number, EmailAddress: email, ContactStatus: status }: ContactRow, wanted: Contact) {
  if (status === 'ARCHIVED') return false;
  if (!wanted.number) return true;
  if (number) return number === wanted.number;
  return !email || !wanted.email || email.toLowerCase() === wanted.email.toLowerCase();
}

/** From now on it is known by our number as well; nothing else of it is touched. */
async function link({ ContactID: id }: ContactRow, { number }: Contact, api: XeroApi, key: string[]): Promise<Saved> {
  if (!number) return { id };
  const numbered = { ContactID: id, ContactNumber: number };
  const [said] = await api.contacts.update([numbered], { purpose: 'Mark the contact as this customer', key });
  return savedBy(said!);
}

import type { XeroApi } from '../client.js';
import type { Contact } from '../sales/sales-invoice.js';
import type { ContactRow } from '../wire.js';
import { isAbout, type Wrong } from '../wrongs.js';
import { wireContact } from './wire-contact.js';

/** What became of one contact. */
export type Saved = { id: string } | { wrongs: Wrong[] };

/** Makes contacts that are new and brings the others up to date, each once however often it is named. Answers in their order. */
export async function saveContacts(contacts: Contact[], api: XeroApi, key: string[]): Promise<Saved[]> {
  const unique = [...new Map(contacts.map((contact) => [nameOf(contact), contact])).values()];
  const purpose = `Create or update ${unique.length} ${unique.length === 1 ? 'contact' : 'contacts'}`;
  const answers = await api.contacts.save(unique.map(wireContact), { purpose, key });
  const saved = new Map<string, Saved>();
  for (const [at, contact] of unique.entries()) {
    const said = answers[at]!;
    if ('row' in said) saved.set(nameOf(contact), { id: said.row.ContactID });
    else if (isAbout(said.wrongs, 'name-taken')) saved.set(nameOf(contact), await underOtherName(contact, api, key));
    else saved.set(nameOf(contact), said);
  }
  return contacts.map((contact) => saved.get(nameOf(contact))!);
}

/** By what a contact is known: two orders of one customer mean the same. */
const nameOf = ({ id, number, name }: Contact): string => id ?? number ?? `name ${name.toLowerCase()}`;

/** The name is somebody's already: of this very customer, whom somebody entered by hand, or of a namesake. */
async function underOtherName(contact: Contact, api: XeroApi, key: string[]): Promise<Saved> {
  if (contact.id) return withoutName(contact, api, key);
  const found = await api.contacts.named(contact.name);
  if (found && isTheSame(found, contact)) return link(found, contact, api, key);
  const name = `${contact.name.slice(0, 190)} (${contact.number ?? contact.email ?? 'web'})`;
  const purpose = 'Create the contact under a name of its own';
  const [said] = await api.contacts.save([wireContact({ ...contact, name })], { purpose, key: [...key, 'name'] });
  return 'row' in said! ? { id: said.row.ContactID } : said!;
}

/** One that is there already keeps the name it has. */
async function withoutName(contact: Contact, api: XeroApi, key: string[]): Promise<Saved> {
  const { Name: _, ...rest } = wireContact(contact);
  const [said] = await api.contacts.save([rest], { purpose: 'Update the contact, but for its name', key });
  return 'row' in said! ? { id: said.row.ContactID } : said!;
}

function isTheSame({ ContactNumber: number, EmailAddress: email, ContactStatus: status }: ContactRow, wanted: Contact) {
  if (status === 'ARCHIVED') return false;
  if (number) return number === wanted.number;
  if (!wanted.number) return true;
  return !email || !wanted.email || email.toLowerCase() === wanted.email.toLowerCase();
}

/** From now on it is known by our number as well; nothing else of it is touched. */
async function link({ ContactID: id, Name }: ContactRow, { number, name }: Contact, api: XeroApi, key: string[]) {
  if (!number) return { id };
  const numbered = { ContactID: id, ContactNumber: number, Name: Name ?? name };
  const purpose = 'Mark the contact as this customer';
  const [said] = await api.contacts.save([numbered], { purpose, key: [...key, 'link'] });
  return 'row' in said! ? { id } : { wrongs: said!.wrongs };
}

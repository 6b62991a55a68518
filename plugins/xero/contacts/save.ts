import type { XeroApi } from '../client.js';
import type { Contact } from '../sales/sales-invoice.js';
import type { ContactRow } from '../wire.js';
import { isAbout } from '../wrongs.js';
import { saveUnderOtherName } from './other-name.js';
import { type Saved, savedBy } from './saved.js';
import { survivorOf } from './survivors.js';
import { wireContact } from './wire-contact.js';

/** Makes contacts that are new and brings the others up to date, each once however often it is named. Answers in their order. */
export async function saveContacts(contacts: Contact[], api: XeroApi, key: string[]): Promise<Saved[]> {
  const unique = [...new Map(contacts.map((contact) => [nameOf(contact), contact])).values()];
  const saved = new Map<string, Saved>();
  const keep = (some: Contact[], said: Saved[]) => {
    for (const [at, contact] of some.entries()) saved.set(nameOf(contact), said[at]!);
  };

  const fresh = unique.filter(({ id }) => !id);
  keep(fresh, await create(fresh, api, key));
  const taken = fresh.filter((contact) => isTaken(saved.get(nameOf(contact))!));
  const found = await foundAmong(taken, api);
  // What was merged into another is the other's by now, and that is left as it is.
  for (const { contact, row } of found.filter(({ row }) => row.MergedToContactID))
    saved.set(nameOf(contact), { id: (await survivorOf(row.ContactID, api)) ?? row.ContactID });
  const there = found
    .filter(({ row }) => !row.MergedToContactID)
    .map(({ contact, row }) => ({ ...contact, id: row.ContactID }));
  const known = [...unique.filter(({ id }) => id), ...there];
  keep(known, await update(known, api, key));
  for (const contact of known.filter((one) => isArchived(saved.get(nameOf(one))!)))
    if (await survivorOf(contact.id!, api)) saved.set(nameOf(contact), { id: contact.id! });
  const renamed = [...taken.filter((contact) => !there.some((one) => nameOf(one) === nameOf(contact))), ...known];
  for (const contact of renamed.filter((one) => isTaken(saved.get(nameOf(one))!))) {
    saved.set(nameOf(contact), await saveUnderOtherName(contact, api, key));
  }
  return contacts.map((contact) => saved.get(nameOf(contact))!);
}

/** By what a contact is known: two orders of one customer mean the same. */
const nameOf = ({ id, number, name }: Contact): string => number ?? id ?? `name ${name.toLowerCase()}`;

const isArchived = (saved: Saved): boolean => 'wrongs' in saved && isAbout(saved.wrongs, 'archived');

const isTaken = (saved: Saved): boolean => 'wrongs' in saved && isAbout(saved.wrongs, 'name-taken');

/** To the app, changing a contact by a number that it doesn't know is changing the namesake: so new ones are only created. */
async function create(contacts: Contact[], api: XeroApi, key: string[]): Promise<Saved[]> {
  if (contacts.length === 0) return [];
  const purpose = `Create ${counted(contacts)}`;
  return (await api.contacts.create(contacts.map(wireContact), { purpose, key })).map(savedBy);
}

async function update(contacts: Contact[], api: XeroApi, key: string[]): Promise<Saved[]> {
  if (contacts.length === 0) return [];
  const purpose = `Update ${counted(contacts)}`;
  return (await api.contacts.update(contacts.map(wireContact), { purpose, key })).map(savedBy);
}

/** Those that are known over there by the number we gave them. */
async function foundAmong(contacts: Contact[], api: XeroApi): Promise<{ contact: Contact; row: ContactRow }[]> {
  const numbers = contacts.flatMap(({ number }) => number ?? []);
  const rows = numbers.length === 0 ? [] : await api.contacts.numbered(numbers);
  return contacts.flatMap((contact) => {
    const row = contact.number ? rows.find(({ ContactNumber }) => ContactNumber === contact.number) : undefined;
    return row ? [{ contact, row }] : [];
  });
}

const counted = ({ length }: Contact[]): string => `${length} ${length === 1 ? 'contact' : 'contacts'}`;

import { twin } from 'patchbay/sdk';
import { found } from '../desk/answers.js';
import { wireInstant } from '../desk/dates.js';
import { amountOf } from '../desk/decimals.js';
import { list, type Noun, show } from '../desk/listing.js';
import type { Call, Route } from '../desk/router.js';
import { saveEach } from '../desk/saving.js';
import type { Books } from './books.js';
import type { Contact } from './contact.js';
import { existingContact, saveContact } from './contact-form.js';
import { amountDue } from './document.js';

export const contactNoun: Noun<Contact> = {
  name: 'Contacts',
  idName: 'ContactID',
  shelf: (books) => books.contacts,
  fields: {
    ContactID: (contact) => contact.id,
    Name: (contact) => contact.name,
    ContactNumber: (contact) => contact.contactNumber,
    AccountNumber: (contact) => contact.accountNumber,
    EmailAddress: (contact) => contact.email,
    ContactStatus: (contact) => contact.status,
    IsCustomer: (contact) => contact.isCustomer,
    IsSupplier: (contact) => contact.isSupplier,
    UpdatedDateUTC: (contact) => contact.updated,
  },
  lookups: {
    ContactID: (books, id) => [books.contacts.get(String(id)) ?? []].flat(),
    ContactNumber: (books, number) => books.contacts.by('number', String(number)),
  },
  write: (contact, { books, whole }) => ({
    ContactID: contact.id,
    ...(contact.contactNumber ? { ContactNumber: contact.contactNumber } : {}),
    ...(contact.accountNumber ? { AccountNumber: contact.accountNumber } : {}),
    ContactStatus: contact.status,
    Name: contact.name,
    ...(contact.firstName ? { FirstName: contact.firstName } : {}),
    ...(contact.lastName ? { LastName: contact.lastName } : {}),
    EmailAddress: contact.email ?? '',
    BankAccountDetails: '',
    ...(contact.taxNumber ? { TaxNumber: contact.taxNumber } : {}),
    ...(contact.currency ? { DefaultCurrency: contact.currency } : {}),
    ...(contact.mergedTo ? { MergedToContactID: contact.mergedTo } : {}),
    Addresses: filled(contact.addresses, 'AddressType', ['STREET', 'POBOX'], NO_ADDRESS),
    Phones: filled(contact.phones, 'PhoneType', ['DEFAULT', 'DDI', 'FAX', 'MOBILE'], NO_PHONE),
    UpdatedDateUTC: wireInstant(contact.updated),
    ContactGroups: [],
    IsSupplier: contact.isSupplier,
    IsCustomer: contact.isCustomer,
    ...(whole ? { Balances: balances(books, contact), ContactPersons: [] } : {}),
    HasAttachments: false,
    HasValidationErrors: false,
  }),
};

const NO_ADDRESS = { City: '', Region: '', PostalCode: '', Country: '' };
const NO_PHONE = { PhoneNumber: '', PhoneAreaCode: '', PhoneCountryCode: '' };

/** The app lists a place for each kind, empty or not. */
function filled(parts: Record<string, string>[], typeName: string, types: string[], empty: object): object[] {
  const given = parts.map((part) => ({ ...empty, ...part }));
  const missing = types.filter((type) => parts.every((part) => part[typeName] !== type));
  return [...missing.map((type) => ({ [typeName]: type, ...empty })), ...given];
}

function balances(books: Books, contact: Contact): object {
  const today = books.today();
  const sums = { ACCREC: { Outstanding: 0, Overdue: 0 }, ACCPAY: { Outstanding: 0, Overdue: 0 } };
  for (const invoice of books.invoices.by('contact', contact.id)) {
    if (invoice.status !== 'AUTHORISED') continue;
    sums[invoice.type].Outstanding += amountDue(invoice);
    if ((invoice.dueDate ?? today) < today) sums[invoice.type].Overdue += amountDue(invoice);
  }
  const wire = ({ Outstanding, Overdue }: { Outstanding: number; Overdue: number }) => ({
    Outstanding: amountOf(Outstanding),
    Overdue: amountOf(Overdue),
  });
  return { AccountsReceivable: wire(sums.ACCREC), AccountsPayable: wire(sums.ACCPAY) };
}

/** How a contact is named within documents. */
export function contactRef(books: Books, id: string, whole: boolean): object {
  const contact = books.contacts.get(id);
  const number = contact?.contactNumber ? { ContactNumber: contact.contactNumber } : {};
  const lists = whole ? { Addresses: [], Phones: [], ContactGroups: [], ContactPersons: [] } : {};
  return { ContactID: id, ...number, Name: contact?.name ?? '', ...lists, HasValidationErrors: false };
}

function index(call: Call) {
  const { books, query } = call;
  const ids = query.list('IDs');
  const chosen = ids?.flatMap((id) => books.contacts.get(id) ?? []);
  const archived = query.flag('includeArchived') === true || ids !== undefined;
  const term = query.text('searchTerm')?.toLowerCase();
  if (archived && !term) return list(call, contactNoun, chosen);
  return list(
    call,
    contactNoun,
    chosen,
    (contact) => (archived || contact.status === 'ACTIVE') && (!term || mentions(contact, term)),
  );
}

const mentions = (contact: Contact, term: string): boolean =>
  [contact.name, contact.firstName, contact.lastName, contact.email, contact.contactNumber].some((text) =>
    text?.toLowerCase().includes(term),
  );

/** By id, or by the number that a client gave it. */
function contactAt({ books, params }: Call): Contact {
  const key = params[0]!;
  return found(twin.isGuid(key) ? books.contacts.get(key) : books.contacts.by('number', key).at(-1));
}

const create = (call: Call) =>
  saveEach(call, contactNoun, (form, problems) => {
    const { books } = call;
    const number = form.word('ContactNumber');
    problems.unless(
      !number || books.contacts.by('number', number).length === 0,
      `The contact number ${number} is already assigned to another contact.`,
    );
    return saveContact(books, form, problems);
  });

const createOrUpdate = (call: Call) =>
  saveEach(call, contactNoun, (form, problems) => {
    const before = existingContact(call.books, form, problems);
    problems.throwIfAny();
    return saveContact(call.books, form, problems, before);
  });

function update(call: Call) {
  const contact = contactAt(call);
  return saveEach(call, contactNoun, (form, problems) => saveContact(call.books, form, problems, contact));
}

export const contactRoutes: Route[] = [
  { method: 'GET', path: '/Contacts', answer: index },
  { method: 'GET', path: '/Contacts/*', answer: (call) => show(call, contactNoun, contactAt(call)) },
  { method: 'PUT', path: '/Contacts', answer: create },
  { method: 'POST', path: '/Contacts', answer: createOrUpdate },
  { method: 'POST', path: '/Contacts/*', answer: update },
];

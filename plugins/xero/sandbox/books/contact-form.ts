import type { Form } from '../desk/form.js';
import type { Problems } from '../desk/saving.js';
import type { Books } from './books.js';
import type { Contact } from './contact.js';

const ADDRESS_TYPES = ['POBOX', 'STREET'] as const;
const PHONE_TYPES = ['DEFAULT', 'DDI', 'MOBILE', 'FAX', 'OFFICE'] as const;
const ADDRESS_PARTS = [
  'AddressLine1',
  'AddressLine2',
  'AddressLine3',
  'AddressLine4',
  'City',
  'Region',
  'PostalCode',
  'Country',
  'AttentionTo',
] as const;
const PHONE_PARTS = ['PhoneNumber', 'PhoneAreaCode', 'PhoneCountryCode'] as const;

const LONGEST: Record<string, number> = {
  Name: 255,
  FirstName: 255,
  LastName: 255,
  EmailAddress: 255,
  ContactNumber: 50,
  AccountNumber: 50,
  TaxNumber: 50,
};

const NOBODY =
  'The Contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, ContactNumber';

const ARCHIVED =
  'The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes.';

/** The contact that an element means: by its id, then by its number, then by its name. */
export function existingContact(books: Books, form: Form, problems: Problems): Contact | undefined {
  const id = form.word('ContactID');
  const [number, name] = [form.word('ContactNumber'), form.word('Name')];
  if (id) {
    const contact = books.contacts.get(id);
    problems.unless(contact, `The contact with the specified ContactID ${id} could not be found`);
    return contact;
  }
  problems.unless(number || name, NOBODY);
  const numbered = number ? books.contacts.by('number', number).at(-1) : undefined;
  return numbered ?? (name ? books.contacts.by('name', name).at(-1) : undefined);
}

/** Creates a contact, or changes what the element says about the one there is. */
export function saveContact(books: Books, form: Form, problems: Problems, before?: Contact): Contact {
  if (before?.status === 'ARCHIVED') problems.add('Archived contacts cannot currently be edited via the API.');
  checkLengths(form, problems);
  const name = form.word('Name') ?? before?.name;
  problems.unless(name, 'The contact name must be specified.');
  const status =
    form.choice('ContactStatus', ['ACTIVE', 'ARCHIVED', 'GDPRREQUEST'] as const) ?? before?.status ?? 'ACTIVE';
  const number = form.word('ContactNumber') ?? before?.contactNumber;
  if (name && status === 'ACTIVE') checkName(books, name, before, problems);
  const holder = number ? books.contacts.by('number', number).at(-1) : undefined;
  problems.unless(
    !holder || holder.id === before?.id,
    `The contact number ${number} is already assigned to another contact.`,
  );
  problems.throwIfAny();
  const contact = books.contacts.put({
    id: before?.id ?? books.newId('contact'),
    updated: books.stamp(),
    name: name!,
    contactNumber: number,
    accountNumber: form.word('AccountNumber') ?? before?.accountNumber,
    status,
    firstName: form.text('FirstName') ?? before?.firstName,
    lastName: form.text('LastName') ?? before?.lastName,
    email: form.word('EmailAddress') ?? before?.email,
    taxNumber: form.word('TaxNumber') ?? before?.taxNumber,
    currency: form.word('DefaultCurrency') ?? before?.currency,
    addresses: partsOf(form.list('Addresses'), 'AddressType', ADDRESS_TYPES, ADDRESS_PARTS) ?? before?.addresses ?? [],
    phones: partsOf(form.list('Phones'), 'PhoneType', PHONE_TYPES, PHONE_PARTS) ?? before?.phones ?? [],
    isCustomer: before?.isCustomer ?? false,
    isSupplier: before?.isSupplier ?? false,
    mergedTo: before?.mergedTo,
  });
  books.tell({ category: 'CONTACT', type: before ? 'UPDATE' : 'CREATE', resource: 'Contacts', id: contact.id });
  return contact;
}

function checkName(books: Books, name: string, before: Contact | undefined, problems: Problems): void {
  const holder = books.contacts.by('name', name).at(-1);
  problems.unless(
    !holder || holder.id === before?.id,
    `The contact name ${name} is already assigned to another contact. The contact name must be unique across all active contacts.`,
  );
}

function checkLengths(form: Form, problems: Problems): void {
  for (const [field, most] of Object.entries(LONGEST)) {
    problems.unless(
      (form.text(field)?.length ?? 0) <= most,
      `The field ${field} must have at most ${most} characters.`,
    );
  }
  for (const address of form.list('Addresses') ?? []) {
    const country = address.text('Country') ?? '';
    problems.unless(/^[^\d]{0,50}$/.test(country), 'The country must have at most 50 characters and only letters.');
  }
}

function partsOf<T extends string>(
  forms: Form[] | undefined,
  typeName: string,
  types: readonly T[],
  parts: readonly string[],
): Record<string, string>[] | undefined {
  return forms?.map((form) => {
    const said = parts.map((part): [string, string] => [part, form.text(part) ?? '']).filter(([, text]) => text !== '');
    return { [typeName]: form.choice(typeName, types) ?? types[0]!, ...Object.fromEntries(said) };
  });
}

/** The contact of a document. More than its id changes the contact too, and a name nobody has becomes a new one. */
export function contactOf(books: Books, form: Form | undefined, problems: Problems): Contact | undefined {
  if (!form) {
    problems.add(NOBODY);
    return undefined;
  }
  const errors = problems.errors.length;
  const existing = existingContact(books, form, problems);
  if (problems.errors.length > errors) return undefined;
  if (existing?.status === 'ARCHIVED') {
    problems.add(ARCHIVED);
    return undefined;
  }
  const says = Object.keys(form.raw).some((name) => !['ContactID', 'ContactNumber', 'Name'].includes(name));
  const changes = says || (existing !== undefined && (form.word('Name') ?? existing.name) !== existing.name);
  return existing && !changes ? existing : problems.try(() => saveContact(books, form, problems, existing));
}

/** A contact that got its first sale or bill is a customer or a supplier; neither moves the moment of its last change. */
export function markRole(books: Books, contact: Contact, type: string): void {
  const isSupplier = type.startsWith('ACCPAY') || type.startsWith('SPEND');
  const marked = isSupplier ? contact.isSupplier : contact.isCustomer;
  const current = books.contacts.get(contact.id) ?? contact;
  if (!marked) books.contacts.put({ ...current, ...(isSupplier ? { isSupplier } : { isCustomer: true }) });
}

import { mapping, transform } from 'patchbay/sdk';
import { addressOf } from './address.js';
import { clip, said, unlessArchived } from './transforms.js';

type Row = Record<string, unknown>;

const person = (row: Row): string | undefined =>
  [said(row.FirstName), said(row.LastName)].filter(Boolean).join(' ') || undefined;

const username = transform('its number, else its e-mail address, else its name', (number, _, row) =>
  (said(number) ?? said(row.EmailAddress) ?? said(row.Name))?.slice(0, 100),
);
const name = transform('first and last name', (_, __, row) => (person(row) ?? said(row.Name))?.slice(0, 200));
const company = transform('unless it is the person’s own name', (value, _, row) =>
  said(value) === person(row) ? undefined : said(value)?.slice(0, 200),
);
/** The kinds of telephone numbers, all of them listed always. */
const phone = transform('the first that is filled in', (value) => {
  const rows = Array.isArray(value) ? value.filter((row): row is Row => typeof row === 'object' && row !== null) : [];
  const filled = rows.find((row) => said(row.PhoneNumber));
  if (!filled) return undefined;
  const parts = [filled.PhoneCountryCode, filled.PhoneAreaCode, filled.PhoneNumber].map(said);
  return parts.filter(Boolean).join(' ').slice(0, 50);
});

/** Fills in what the store doesn't know; what it does know is the store's to say. */
export const customerMapping = mapping('customers', 'customer', {
  title: 'Customers',
  remoteId: 'ContactID',
  match: ['email', 'company+name'],
  skip: (row) => row.IsCustomer !== true || isGone(row),
  rows: [
    { from: 'ContactNumber', to: 'username', label: 'Contact number', as: username },
    { from: 'FirstName', to: 'name', label: 'First and last name', as: name, master: 'fill' },
    { from: 'Name', to: 'company', label: 'Contact name', as: company, master: 'fill' },
    { from: 'EmailAddress', to: 'email', label: 'E-mail address', as: clip(255), master: 'fill' },
    { from: 'Phones', to: 'phone', label: 'Phone', as: phone, master: 'fill' },
    { from: 'TaxNumber', to: 'taxNumber', label: 'Tax number', as: clip(50), master: 'fill' },
    { from: 'ContactStatus', to: 'active', label: 'Status', as: unlessArchived, master: 'fill' },
    { from: 'Addresses', to: 'billing', label: 'Postal address', as: addressOf('POBOX'), master: 'fill' },
    { from: 'Addresses', to: 'shipping', label: 'Street address', as: addressOf('STREET'), master: 'fill' },
  ],
});

const supplierCode = transform('its number, else its name', (number, _, row) =>
  (said(number) ?? said(row.Name))?.slice(0, 100),
);

export const supplierMapping = mapping('suppliers', 'supplier', {
  title: 'Suppliers',
  remoteId: 'ContactID',
  match: ['name'],
  skip: (row) => row.IsSupplier !== true || isGone(row),
  rows: [
    { from: 'ContactNumber', to: 'code', label: 'Contact number', as: supplierCode },
    { from: 'Name', to: 'name', label: 'Contact name', as: clip(200), master: 'fill' },
    { from: 'EmailAddress', to: 'email', label: 'E-mail address', as: clip(255), master: 'fill' },
    { from: 'Phones', to: 'phone', label: 'Phone', as: phone, master: 'fill' },
    { from: 'ContactStatus', to: 'active', label: 'Status', as: unlessArchived, master: 'fill' },
    { from: 'Addresses', to: 'address', label: 'Postal address', as: addressOf('POBOX'), master: 'fill' },
  ],
});

/** Merged into another contact, or deleted on the person's own wish. */
const isGone = (row: Row): boolean => said(row.MergedToContactID) !== undefined || row.ContactStatus === 'GDPRREQUEST';

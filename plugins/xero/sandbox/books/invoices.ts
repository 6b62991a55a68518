import { twin } from 'patchbay/sdk';
import { found, Invalid, nothing } from '../desk/answers.js';
import type { Form } from '../desk/form.js';
import { envelope, list, show } from '../desk/listing.js';
import type { Call, Route } from '../desk/router.js';
import { saveEach } from '../desk/saving.js';
import type { Invoice } from './document.js';
import { putInvoice, saleNumbered, saveInvoice } from './invoice-form.js';
import { invoiceNoun } from './invoice-wire.js';

function index(call: Call) {
  const { books, query, app } = call;
  const [ids, numbers, contacts] = [query.list('IDs'), query.list('InvoiceNumbers'), query.list('ContactIDs')];
  const chosen =
    ids?.flatMap((id) => books.invoices.get(id) ?? []) ??
    numbers?.flatMap((number) => books.invoices.by('number', number)) ??
    contacts?.flatMap((id) => books.invoices.by('contact', id));
  const statuses = query.list('Statuses')?.map((status) => status.toUpperCase());
  const term = query.text('searchTerm')?.toLowerCase();
  const rules: ((invoice: Invoice) => boolean)[] = [];
  if (statuses) rules.push((invoice) => statuses.includes(invoice.status));
  if (contacts) rules.push((invoice) => contacts.includes(invoice.contactId));
  if (query.flag('createdByMyApp')) rules.push((invoice) => invoice.createdByApp === app);
  if (term) rules.push((invoice) => `${invoice.number}\n${invoice.reference}`.toLowerCase().includes(term));
  const visible = rules.length > 0 ? (invoice: Invoice) => rules.every((rule) => rule(invoice)) : undefined;
  return list(call, invoiceNoun, chosen, visible);
}

/** By id, or by the number of a sale. */
function invoiceAt({ books, params }: Call): Invoice {
  const key = params[0]!;
  return found(twin.isGuid(key) ? books.invoices.get(key) : saleNumbered(books, key));
}

const savingOf = ({ books, query, app }: Call) => ({ books, places: query.unitPlaces, app });

/** PUT only ever creates: a number that is taken is refused. */
const create = (call: Call) =>
  saveEach(call, invoiceNoun, (form, problems) => saveInvoice(savingOf(call), form, problems));

/** POST changes the invoice that an id or a sale's number names, and creates where there is none. */
const createOrUpdate = (call: Call) =>
  saveEach(call, invoiceNoun, (form, problems) => saveInvoice(savingOf(call), form, problems, existing(call, form)));

function existing({ books }: Call, form: Form): Invoice | undefined {
  const [id, number] = [form.word('InvoiceID'), form.word('InvoiceNumber')];
  if (id) {
    const invoice = books.invoices.get(id);
    if (!invoice) throw new Invalid(['An existing Invoice with the specified InvoiceID could not be found']);
    return invoice;
  }
  return number && form.word('Type')?.toUpperCase() !== 'ACCPAY' ? saleNumbered(books, number) : undefined;
}

function update(call: Call) {
  const invoice = invoiceAt(call);
  return saveEach(call, invoiceNoun, (form, problems) => saveInvoice(savingOf(call), form, problems, invoice));
}

function email(call: Call) {
  const invoice = invoiceAt(call);
  putInvoice(call.books, { ...invoice, sentToContact: true, updated: call.books.stamp() }, invoice);
  return nothing();
}

const online = (call: Call) =>
  envelope(call.books, 'OnlineInvoices', [
    { OnlineInvoiceUrl: `https://in.xero.example/${invoiceAt(call).id.slice(0, 8)}` },
  ]);

export const invoiceRoutes: Route[] = [
  { method: 'GET', path: '/Invoices', answer: index },
  { method: 'GET', path: '/Invoices/*', answer: (call) => show(call, invoiceNoun, invoiceAt(call)) },
  { method: 'PUT', path: '/Invoices', answer: create },
  { method: 'POST', path: '/Invoices', answer: createOrUpdate },
  { method: 'POST', path: '/Invoices/*', answer: update },
  { method: 'POST', path: '/Invoices/*/Email', answer: email },
  { method: 'GET', path: '/Invoices/*/OnlineInvoice', answer: online },
];

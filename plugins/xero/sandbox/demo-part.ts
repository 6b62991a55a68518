import type { DemoPart, DemoScene } from 'patchbay/sdk';
import { daysAfter } from './desk/dates.js';
import type { Person } from './person.js';

interface Wire {
  InvoiceID?: string;
  InvoiceNumber?: string;
  DateString?: string;
  Total?: number;
  Contact?: { ContactID: string };
  LineItems?: Record<string, unknown>[];
}

/** A bookkeeper with a busy hand: everything that a reconciliation has to find and to name. */
export function demoPart(person: Person): DemoPart {
  return {
    maps: { taxes: 'OUTPUT' },
    advanced: { dueRule: 'days', dueDays: 30, roundingTolerance: '0.10', description: '{name}, order {order}' },
    act(scene: DemoScene) {
      if (scene.moment === 'before exports') person.lock({ period: daysAfter(scene.from, 3) });
      else meddle(person, scene);
    },
  };
}

function meddle(person: Person, { sent, unsent }: DemoScene): void {
  person.lock(undefined);
  const [voided, dearer, later, lost, twice, renamed, converted] = sent.filter((number) => invoice(person, number));
  if (voided) person.voidInvoice(open(person, voided));
  if (dearer) raise(person, open(person, dearer));
  if (later) person.editInvoice(open(person, later), { Date: daysAfter(dayOf(invoice(person, later)!), 2) });
  // A slip of the finger: the year.
  if (lost) person.editInvoice(open(person, lost), { Date: daysAfter(dayOf(invoice(person, lost)!), -365) });
  if (twice) copy(person, twice, `${twice.slice(0, 1)}-${twice.slice(1)}`);
  if (renamed) person.editInvoice(open(person, renamed), { InvoiceNumber: `WEB-${renamed.replace(/\D/g, '')}-A` });
  if (converted) person.editInvoice(open(person, converted), { CurrencyCode: 'NZD' });
  const [typed] = unsent;
  if (typed) type(person, typed.number, typed.date, typed.total, typed.currency);
  type(person, 'MARKET-07', person.today(), '184.50', 'AUD');
}

const invoice = (person: Person, number: string): Wire | undefined =>
  person.documents('Invoices').find((one: Wire) => one.InvoiceNumber === number) as Wire | undefined;

const dayOf = ({ DateString: day = '' }: Wire) => day.slice(0, 10);

/** What is paid can't be changed: the payment is taken off first. */
function open(person: Person, number: string): string {
  const id = invoice(person, number)?.InvoiceID;
  for (const one of person.documents('Payments') as { PaymentID: string; Invoice?: Wire; Status: string }[]) {
    if (one.Invoice?.InvoiceID === id && one.Status === 'AUTHORISED') person.deletePayment(one.PaymentID);
  }
  return number;
}

function raise(person: Person, number: string): void {
  const [first, ...others] = invoice(person, number)!.LineItems!.map(plain);
  const lines = [{ ...first!, UnitAmount: Number(first!.UnitAmount) + 10 }, ...others];
  person.editInvoice(number, { LineItems: lines });
}

function copy(person: Person, number: string, as: string): void {
  const { Contact, LineItems = [], ...like } = invoice(person, number)!;
  person.addInvoice({
    Type: 'ACCREC',
    InvoiceNumber: as,
    Contact: { ContactID: Contact!.ContactID },
    Date: dayOf(like),
    DueDate: dayOf(like),
    Status: 'AUTHORISED',
    LineAmountTypes: 'Inclusive',
    LineItems: LineItems.map(plain),
  });
}

function type(person: Person, number: string, date: string, total: string, currency: string): void {
  person.addInvoice({
    Type: 'ACCREC',
    InvoiceNumber: number,
    Contact: { Name: 'Web Sales' },
    Date: date,
    DueDate: date,
    Status: 'AUTHORISED',
    CurrencyCode: currency,
    LineAmountTypes: 'Inclusive',
    LineItems: [{ Description: 'Typed in by hand', Quantity: 1, UnitAmount: Number(total), AccountCode: '200' }],
  });
}

const plain = ({ Description, Quantity, UnitAmount, AccountCode, TaxType }: Record<string, unknown>) => ({
  Description,
  Quantity,
  UnitAmount,
  AccountCode,
  TaxType,
});

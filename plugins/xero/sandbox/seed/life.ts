import type { Books } from '../books/books.js';
import { saveContact } from '../books/contact-form.js';
import { saveInvoice } from '../books/invoice-form.js';
import { savePayment } from '../books/payment-form.js';
import { daysAfter } from '../desk/dates.js';
import { Form } from '../desk/form.js';
import { Problems } from '../desk/saving.js';

const PEOPLE = [
  { Name: 'Web Sales', EmailAddress: 'web@fernandfig.example' },
  {
    Name: 'Ivy & Moss Florists',
    FirstName: 'Ivy',
    LastName: 'Moss',
    EmailAddress: 'ivy@ivymoss.example',
    AccountNumber: 'IVY01',
  },
  { Name: 'The Corner Nursery', FirstName: 'Col', LastName: 'Nguyen', EmailAddress: 'col@corner.example' },
  { Name: 'Terracotta Traders', EmailAddress: 'orders@terracotta.example', AccountNumber: 'TERRA' },
];

const ITEMS: [code: string, name: string, price: string, account: string][] = [
  ['POT-SAUCER', 'Pot saucer', '8.50', '200'],
  ['HOME-MUG-SPECKLE', 'Speckled mug', '22.00', '200'],
  ['PLANT-FERN-BIRD', "Bird's nest fern", '34.95', '200'],
];

/** Lets the seeded people and goods in, and a few sales that were made in the app by hand. */
export function seedLife(books: Books, sales: number): void {
  for (const person of PEOPLE) kept((problems) => saveContact(books, Form.of(person), problems));
  const at = books.stamp();
  for (const [code, name, price, account] of ITEMS) {
    books.items.put({
      id: books.newId('item'),
      updated: at,
      code,
      name,
      description: name,
      isSold: true,
      isPurchased: true,
      sales: { unitPrice: Number(price.replace('.', '')) * 100, accountCode: account, taxType: salesTax(books) },
      purchase: { accountCode: '310' },
    });
  }
  seedOrder(books, at);
  for (let number = 1; number <= sales; number += 1) seedSale(books, number, sales);
  books.events.length = 0;
}

const salesTax = (books: Books) => (books.organisation.version === 'AU' ? 'OUTPUT' : 'OUTPUT2');

/** Something bought from the supplier, which only the app knows. */
function seedOrder(books: Books, at: number): void {
  const date = daysAfter(books.today(), -10);
  books.orders.put({
    id: books.newId('purchase order'),
    updated: at,
    created: at,
    type: 'PURCHASEORDER',
    number: 'PO-0001',
    status: 'AUTHORISED',
    contactId: books.contacts.by('name', 'Terracotta Traders')[0]!.id,
    date,
    deliveryDate: daysAfter(date, 21),
    reference: 'Spring pots',
    lineAmountTypes: 'Exclusive',
    currency: books.organisation.currency,
    currencyRate: 10_000,
    lines: [],
    subTotal: 0,
    totalTax: 0,
    total: 0,
  });
}

/** Every third one is paid. */
function seedSale(books: Books, number: number, of: number): void {
  const date = daysAfter(books.today(), -3 * (of - number + 1));
  const person = PEOPLE[1 + (number % 2)]!;
  const [code, name] = ITEMS[number % ITEMS.length]!;
  const invoice = kept((problems) =>
    saveInvoice(
      { books, places: 4 },
      Form.of({
        Type: 'ACCREC',
        InvoiceNumber: `FF-${1000 + number}`,
        Contact: { Name: person.Name },
        Date: date,
        DueDate: daysAfter(date, 14),
        LineAmountTypes: 'Inclusive',
        Status: 'AUTHORISED',
        Reference: 'Nursery counter',
        LineItems: [{ ItemCode: code, Description: name, Quantity: 1 + number }],
      }),
      problems,
    ),
  );
  if (number % 3 !== 0) return;
  const payment = {
    Invoice: { InvoiceID: invoice.id },
    Account: { Code: '090' },
    Date: date,
    Amount: invoice.total / 100,
  };
  kept((problems) => savePayment(books, Form.of(payment), problems));
}

function kept<T>(save: (problems: Problems) => T): T {
  const problems = new Problems();
  const record = save(problems);
  problems.throwIfAny();
  return record;
}

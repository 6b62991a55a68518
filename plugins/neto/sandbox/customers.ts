import type { StoreClock } from './clock.js';
import type { Answer } from './envelope.js';
import type { Criteria } from './filter.js';
import { SEEDED_PEOPLE } from './people.js';
import type { Reading } from './reading.js';
import { Missing, Refusal } from './refusal.js';
import type { Table } from './selectors.js';
import { flag, type Given, givenList, isTrue, text } from './wire.js';
import { writeEach } from './writing.js';

export interface Customer {
  id: number;
  username: string;
  dateAdded: number;
  dateUpdated: number;
  texts: Record<string, string>;
  billing: Record<string, string>;
  shipping: Record<string, string>;
}

const LONGEST_USERNAME = 25;
const DAY = 86_400_000;

const FLAGS = ['Active', 'OnCreditHold', 'NewsletterSubscriber'];
const TEXTS = [
  'Type',
  'EmailAddress',
  'SecondaryEmailAddress',
  'ParentUsername',
  'ApprovalUsername',
  'ReferralUsername',
  'ReferralCommission',
  'Gender',
  'DateOfBirth',
  'IdentificationType',
  'IdentificationDetails',
  'DefaultDiscounts',
  'DefaultDocumentTemplate',
  'RegistrationDate',
  'InternalNotes',
  'ABN',
  'WebsiteURL',
  'CreditLimit',
  'DefaultInvoiceTerms',
  'Classification1',
  'Classification2',
  'SalesChannel',
  'UserGroup',
  'AccountBalance',
  'AvailableCredit',
  'DefaultOrderType',
  ...Array.from({ length: 50 }, (_, at) => `UserCustom${at + 1}`),
];
const PARTS = [
  'FirstName',
  'LastName',
  'Company',
  'StreetLine1',
  'StreetLine2',
  'City',
  'State',
  'PostCode',
  'Country',
  'Phone',
  'Fax',
];
const of = (name: string) => (customer: Customer) => customer.texts[name] ?? '';

const CRITERIA: Criteria<Customer> = {
  texts: {
    ID: (customer) => String(customer.id),
    Username: (customer) => customer.username,
    Type: of('Type'),
    Email: of('EmailAddress'),
    Company: (customer) => customer.billing.BillCompany,
    UserGroup: of('UserGroup'),
    BillState: (customer) => customer.billing.BillState,
  },
  flags: Object.fromEntries(FLAGS.map((name) => [name, (customer: Customer) => isTrue(customer.texts[name])])),
  instants: { DateAdded: (customer) => customer.dateAdded, DateUpdated: (customer) => customer.dateUpdated },
};

export class Customers {
  private readonly byName: Map<string, Customer>;
  private lastId: number;

  constructor(
    private readonly shop: { clock: StoreClock; changed(): void },
    rows: Customer[],
  ) {
    this.byName = new Map(rows.map((customer) => [customer.username, customer]));
    this.lastId = rows.reduce((highest, { id }) => Math.max(highest, id), 0);
  }

  all(): Customer[] {
    return [...this.byName.values()];
  }

  read(reading: Reading): Answer {
    return reading.answer('Customer', this.byName.values(), CRITERIA, table(this.shop.clock));
  }

  /** Without a Username the store makes one up. */
  add(body: Given): Answer {
    return writeEach(body, 'Customer', (given) => {
      const username = text(given.Username) || `customer${this.lastId + 1}`;
      if (username.length > LONGEST_USERNAME) {
        throw new Refusal(`Username ${username} is longer than ${LONGEST_USERNAME} characters`);
      }
      if (this.byName.has(username)) throw new Refusal(`Customer ${username} already exists`);
      const now = this.shop.clock.now();
      const texts = { Type: 'Customer', Active: 'True', OnCreditHold: 'False', NewsletterSubscriber: 'False' };
      return this.write(
        { id: ++this.lastId, username, dateAdded: now, dateUpdated: now, texts, billing: {}, shipping: {} },
        given,
      );
    });
  }

  update(body: Given): Answer {
    return writeEach(body, 'Customer', (given) => {
      const customer = this.byName.get(text(given.Username) ?? '');
      if (!customer) throw new Missing('Customer', text(given.Username) ?? '');
      return this.write(structuredClone(customer), given);
    });
  }

  private write(customer: Customer, given: Given) {
    for (const name of TEXTS) customer.texts[name] = text(given[name]) ?? customer.texts[name] ?? '';
    for (const name of FLAGS) if (text(given[name]) !== undefined) customer.texts[name] = flag(isTrue(given[name]));
    takeParts(customer.billing, 'Bill', givenList(given.BillingAddress)[0]);
    takeParts(customer.shipping, 'Ship', givenList(given.ShippingAddress)[0]);
    customer.dateUpdated = this.shop.clock.now();
    this.byName.set(customer.username, customer);
    this.shop.changed();
    return { Username: customer.username };
  }
}

export function seededCustomers(at: number): Customer[] {
  return SEEDED_PEOPLE.map(({ username, email, address }, place) => {
    const { street1: StreetLine1, street2: StreetLine2, postCode: PostCode, ...rest } = address;
    const parts = { ...rest, StreetLine1, StreetLine2, PostCode };
    const added = at - (200 - place * 3) * DAY;
    return {
      id: place + 1,
      username,
      dateAdded: added,
      dateUpdated: added,
      texts: {
        Type: 'Customer',
        Active: 'True',
        OnCreditHold: 'False',
        NewsletterSubscriber: flag(place % 3 === 0),
        EmailAddress: email,
        SalesChannel: 'Website',
        UserGroup: address.company ? '2' : '1',
        DefaultInvoiceTerms: address.company ? 'Net 14' : 'Prepaid',
      },
      billing: prefixed('Bill', parts),
      shipping: prefixed('Ship', parts),
    };
  });
}

function table(clock: StoreClock): Table<Customer> {
  return {
    always: { Username: (customer) => customer.username },
    columns: {
      ID: (customer) => String(customer.id),
      ...Object.fromEntries([...TEXTS, ...FLAGS].map((name) => [name, of(name)])),
      BillingAddress: (customer) => customer.billing,
      ShippingAddress: (customer) => customer.shipping,
      DateAdded: (customer) => clock.local(customer.dateAdded),
      DateAddedLocal: (customer) => clock.local(customer.dateAdded),
      DateAddedUTC: (customer) => clock.utc(customer.dateAdded),
      DateUpdated: (customer) => clock.local(customer.dateUpdated),
      DateUpdatedLocal: (customer) => clock.local(customer.dateUpdated),
      DateUpdatedUTC: (customer) => clock.utc(customer.dateUpdated),
    },
  };
}

function takeParts(into: Record<string, string>, prefix: string, given: Given | undefined): void {
  for (const part of PARTS) {
    const name = prefix + part;
    into[name] = text(given?.[name]) ?? into[name] ?? '';
  }
}

function prefixed(prefix: string, parts: Record<string, string>): Record<string, string> {
  const capital = (name: string) => name[0]!.toUpperCase() + name.slice(1);
  return Object.fromEntries(Object.entries(parts).map(([name, value]) => [prefix + capital(name), value]));
}

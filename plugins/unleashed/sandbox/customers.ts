import { twin } from 'patchbay/sdk';
import { created, found, ok } from './answers.js';
import { wireDate } from './dates.js';
import { Form } from './form.js';
import { page } from './paging.js';
import { type Call, listRoutes, type Route } from './router.js';
import { CLOSED, CUSTOMERS, NEW_ZEALAND, ON_STOP_CREDIT } from './seed/people.js';
import type { Shop } from './shop.js';

export interface Customer {
  Guid: string;
  CustomerCode: string;
  CustomerName: string;
  Email: string | null;
  PhoneNumber: string | null;
  MobileNumber: string | null;
  Website: string | null;
  ContactFirstName: string | null;
  ContactLastName: string | null;
  GSTVATNumber: string | null;
  Notes: string | null;
  Addresses: unknown[];
  Currency: { CurrencyCode: string };
  Taxable: boolean;
  TaxCode: string | null;
  SellPriceTier: string | null;
  PaymentTerm: string | null;
  DiscountRate: number;
  StopCredit: boolean;
  Obsolete: boolean;
  SourceId: string | null;
  CreatedOn: string;
  LastModifiedOn: string;
}

const TEXTS = [
  ['Email', 100],
  ['PhoneNumber', 50],
  ['MobileNumber', 50],
  ['Website', 100],
  ['ContactFirstName', 50],
  ['ContactLastName', 50],
  ['GSTVATNumber', 50],
  ['Notes', 1024],
  ['TaxCode', 25],
  ['SellPriceTier', 50],
  ['PaymentTerm', 50],
  ['SourceId', 500],
] as const;

const blank = (guid: string, on: number): Customer => ({
  Guid: guid,
  CustomerCode: '',
  CustomerName: '',
  Email: null,
  PhoneNumber: null,
  MobileNumber: null,
  Website: null,
  ContactFirstName: null,
  ContactLastName: null,
  GSTVATNumber: null,
  Notes: null,
  Addresses: [],
  Currency: { CurrencyCode: 'AUD' },
  Taxable: true,
  TaxCode: 'OUTPUT',
  SellPriceTier: null,
  PaymentTerm: '14 days',
  DiscountRate: 0,
  StopCredit: false,
  Obsolete: false,
  SourceId: null,
  CreatedOn: wireDate(on),
  LastModifiedOn: wireDate(on),
});

export const seededCustomers = (seed: string, on: number): Customer[] =>
  CUSTOMERS.map(([code, name, suburb, state, postCode, email], at) => {
    const abroad = code === NEW_ZEALAND;
    const country = abroad ? 'New Zealand' : 'Australia';
    const address = { AddressType: 'Postal', Suburb: suburb, Region: state, PostalCode: postCode, Country: country };
    return {
      ...blank(twin.guidFrom(seed, 'customer', code), on),
      CustomerCode: code,
      CustomerName: name,
      Email: email,
      Addresses: [address],
      Currency: { CurrencyCode: abroad ? 'NZD' : 'AUD' },
      TaxCode: abroad ? 'EXEMPTOUTPUT' : 'OUTPUT',
      SellPriceTier: at % 4 === 1 ? 'Trade' : null,
      StopCredit: code === ON_STOP_CREDIT,
      Obsolete: code === CLOSED,
    };
  });

/** The customer that a posted document names, if that customer may be sold to. */
export function namedCustomer(shop: Shop, form: Form): Customer | undefined {
  const named = form.child('Customer');
  if (!named) return undefined;
  const [guid, code] = [named.text('Guid'), named.text('CustomerCode')];
  const customer = guid ? shop.customers.get(guid) : shop.customers.find((one) => one.CustomerCode === code);
  const name = code ?? guid ?? '';
  if (!customer) return named.problem('CustomerCode', `Customer ${name} does not exist.`, 'NotFound');
  if (customer.Obsolete) return named.problem('CustomerCode', `Customer ${name} is obsolete.`, 'Obsolete');
  if (customer.StopCredit) return named.problem('CustomerCode', `Customer ${name} is on stop credit.`, 'StopCredit');
  return customer;
}

function list(shop: Shop, { page: number, query }: Call) {
  const [code, name] = [query.lower('customerCode'), query.lower('customerName')];
  const withObsolete = query.flag('includeObsolete');
  const all = shop
    .modifiedSince(shop.customers.all(), query.instant('modifiedSince'))
    .filter((customer) => withObsolete || !customer.Obsolete)
    .filter((customer) => !code || customer.CustomerCode.toLowerCase().startsWith(code))
    .filter((customer) => !name || customer.CustomerName.toLowerCase().includes(name))
    .sort((a, b) => (a.CustomerCode < b.CustomerCode ? -1 : 1));
  return page(all, number, query, (customer) => JSON.stringify(customer));
}

function post(shop: Shop, { guid, body }: Call) {
  const form = Form.of(body);
  const before = shop.customers.get(guid);
  const after = read(shop, form, before ?? blank(guid, shop.now()), guid);
  if (!before) form.require('CustomerCode', 'CustomerName');
  form.settle();
  shop.customers.put({ ...after, LastModifiedOn: wireDate(shop.now()) });
  return (before ? ok : created)(shop.customers.get(guid));
}

function read(shop: Shop, form: Form, before: Customer, guid: string): Customer {
  const code = form.text('CustomerCode', 50) ?? before.CustomerCode;
  const twin = shop.customers.find((one) => one.CustomerCode === code && one.Guid !== guid);
  if (twin) form.problem('CustomerCode', `Customer code ${code} already exists.`, 'Duplicate');
  const after: Customer = {
    ...before,
    CustomerCode: code,
    CustomerName: form.text('CustomerName', 100) ?? before.CustomerName,
    Addresses: form.items('Addresses') ?? before.Addresses,
    Currency: { CurrencyCode: form.child('Currency')?.text('CurrencyCode', 3) ?? before.Currency.CurrencyCode },
    Taxable: form.flag('Taxable') ?? before.Taxable,
    StopCredit: form.flag('StopCredit') ?? before.StopCredit,
    Obsolete: form.flag('Obsolete') ?? before.Obsolete,
    DiscountRate: form.number('DiscountRate') ?? before.DiscountRate,
  };
  for (const [name, longest] of TEXTS)
    after[name] = form.empties(name) ? null : (form.text(name, longest) ?? before[name]);
  return after;
}

function contacts(shop: Shop, { guid, page: number, query }: Call) {
  const customer = found(shop.customers.get(guid), 'The customer');
  const { ContactFirstName: first, ContactLastName: last, Email: email } = customer;
  const contact = { Guid: shop.guid('contact', guid), FirstName: first, LastName: last, EmailAddress: email };
  return page(email ? [contact] : [], number, query, (one) => JSON.stringify(one));
}

export const customerRoutes: Route[] = [
  ...listRoutes('Customers', list),
  {
    method: 'GET',
    path: '/Customers/*',
    answer: (shop, { guid }) => ok(found(shop.customers.get(guid), 'The customer')),
  },
  { method: 'GET', path: '/Customers/*/Contacts', answer: contacts },
  { method: 'POST', path: '/Customers/*', answer: post },
];

import { money, must, object, text, yesNo } from './shape.js';

// Whom one sells to and buys from.

export const address = {
  name: text('Name', 200),
  company: text('Company', 200),
  street1: text('Street', 255),
  street2: text('Street, second line', 255),
  city: text('City', 100),
  state: text('State', 100),
  postcode: text('Postcode', 20),
  country: text('Country, two letters', 2),
  phone: text('Phone', 50),
};

export const customer = {
  key: 'username',
  head: { number: 'username' },
  title: 'name',
  fields: {
    username: must(text('Username', 100)),
    name: text('Name', 200),
    company: text('Company', 200),
    email: text('Email', 255),
    phone: text('Phone', 50),
    taxNumber: text('Tax number', 50),
    currency: text('Currency', 3),
    active: yesNo('Active'),
    onHold: yesNo('Credit stopped'),
    /** In the store's currency. */
    creditLimit: money('Credit limit'),
    group: text('Group', 100),
    billing: object('Billing address', address),
    shipping: object('Shipping address', address),
  },
} as const;

export const supplier = {
  key: 'code',
  head: { number: 'code' },
  title: 'name',
  fields: {
    code: must(text('Code', 100)),
    name: text('Name', 200),
    email: text('Email', 255),
    phone: text('Phone', 50),
    currency: text('Currency', 3),
    /** Where purchases from it are booked. */
    accountCode: text('Account', 50),
    active: yesNo('Active'),
    address: object('Address', address),
  },
} as const;

import { mapping, transform } from 'patchbay/sdk';
import { addressOf } from './address.js';
import { aboveZero, clip, first, yesNo } from './transforms.js';

const billing = transform('the billing address', (address) => addressOf(address, 'Bill'));
const shipping = transform('the shipping address', (address) => addressOf(address, 'Ship'));
const name = transform('first and last name', (address) => addressOf(address, 'Bill')?.name ?? null);

export const customerMapping = mapping('customers', 'customer', {
  title: 'Customers',
  remoteId: 'Username',
  rows: [
    { from: 'Username', to: 'username' },
    { from: 'BillingAddress', to: 'name', label: 'Billing name', as: name },
    { from: 'BillingAddress.BillCompany', to: 'company', label: 'Billing company', as: first(200) },
    { from: 'EmailAddress', to: 'email', label: 'Email address', as: first(255) },
    { from: 'BillingAddress.BillPhone', to: 'phone', label: 'Billing phone', as: first(50) },
    {
      from: 'ABN',
      to: 'taxNumber',
      as: transform('first 50 characters, without blanks', (abn) => clip(String(abn ?? '').replace(/\s/g, ''), 50)),
    },
    { from: 'Active', to: 'active', as: yesNo },
    { from: 'OnCreditHold', to: 'onHold', label: 'On credit hold', as: yesNo },
    { from: 'CreditLimit', to: 'creditLimit', label: 'Credit limit', as: aboveZero },
    { from: 'UserGroup', to: 'group', label: 'User group', as: first(100) },
    { from: 'BillingAddress', to: 'billing', label: 'Billing address', as: billing },
    { from: 'ShippingAddress', to: 'shipping', label: 'Shipping address', as: shipping },
  ],
});

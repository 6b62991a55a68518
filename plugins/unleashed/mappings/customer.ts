import { mapping } from 'patchbay/sdk';
import { addressOf } from './address.js';
import { unlessObsolete } from './transforms.js';

export const customerMapping = mapping('customers', 'customer', {
  title: 'Customers',
  remoteId: 'Guid',
  rows: [
    { from: 'CustomerCode', to: 'username', label: 'Customer code' },
    { from: 'CustomerName', to: 'name', label: 'Customer name' },
    { from: 'Email', to: 'email', master: 'fill' },
    { from: 'PhoneNumber', to: 'phone', label: 'Phone number', master: 'fill' },
    { from: 'GSTVATNumber', to: 'taxNumber', label: 'GST/VAT number' },
    { from: 'Currency.CurrencyCode', to: 'currency', label: 'Currency' },
    { from: 'SellPriceTier', to: 'group', label: 'Sell price tier' },
    // Off until somebody makes the app their master: a customer who can't check out any more is the merchant's decision.
    { from: 'StopCredit', to: 'onHold', label: 'Stop credit', master: 'store' },
    { from: 'CreditLimit', to: 'creditLimit', label: 'Credit limit', master: 'store' },
    { from: 'Obsolete', to: 'active', as: unlessObsolete },
    { from: 'Addresses', to: 'billing', label: 'Postal address', as: addressOf('Postal', 'Physical'), master: 'fill' },
    {
      from: 'Addresses',
      to: 'shipping',
      label: 'Shipping address',
      as: addressOf('Shipping', 'Physical'),
      master: 'fill',
    },
  ],
});

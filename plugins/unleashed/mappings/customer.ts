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
    // Whether somebody may no longer buy on account in the shop is for the merchant to say first.
    { from: 'StopCredit', to: 'onHold', label: 'Stop credit', master: 'off' },
    { from: 'CreditLimit', to: 'creditLimit', label: 'Credit limit', master: 'off' },
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

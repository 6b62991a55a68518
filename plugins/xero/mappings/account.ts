import { mapping, transform } from 'patchbay/sdk';
import { clip, said, unlessArchived } from './transforms.js';

const lowerCase = transform('in lower case', (value) => said(value)?.toLowerCase());
const takesPayments = transform(
  'a bank account, or one that payments are enabled for',
  (_, __, row) => row.Type === 'BANK' || row.EnablePaymentsToAccount === true,
);

export const accountMapping = mapping('accounts', 'account', {
  title: 'Accounts',
  remoteId: 'AccountID',
  rows: [
    { from: 'AccountID', to: 'id', label: 'Account id' },
    { from: 'Code', to: 'code', as: clip(50) },
    { from: 'Name', to: 'name', as: clip(200) },
    { from: 'Class', to: 'class', as: lowerCase },
    { from: 'Type', to: 'type', as: clip(50) },
    { from: 'TaxType', to: 'taxCode', label: 'Tax type', as: clip(50) },
    { from: 'CurrencyCode', to: 'currency', label: 'Currency', as: clip(3) },
    { from: '', to: 'takesPayments', label: 'Type, payments enabled', as: takesPayments },
    { from: 'SystemAccount', to: 'system', label: 'System account', as: clip(50) },
    { from: 'Status', to: 'active', as: unlessArchived },
  ],
});

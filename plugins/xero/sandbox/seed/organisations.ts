import { twin } from 'patchbay/sdk';
import type { BooksState } from '../books/books.js';
import type { Organisation } from '../books/organisation.js';
import { AU_CHART, NZ_CHART, type Row } from './chart.js';
import { AU_TAXES, NZ_TAXES, seededTaxes } from './taxes.js';

const FOUNDED = Date.UTC(2021, 6, 1);
const SET_UP = Date.UTC(2025, 6, 1);

const FERN: Organisation = {
  id: twin.guidFrom('organisation', 'fern and fig'),
  name: 'Fern & Fig Pty Ltd',
  legalName: 'Fern & Fig Pty Ltd',
  version: 'AU',
  currency: 'AUD',
  timezone: 'AUSEASTERNSTANDARDTIME',
  timeZone: 'Australia/Sydney',
  taxNumber: '11 111 111 111',
  shortCode: '!fErN1',
  defaultSalesTax: 'Tax Inclusive',
  defaultPurchasesTax: 'Tax Inclusive',
  created: FOUNDED,
};

const KOWHAI: Organisation = {
  id: twin.guidFrom('organisation', 'kowhai'),
  name: 'Kōwhai & Co Limited',
  legalName: 'Kōwhai & Co Limited',
  version: 'NZ',
  currency: 'NZD',
  timezone: 'NEWZEALANDSTANDARDTIME',
  timeZone: 'Pacific/Auckland',
  taxNumber: '111-111-111',
  shortCode: '!kOwH1',
  defaultSalesTax: 'Tax Exclusive',
  defaultPurchasesTax: 'Tax Exclusive',
  created: FOUNDED,
};

/** Both organisations as they were set up, before anybody sold anything. */
export function seededOrganisations(): BooksState[] {
  return [
    {
      ...empty(FERN, AU_CHART),
      currencies: ['AUD', 'NZD', 'USD'],
      taxRates: seededTaxes(AU_TAXES, SET_UP),
      tracking: [
        {
          id: twin.guidFrom(FERN.id, 'tracking', 'Channel'),
          updated: SET_UP,
          name: 'Channel',
          status: 'ACTIVE',
          options: ['Web shop', 'Marketplace', 'Nursery'].map((name) => ({
            id: twin.guidFrom(FERN.id, 'option', name),
            name,
            status: 'ACTIVE' as const,
          })),
        },
      ],
    },
    { ...empty(KOWHAI, NZ_CHART), currencies: ['NZD', 'AUD'], taxRates: seededTaxes(NZ_TAXES, SET_UP) },
  ];
}

function empty(organisation: Organisation, chart: readonly Row[]): BooksState {
  return {
    organisation,
    currencies: [],
    numbers: [],
    stamped: SET_UP,
    accounts: chart.map((row) => ({
      id: twin.guidFrom(organisation.id, 'account', row.name),
      updated: SET_UP,
      code: row.code,
      name: row.name,
      type: row.type,
      taxType: row.tax,
      description: row.about ?? '',
      enablePayments: row.payments ?? false,
      systemAccount: row.system ?? '',
      status: 'ACTIVE',
      ...(row.bank ? { bankAccountNumber: row.bank, bankAccountType: 'BANK', currency: organisation.currency } : {}),
    })),
    taxRates: [],
    tracking: [],
    contacts: [],
    items: [],
    invoices: [],
    credits: [],
    allocations: [],
    payments: [],
    batches: [],
    transactions: [],
    transfers: [],
    journals: [],
    orders: [],
    notes: [],
  };
}

import type { AccountType } from '../books/account.js';

/** One row of a chart: code, name, type, tax type, and what sets it apart. */
export interface Row {
  code: string;
  name: string;
  type: AccountType;
  tax: string;
  payments?: true;
  system?: string;
  bank?: string;
  about?: string;
}

/** The chart of a small Australian shop that sells online. */
export const AU_CHART: readonly Row[] = [
  { code: '090', name: 'Business Bank Account', type: 'BANK', tax: 'BASEXCLUDED', bank: '062000 12345678' },
  { code: '', name: 'Savings', type: 'BANK', tax: 'BASEXCLUDED', bank: '062000 87654321' },
  { code: '610', name: 'Accounts Receivable', type: 'CURRENT', tax: 'BASEXCLUDED', system: 'DEBTORS' },
  {
    code: '611',
    name: 'Stripe Clearing',
    type: 'CURRENT',
    tax: 'BASEXCLUDED',
    payments: true,
    about: 'Card payments until they are paid out.',
  },
  { code: '612', name: 'PayPal Clearing', type: 'CURRENT', tax: 'BASEXCLUDED', payments: true },
  { code: '613', name: 'Afterpay Clearing', type: 'CURRENT', tax: 'BASEXCLUDED', payments: true },
  { code: '614', name: 'Gift Card Clearing', type: 'CURRENT', tax: 'BASEXCLUDED', payments: true },
  { code: '615', name: 'Cash and Bank Deposit Clearing', type: 'CURRENT', tax: 'BASEXCLUDED', payments: true },
  { code: '630', name: 'Inventory', type: 'INVENTORY', tax: 'BASEXCLUDED' },
  { code: '631', name: 'Stock on Hand', type: 'CURRENT', tax: 'BASEXCLUDED' },
  { code: '710', name: 'Office Equipment', type: 'FIXED', tax: 'CAPEXINPUT' },
  { code: '800', name: 'Accounts Payable', type: 'CURRLIAB', tax: 'BASEXCLUDED', system: 'CREDITORS' },
  { code: '820', name: 'GST', type: 'CURRLIAB', tax: 'BASEXCLUDED', system: 'GST' },
  {
    code: '830',
    name: 'Gift Vouchers Sold',
    type: 'CURRLIAB',
    tax: 'BASEXCLUDED',
    payments: true,
    about: 'What holders of vouchers may still spend.',
  },
  { code: '831', name: 'Customer Deposits', type: 'CURRLIAB', tax: 'BASEXCLUDED' },
  { code: '840', name: 'Historical Adjustment', type: 'CURRLIAB', tax: 'BASEXCLUDED', system: 'HISTORICAL' },
  { code: '860', name: 'Rounding', type: 'CURRLIAB', tax: 'BASEXCLUDED', system: 'ROUNDING' },
  { code: '880', name: 'Owner Funds Introduced', type: 'EQUITY', tax: 'BASEXCLUDED', payments: true },
  { code: '960', name: 'Retained Earnings', type: 'EQUITY', tax: 'BASEXCLUDED', system: 'RETAINEDEARNINGS' },
  { code: '200', name: 'Sales', type: 'REVENUE', tax: 'OUTPUT', about: 'Plants and pots sold.' },
  { code: '201', name: 'Sales GST Free', type: 'REVENUE', tax: 'EXEMPTOUTPUT' },
  { code: '202', name: 'Sales Overseas', type: 'REVENUE', tax: 'EXEMPTEXPORT' },
  { code: '210', name: 'Shipping Income', type: 'REVENUE', tax: 'OUTPUT' },
  { code: '211', name: 'Payment Surcharges', type: 'REVENUE', tax: 'OUTPUT' },
  { code: '215', name: 'Discounts Given', type: 'REVENUE', tax: 'OUTPUT' },
  { code: '218', name: 'Sales Returns', type: 'REVENUE', tax: 'OUTPUT' },
  { code: '260', name: 'Other Revenue', type: 'OTHERINCOME', tax: 'OUTPUT' },
  { code: '310', name: 'Cost of Goods Sold', type: 'DIRECTCOSTS', tax: 'INPUT' },
  { code: '315', name: 'Stock Adjustments', type: 'DIRECTCOSTS', tax: 'BASEXCLUDED' },
  { code: '404', name: 'Bank Fees', type: 'EXPENSE', tax: 'EXEMPTEXPENSES' },
  { code: '405', name: 'Payment Processing Fees', type: 'EXPENSE', tax: 'INPUT' },
  { code: '410', name: 'Disputed Payments', type: 'EXPENSE', tax: 'BASEXCLUDED' },
  { code: '425', name: 'Freight and Courier', type: 'EXPENSE', tax: 'INPUT' },
  { code: '469', name: 'Rent', type: 'OVERHEADS', tax: 'INPUT' },
  { code: '497', name: 'Bank Revaluations', type: 'EXPENSE', tax: 'BASEXCLUDED', system: 'BANKCURRENCYGAIN' },
  { code: '499', name: 'Realised Currency Gains', type: 'EXPENSE', tax: 'BASEXCLUDED', system: 'REALISEDCURRENCYGAIN' },
];

export const NZ_CHART: readonly Row[] = [
  { code: '090', name: 'Business Cheque', type: 'BANK', tax: 'NONE', bank: '12-3456-1234567-00' },
  { code: '610', name: 'Accounts Receivable', type: 'CURRENT', tax: 'NONE', system: 'DEBTORS' },
  { code: '611', name: 'Stripe Clearing', type: 'CURRENT', tax: 'NONE', payments: true },
  { code: '800', name: 'Accounts Payable', type: 'CURRLIAB', tax: 'NONE', system: 'CREDITORS' },
  { code: '820', name: 'GST', type: 'CURRLIAB', tax: 'NONE', system: 'GST' },
  { code: '860', name: 'Rounding', type: 'CURRLIAB', tax: 'NONE', system: 'ROUNDING' },
  { code: '960', name: 'Retained Earnings', type: 'EQUITY', tax: 'NONE', system: 'RETAINEDEARNINGS' },
  { code: '200', name: 'Sales', type: 'REVENUE', tax: 'OUTPUT2' },
  { code: '210', name: 'Freight Recovered', type: 'REVENUE', tax: 'OUTPUT2' },
  { code: '310', name: 'Cost of Goods Sold', type: 'DIRECTCOSTS', tax: 'INPUT2' },
  { code: '404', name: 'Bank Fees', type: 'EXPENSE', tax: 'NONE' },
];

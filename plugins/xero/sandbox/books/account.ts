import type { Kept } from '../desk/shelf.js';

export const ACCOUNT_TYPES = [
  'BANK',
  'CURRENT',
  'CURRLIAB',
  'DEPRECIATN',
  'DIRECTCOSTS',
  'EQUITY',
  'EXPENSE',
  'FIXED',
  'INVENTORY',
  'LIABILITY',
  'NONCURRENT',
  'OTHERINCOME',
  'OVERHEADS',
  'PREPAYMENT',
  'REVENUE',
  'SALES',
  'TERMLIAB',
  'PAYG',
] as const;

export type AccountType = (typeof ACCOUNT_TYPES)[number];
export type AccountClass = 'ASSET' | 'EQUITY' | 'EXPENSE' | 'LIABILITY' | 'REVENUE';

/** One row of the chart of accounts. */
export interface Account extends Kept {
  code: string;
  name: string;
  type: AccountType;
  taxType: string;
  description: string;
  enablePayments: boolean;
  systemAccount: string;
  status: 'ACTIVE' | 'ARCHIVED' | 'DELETED';
  bankAccountNumber?: string;
  bankAccountType?: string;
  currency?: string;
}

const CLASSES: Record<AccountType, AccountClass> = {
  BANK: 'ASSET',
  CURRENT: 'ASSET',
  CURRLIAB: 'LIABILITY',
  DEPRECIATN: 'EXPENSE',
  DIRECTCOSTS: 'EXPENSE',
  EQUITY: 'EQUITY',
  EXPENSE: 'EXPENSE',
  FIXED: 'ASSET',
  INVENTORY: 'ASSET',
  LIABILITY: 'LIABILITY',
  NONCURRENT: 'ASSET',
  OTHERINCOME: 'REVENUE',
  OVERHEADS: 'EXPENSE',
  PREPAYMENT: 'ASSET',
  REVENUE: 'REVENUE',
  SALES: 'REVENUE',
  TERMLIAB: 'LIABILITY',
  PAYG: 'LIABILITY',
};

export const classOf = (type: AccountType): AccountClass => CLASSES[type];

/** Whether money may be paid into it or out of it. */
export const takesPayments = (account: Account): boolean =>
  account.status === 'ACTIVE' && (account.type === 'BANK' || account.enablePayments);

// The app itself writes to these; a line of a document may not.
const CLOSED = ['DEBTORS', 'CREDITORS', 'RETAINEDEARNINGS', 'BANKCURRENCYGAIN', 'REALISEDCURRENCYGAIN'];

/** Whether a line of an ordinary document may be coded to it. */
export const takesLines = (account: Account): boolean =>
  account.type !== 'BANK' && account.type !== 'INVENTORY' && !CLOSED.includes(account.systemAccount);

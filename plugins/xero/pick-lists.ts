import type { Context, PickOption } from 'patchbay/sdk';
import { optionsOf } from './client/set-up.js';
import type { XeroApi } from './client.js';
import type { AccountRow, TaxRateRow } from './wire.js';

type Asking = Context & { api: XeroApi };
type List = (ctx: Asking, search: string) => Promise<PickOption[]>;

/** Lines name accounts by code. */
const accounts =
  (fits: (account: AccountRow) => boolean): List =>
  async ({ api }, search) =>
    found(
      (await api.setUp.accounts())
        .filter(fits)
        .flatMap(({ Code: code, Name: name = '' }) => (code ? { value: code, label: `${code} – ${name}` } : [])),
      search,
    );

/** Bank accounts may have no code, so what takes payments is named by its id. */
const paymentAccounts: List = async ({ api }, search) => {
  const rows = (await api.setUp.accounts()).filter(takesPayments);
  return found(
    rows.map(({ AccountID: value, Code: code, Name: name = '' }) => ({
      value,
      label: [code, name].filter(Boolean).join(' – '),
    })),
    search,
  );
};

const taxRates =
  (fits: (rate: TaxRateRow) => boolean): List =>
  async ({ api }, search) =>
    found(
      (await api.setUp.taxRates()).filter(fits).map(({ TaxType: value, Name: name = '', EffectiveRate: rate }) => ({
        value,
        label: `${name} (${rate ?? 0} %, ${value})`,
      })),
      search,
    );

const tracking: List = async ({ api }, search) =>
  found(
    (await api.setUp.tracking())
      .flatMap((category) => optionsOf(category))
      .filter(({ Active }) => Active)
      .map(({ Label }) => ({ value: Label, label: Label })),
    search,
  );

export const takesPayments = ({ Type: type, EnablePaymentsToAccount: enabled }: AccountRow): boolean =>
  type === 'BANK' || enabled === true;

/** What a document's line may be posted to: not a bank account, and none that the app keeps for itself. */
const ofClass =
  (...classes: string[]) =>
  ({ Class, Type, SystemAccount }: AccountRow): boolean =>
    classes.includes(Class ?? '') && Type !== 'BANK' && !SystemAccount;

export const pickLists = {
  income: accounts(ofClass('REVENUE')),
  // A discount or a charge may be booked as a cost of its own.
  charges: accounts(ofClass('REVENUE', 'EXPENSE')),
  rounding: accounts((account) => account.SystemAccount === 'ROUNDING' || ofClass('REVENUE', 'EXPENSE')(account)),
  liabilities: accounts(ofClass('LIABILITY')),
  expenses: accounts(ofClass('EXPENSE')),
  payments: paymentAccounts,
  stock: accounts((account) => ofClass('ASSET')(account) && account.Type !== 'INVENTORY'),
  'purchase-taxes': taxRates(({ CanApplyToExpenses }) => CanApplyToExpenses !== false),
  'sales-taxes': taxRates(({ CanApplyToRevenue }) => CanApplyToRevenue !== false),
  tracking,
};

function found(options: PickOption[], search: string): PickOption[] {
  const wanted = search.trim().toLowerCase();
  return options.filter(({ value, label }) => value === search || label.toLowerCase().includes(wanted));
}

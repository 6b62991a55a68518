import { type AnswerProblem, type Context, money } from 'patchbay/sdk';
import { fractionOf } from './client/set-up.js';
import { XeroApi } from './client.js';
import { takesPayments } from './pick-lists.js';
import { type Settings, settingsOf } from './settings.js';
import { PAYMENTS } from './value-maps.js';
import type { AccountRow, OrganisationRow, TaxRateRow } from './wire.js';

/** Everything the first steps could only believe: now the organisation can be asked. */
export async function checkConfiguration(answers: Record<string, unknown>, ctx: Context): Promise<AnswerProblem[]> {
  const { setUp } = new XeroApi(ctx);
  const all = { ...ctx.answers, ...answers };
  if (all.workflow === 'reading') return [];
  const settings = settingsOf({ ...ctx, answers: all });
  const [organisation, accounts, rates, locked] = [
    await setUp.organisation(),
    await setUp.accounts(),
    await setUp.taxRates(),
    await setUp.lockedUpTo(),
  ];
  return [
    ...checkTaxes(rates, settings),
    ...checkPairs(rates, accounts, settings),
    ...checkPayments(accounts, settings),
    ...checkOverpayments(accounts, settings, ctx.maps),
    ...checkRounding(accounts, settings),
    ...checkTracking(settings),
    ...checkCurrency(organisation, ctx.store.currency, settings),
    ...checkLock(locked, all.startDate, settings),
  ];
}

function checkTaxes(rates: TaxRateRow[], { taxedCode, untaxedCode }: Settings): AnswerProblem[] {
  const rateOf = (code: string | undefined) => {
    const found = rates.find(({ TaxType }) => TaxType === code);
    return found && (fractionOf(found) ?? '0');
  };
  const [taxed, untaxed] = [rateOf(taxedCode), rateOf(untaxedCode)];
  return [
    ...(taxed !== undefined && money.isZero(taxed)
      ? [{ field: 'taxedCode', problem: 'It is a rate of nought. Choose another one.' }]
      : []),
    ...(untaxed !== undefined && !money.isZero(untaxed)
      ? [{ field: 'untaxedCode', problem: 'Its rate is more than nought. Choose another one.' }]
      : []),
  ];
}

/** The app refuses a line when its tax rate may not be used with the class of its account. */
function checkPairs(rates: TaxRateRow[], accounts: AccountRow[], settings: Settings): AnswerProblem[] {
  const taxed = rates.find(({ TaxType }) => TaxType === settings.taxedCode);
  const untaxed = rates.find(({ TaxType }) => TaxType === settings.untaxedCode);
  const { sales, shipping, surcharge, discount, vouchers } = settings.accounts;
  const uses: [string, string | undefined, TaxRateRow | undefined][] = [
    ['salesAccount', sales, taxed],
    ['shippingAccount', shipping, taxed],
    ['surchargeAccount', surcharge, taxed],
    ['discountAccount', discount, taxed],
    ['vouchersAccount', vouchers, untaxed],
  ];
  return uses.flatMap(([field, code, rate]) => {
    const account = code === undefined ? undefined : accounts.find(({ Code }) => Code === code);
    if (!account || !rate || goesWith(rate, account)) return [];
    const problem = `${rate.Name ?? rate.TaxType} can’t be used with account ${code}. Choose another account, or another tax rate.`;
    return [{ field, problem }];
  });
}

function goesWith(rate: TaxRateRow, { Class }: AccountRow): boolean {
  if (Class === 'REVENUE') return rate.CanApplyToRevenue !== false;
  if (Class === 'EXPENSE') return rate.CanApplyToExpenses !== false;
  return Class !== 'LIABILITY' || rate.CanApplyToLiabilities !== false;
}

function checkPayments(accounts: AccountRow[], { accounts: { payments } }: Settings): AnswerProblem[] {
  const account = accounts.find(({ AccountID }) => AccountID === payments);
  if (!account || takesPayments(account)) return [];
  return [{ field: 'paymentAccount', problem: `Tick “Enable payments to this account” for ${account.Name} in Xero.` }];
}

/** The app takes what was paid too much, or for an order that never became an invoice, through bank accounts only. */
function checkOverpayments(accounts: AccountRow[], settings: Settings, maps: Context['maps']): AnswerProblem[] {
  const { overpayments, payments } = settings.accounts;
  if (overpayments !== undefined) return [];
  const comesIn = ({ AccountID: id }: AccountRow) => id === payments || maps.toStore(PAYMENTS, id) !== undefined;
  const elsewhere = accounts.filter((account) => account.Type !== 'BANK' && comesIn(account));
  if (elsewhere.length === 0) return [];
  const names = elsewhere.map(({ Code, Name }) => [Code, Name].filter(Boolean).join(' ')).join(', ');
  const problem = `Money comes in through ${names}. Xero takes what was paid too much, or for an order that was cancelled, through bank accounts only: choose the account where it is owed to the customer meanwhile, a liability. Without one each such payment waits for you.`;
  return [{ field: 'overpaymentsAccount', problem, warning: true }];
}

function checkRounding(accounts: AccountRow[], { accounts: { rounding } }: Settings): AnswerProblem[] {
  if (rounding !== undefined || accounts.some(({ SystemAccount }) => SystemAccount === 'ROUNDING')) return [];
  return [{ field: 'roundingAccount', problem: 'Xero has no rounding account of its own. Choose one.' }];
}

function checkTracking({ tracking }: Settings): AnswerProblem[] {
  const [first, second] = tracking.map((option) => option.split(': ')[0]);
  if (second === undefined || first !== second) return [];
  return [{ field: 'secondTracking', problem: `Both are options of ${first}: a line carries one of each category.` }];
}

/** Amounts of the store would be booked as another currency's. */
function checkCurrency({ BaseCurrency: base }: OrganisationRow, currency: string, settings: Settings): AnswerProblem[] {
  if (!base || base === currency || settings.rates === 'app') return [];
  if (settings.rates === 'given' && settings.givenRates.has(currency)) return [];
  const problem = `The store sells in ${currency}, but the organisation’s currency is ${base}. Take Xero’s rate of the day, or give one for ${currency} in the advanced configuration first.`;
  return [{ field: 'rates', problem }];
}

function checkLock(locked: string | undefined, startDate: unknown, settings: Settings): AnswerProblem[] {
  if (locked === undefined || typeof startDate !== 'string' || startDate > locked || settings.locked !== 'wait')
    return [];
  const problem = `The books are locked up to ${locked}, but the start date is ${startDate}: documents in between will wait. Choose a later start date in step 1, or let them be posted on the first open day.`;
  return [{ field: 'salesAccount', problem, warning: true }];
}

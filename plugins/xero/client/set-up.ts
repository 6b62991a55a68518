import { money } from 'patchbay/sdk';
import { dayOf, later } from '../dates.js';
import type { AccountRow, ActionRow, OrganisationRow, TaxRateRow, TrackingRow } from '../wire.js';
import type { Calls } from './calls.js';

/** What somebody set up in the app, and we only read. */
export class SetUp {
  constructor(private readonly calls: Calls) {}

  async organisation(): Promise<OrganisationRow> {
    const [organisation] = await this.calls.all<OrganisationRow>('Organisation', {}, { list: 'Organisations' });
    if (!organisation) throw new Error('Xero named no organisation.');
    return organisation;
  }

  /** The last day that is closed, if any is. */
  async lockedUpTo(): Promise<string | undefined> {
    const { PeriodLockDate: period, EndOfYearLockDate: year } = await this.organisation();
    return later(dayOf(period) ?? '', dayOf(year) ?? '') || undefined;
  }

  /** What the person who connected may do there. */
  async allowed(): Promise<Set<string>> {
    const answer = await this.calls.all<ActionRow>('Organisation/Actions', {}, { list: 'Actions' });
    return new Set(answer.flatMap(({ Name: name, Status: status }) => (status === 'ALLOWED' && name ? [name] : [])));
  }

  async accounts(): Promise<AccountRow[]> {
    return (await this.calls.all<AccountRow>('Accounts')).filter(({ Status }) => (Status ?? 'ACTIVE') === 'ACTIVE');
  }

  /** Every organisation has one for roundings; it is known by its mark, never by its code. */
  async roundingAccount(): Promise<AccountRow | undefined> {
    return (await this.accounts()).find(({ SystemAccount }) => SystemAccount === 'ROUNDING');
  }

  async taxRates(): Promise<TaxRateRow[]> {
    return (await this.calls.all<TaxRateRow>('TaxRates')).filter(({ Status }) => (Status ?? 'ACTIVE') === 'ACTIVE');
  }

  async tracking(): Promise<TrackingRow[]> {
    const categories = await this.calls.all<TrackingRow>('TrackingCategories');
    return categories.filter(({ Status }) => (Status ?? 'ACTIVE') === 'ACTIVE');
  }
}

/** The options of a category, each with its category's name. */
export function optionsOf({ Name: category = '', Options: options = [] }: TrackingRow) {
  return options.map(({ TrackingOptionID, Name: option = '', Status: status }) => ({
    TrackingOptionID,
    // Both names may have a hundred characters, a record's key not quite two hundred.
    Label: `${category}: ${option}`.slice(0, 191),
    Category: category,
    Option: option,
    Active: (status ?? 'ACTIVE') === 'ACTIVE',
  }));
}

/** A rate as a fraction: '0.1' is ten per cent. */
export const fractionOf = (rate: Pick<TaxRateRow, 'EffectiveRate'>): string | undefined =>
  money.isDecimal(rate.EffectiveRate) ? money.divide(rate.EffectiveRate, 100, 9) : undefined;

import { found } from '../desk/answers.js';
import { fineOf } from '../desk/decimals.js';
import { elementsOf, type Form } from '../desk/form.js';
import { envelope, howOf, list, type Noun, show } from '../desk/listing.js';
import type { Call, Route } from '../desk/router.js';
import { type Problems, saveOne } from '../desk/saving.js';
import { type Account, type AccountClass, classOf } from './account.js';
import type { Books } from './books.js';
import type { TaxRate } from './tax-rate.js';

const ALL_CLASSES: readonly AccountClass[] = ['ASSET', 'EQUITY', 'EXPENSE', 'LIABILITY', 'REVENUE'];

const taxRateNoun: Noun<TaxRate> = {
  name: 'TaxRates',
  idName: 'TaxType',
  unpaged: true,
  shelf: (books) => books.taxRates,
  fields: {
    Name: (rate) => rate.name,
    TaxType: (rate) => rate.taxType,
    Status: (rate) => rate.status,
    EffectiveRate: (rate) => fineOf(rate.rate),
    CanApplyToAssets: (rate) => rate.appliesTo.includes('ASSET'),
    CanApplyToEquity: (rate) => rate.appliesTo.includes('EQUITY'),
    CanApplyToExpenses: (rate) => rate.appliesTo.includes('EXPENSE'),
    CanApplyToLiabilities: (rate) => rate.appliesTo.includes('LIABILITY'),
    CanApplyToRevenue: (rate) => rate.appliesTo.includes('REVENUE'),
  },
  write: (rate) => ({
    Name: rate.name,
    TaxType: rate.taxType,
    ReportTaxType: rate.reportTaxType,
    CanApplyToAssets: rate.appliesTo.includes('ASSET'),
    CanApplyToEquity: rate.appliesTo.includes('EQUITY'),
    CanApplyToExpenses: rate.appliesTo.includes('EXPENSE'),
    CanApplyToLiabilities: rate.appliesTo.includes('LIABILITY'),
    CanApplyToRevenue: rate.appliesTo.includes('REVENUE'),
    DisplayTaxRate: fineOf(rate.rate),
    EffectiveRate: fineOf(rate.rate),
    Status: rate.status,
    TaxComponents: rate.components.map(({ name, rate: part, isCompound }) => ({
      Name: name,
      Rate: fineOf(part),
      IsCompound: isCompound,
      IsNonRecoverable: false,
    })),
  }),
};

/** The active rate that a line's tax type names. */
export function taxRateBy(books: Books, taxType: string): TaxRate | undefined {
  const rate = books.taxRates.get(taxType);
  return rate?.status === 'ACTIVE' ? rate : undefined;
}

export const applies = (rate: TaxRate, account: Account): boolean => rate.appliesTo.includes(classOf(account.type));

function saveRate(books: Books, form: Form, problems: Problems): TaxRate {
  const taxType = form.word('TaxType');
  const before = taxType ? books.taxRates.get(taxType) : undefined;
  const name = form.word('Name') ?? before?.name ?? '';
  problems.unless(name, 'Name is required.');
  problems.unless(!taxType || before, `The TaxType code ${taxType} does not exist`);
  const taken = [...books.taxRates.all()].some((other) => other.name === name && other.id !== before?.id);
  problems.unless(!taken, 'Please enter a unique Name.');
  const components = (form.list('TaxComponents') ?? []).map((part) => ({
    name: part.word('Name') ?? '',
    rate: part.fine('Rate') ?? 0,
    isCompound: part.flag('IsCompound') ?? false,
  }));
  problems.unless(before || components.length > 0, 'At least one tax component is required.');
  problems.throwIfAny();
  const code = before?.taxType ?? `TAX${String(books.next('tax type')).padStart(3, '0')}`;
  return books.taxRates.put({
    id: code.toLowerCase(),
    updated: books.stamp(),
    taxType: code,
    name,
    reportTaxType: form.word('ReportTaxType') ?? before?.reportTaxType ?? 'OUTPUT',
    components: components.length > 0 ? components : before!.components,
    rate: components.length > 0 ? components.reduce((all, part) => all + part.rate, 0) : before!.rate,
    appliesTo: before?.appliesTo ?? [...ALL_CLASSES],
    status: form.choice('Status', ['ACTIVE', 'DELETED', 'ARCHIVED'] as const) ?? before?.status ?? 'ACTIVE',
  });
}

/** One rate per request: what comes after the first is passed over without a word, as in the app. */
function save(call: Call) {
  const form = found(elementsOf(call.body, 'TaxRates')[0]);
  return saveOne(
    call,
    'TaxType',
    form,
    (element, problems) => saveRate(call.books, element, problems),
    (rate) => envelope(call.books, 'TaxRates', [taxRateNoun.write(rate, howOf(call, true))]),
  );
}

export const taxRateRoutes: Route[] = [
  { method: 'GET', path: '/TaxRates', answer: (call) => list(call, taxRateNoun) },
  {
    method: 'GET',
    path: '/TaxRates/*',
    answer: (call) => show(call, taxRateNoun, found(call.books.taxRates.get(call.params[0]!))),
  },
  { method: 'PUT', path: '/TaxRates', answer: save },
  { method: 'POST', path: '/TaxRates', answer: save },
];

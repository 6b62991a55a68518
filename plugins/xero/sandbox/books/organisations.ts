import { twin } from 'patchbay/sdk';
import { badData } from '../desk/answers.js';
import { wireDay, wireInstant } from '../desk/dates.js';
import { elementsOf } from '../desk/form.js';
import { envelope } from '../desk/listing.js';
import type { Call, Route } from '../desk/router.js';

const show = ({ books }: Call) => {
  const { organisation } = books;
  return envelope(books, 'Organisations', [
    {
      Name: organisation.name,
      LegalName: organisation.legalName,
      PaysTax: true,
      Version: organisation.version,
      OrganisationType: 'COMPANY',
      OrganisationEntityType: 'COMPANY',
      BaseCurrency: organisation.currency,
      CountryCode: organisation.version,
      IsDemoCompany: false,
      OrganisationStatus: 'ACTIVE',
      TaxNumber: organisation.taxNumber,
      FinancialYearEndDay: organisation.version === 'AU' ? 30 : 31,
      FinancialYearEndMonth: organisation.version === 'AU' ? 6 : 3,
      SalesTaxBasis: organisation.version === 'AU' ? 'ACCRUALS' : 'PAYMENTS',
      SalesTaxPeriod: organisation.version === 'AU' ? 'QUARTERLY1' : 'TWOMONTHS',
      DefaultSalesTax: organisation.defaultSalesTax,
      DefaultPurchasesTax: organisation.defaultPurchasesTax,
      ...(organisation.periodLockDate ? { PeriodLockDate: wireDay(organisation.periodLockDate) } : {}),
      ...(organisation.endOfYearLockDate ? { EndOfYearLockDate: wireDay(organisation.endOfYearLockDate) } : {}),
      CreatedDateUTC: wireInstant(organisation.created),
      Timezone: organisation.timezone,
      ShortCode: organisation.shortCode,
      OrganisationID: organisation.id,
      Edition: 'BUSINESS',
      Class: 'GROW',
      LineOfBusiness: 'Plants and homewares',
      Addresses: [],
      Phones: [],
      ExternalLinks: [],
      PaymentTerms: {},
    },
  ]);
};

const ACTIONS = ['UseMulticurrency', 'CreateDraftInvoice', 'CreateApprovedInvoice', 'CreateApprovedBankTransaction'];

const actions = ({ books }: Call) =>
  envelope(
    books,
    'Actions',
    ACTIONS.map((Name) => ({
      Name,
      Status: Name === 'UseMulticurrency' && books.currencies.length === 1 ? 'NOT-ALLOWED' : 'ALLOWED',
    })),
  );

const DESCRIPTIONS = new Intl.DisplayNames('en', { type: 'currency' });

const currencies = ({ books }: Call) =>
  envelope(
    books,
    'Currencies',
    books.currencies.map((Code) => ({ Code, Description: DESCRIPTIONS.of(Code) ?? Code })),
  );

function addCurrency(call: Call) {
  for (const form of elementsOf(call.body, 'Currencies')) {
    const code = form.word('Code')?.toUpperCase();
    if (!code || !/^[A-Z]{3}$/.test(code)) throw badData('Code must be a currency.');
    if (!call.books.currencies.includes(code)) call.books.currencies.push(code);
  }
  return currencies(call);
}

const users = ({ books }: Call) =>
  envelope(books, 'Users', [
    {
      UserID: twin.guidFrom(books.organisation.id, 'user'),
      EmailAddress: 'fern@fernandfig.example',
      FirstName: 'Fern',
      LastName: 'Green',
      UpdatedDateUTC: wireInstant(books.organisation.created),
      IsSubscriber: true,
      OrganisationRole: 'STANDARD',
    },
  ]);

const themes = ({ books }: Call) =>
  envelope(books, 'BrandingThemes', [
    {
      BrandingThemeID: twin.guidFrom(books.organisation.id, 'branding theme'),
      Name: 'Standard',
      SortOrder: 0,
      CreatedDateUTC: wireInstant(books.organisation.created),
    },
  ]);

export const organisationRoutes: Route[] = [
  { method: 'GET', path: '/Organisation', answer: show },
  { method: 'GET', path: '/Organisation/Actions', answer: actions },
  { method: 'GET', path: '/Currencies', answer: currencies },
  { method: 'PUT', path: '/Currencies', answer: addCurrency },
  { method: 'GET', path: '/Users', answer: users },
  { method: 'GET', path: '/BrandingThemes', answer: themes },
];

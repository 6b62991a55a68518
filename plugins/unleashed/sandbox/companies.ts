import { page } from './paging.js';
import { listRoutes, type Route } from './router.js';

export const COMPANY_NAME = 'Fern & Fig';

export const companyRoutes: Route[] = listRoutes('Companies', (shop, { page: number, query }) => {
  const tax = shop.taxes.find((candidate) => candidate.TaxCode === 'OUTPUT');
  const company = {
    Guid: shop.guid('company'),
    CompanyName: COMPANY_NAME,
    BaseCurrency: { CurrencyCode: 'AUD', Description: 'Australia, Dollars' },
    DefaultTaxRate: tax?.TaxRate ?? 0,
    DefaultTax: tax,
    Country: 'Australia',
    TimeZone: 'AUS Eastern Standard Time',
  };
  return page([company], number, query, (one) => JSON.stringify(one));
});

import { twin } from 'patchbay/sdk';
import { wireDate } from './dates.js';
import type { Form } from './form.js';
import { page } from './paging.js';
import { listRoutes, type Route } from './router.js';
import type { Shop } from './shop.js';

export interface Tax {
  Guid: string;
  TaxCode: string;
  Description: string;
  TaxRate: number;
  CanApplyToExpenses: boolean;
  CanApplyToRevenue: boolean;
  Obsolete: boolean;
  LastModifiedOn: string;
}

/** code, description, rate, for sales, for purchases, obsolete */
const TAXES = [
  ['OUTPUT', 'G.S.T. on income', 0.1, true, false, false],
  ['INPUT', 'G.S.T. on expenses', 0.1, false, true, false],
  ['EXEMPTOUTPUT', 'G.S.T. free income', 0, true, false, false],
  ['EXEMPTEXPENSES', 'G.S.T. free expenses', 0, false, true, false],
  ['BASEXCLUDED', 'BAS excluded', 0, true, true, false],
  ['WST22', 'Wholesale sales tax 22 %', 0.22, true, true, true],
] as const;

export const seededTaxes = (seed: string, on: number): Tax[] =>
  TAXES.map(([code, description, rate, revenue, expenses, obsolete]) => ({
    Guid: twin.guidFrom(seed, 'tax', code),
    TaxCode: code,
    Description: description,
    TaxRate: rate,
    CanApplyToExpenses: expenses,
    CanApplyToRevenue: revenue,
    Obsolete: obsolete,
    LastModifiedOn: wireDate(on),
  }));

/** The tax a posted sale names, or a problem beside that field. */
export function saleTax(shop: Shop, form: Form, field: string, code: string | undefined): Tax | undefined {
  if (code === undefined) return undefined;
  const tax = shop.taxes.find((candidate) => candidate.TaxCode === code);
  if (tax?.CanApplyToRevenue && !tax.Obsolete) return tax;
  return form.problem(field, `Tax code ${code} ${tax ? 'cannot be used for sales' : 'does not exist'}.`, 'NotFound');
}

export const taxRoutes: Route[] = listRoutes('Taxes', (shop, { page: number, query }) =>
  page(shop.taxes.all(), number, query, (tax) => JSON.stringify(tax)),
);

import { type AnswerProblem, type Context, money } from 'patchbay/sdk';
import { UnleashedApi } from './client.js';
import { settingsOf } from './settings.js';
import type { TaxRow } from './wire.js';

type Answers = Record<string, unknown>;

const PRODUCTS = ['shippingProduct', 'surchargeProduct', 'discountProduct', 'roundingProduct'];

/** Everything the first steps could only believe: now the app can be asked. */
export async function checkConfiguration(answers: Answers, ctx: Context): Promise<AnswerProblem[]> {
  const api = new UnleashedApi(ctx);
  const all = { ...ctx.answers, ...answers };
  const taxes = await api.taxes();
  const products = await Promise.all(PRODUCTS.map((field) => checkProduct(api, field, String(all[field] ?? ''))));
  return [
    ...checkTax(taxes, 'taxedCode', all.taxedCode, (rate) => money.compare(rate, 0) > 0, 'It is a rate of nought.'),
    ...checkTax(taxes, 'untaxedCode', all.untaxedCode, money.isZero, 'Its rate is more than nought.'),
    ...products.flat(),
    ...(all.mode === 'batched' ? await checkBatchCustomer(api, String(all.customer ?? '')) : []),
    ...(await checkCurrency(api, ctx)),
  ];
}

function checkTax(taxes: TaxRow[], field: string, code: unknown, fits: (rate: number) => boolean, otherwise: string) {
  const tax = taxes.find(({ TaxCode }) => TaxCode === code);
  if (!tax) return [{ field, problem: `Unleashed has no tax code ${String(code ?? '')}.` }];
  if (tax.Obsolete || tax.CanApplyToRevenue === false)
    return [{ field, problem: `${tax.TaxCode} can’t be used for sales.` }];
  return fits(tax.TaxRate) ? [] : [{ field, problem: `${otherwise} Choose another code.` }];
}

async function checkProduct(api: UnleashedApi, field: string, code: string): Promise<AnswerProblem[]> {
  const product = code === '' ? undefined : await api.productCoded(code);
  if (!product) return [{ field, problem: `Unleashed has no product ${code}. Add it there, or choose another.` }];
  if (product.Obsolete) return [{ field, problem: `${code} is obsolete in Unleashed.` }];
  if (product.NeverDiminishing) return [];
  const problem = `${code} keeps stock. Tick “Never diminishing” for it in Unleashed, or orders will wait for stock of it.`;
  return [{ field, problem, warning: true }];
}

async function checkBatchCustomer(api: UnleashedApi, code: string): Promise<AnswerProblem[]> {
  const field = 'customer';
  const customer = code === '' ? undefined : await api.customerCoded(code);
  if (!customer)
    return [{ field, problem: `Unleashed has no customer ${code}. Create it, or choose another in step 1.` }];
  if (customer.Obsolete) return [{ field, problem: `${code} is obsolete in Unleashed.` }];
  if (customer.StopCredit) return [{ field, problem: `${code} is on stop credit in Unleashed: it takes no orders.` }];
  return [];
}

/** Amounts would be booked at par without a word. */
async function checkCurrency(api: UnleashedApi, ctx: Context): Promise<AnswerProblem[]> {
  const { currency } = ctx.store;
  const base = (await api.company()).BaseCurrency?.CurrencyCode;
  if (!base || base === currency || settingsOf(ctx).exchangeRates.has(currency)) return [];
  const problem = `The store sells in ${currency}, but Unleashed’s base currency is ${base}. Give an exchange rate for ${currency} first: Advanced configuration → Exchange rates.`;
  return [{ field: 'taxedCode', problem }];
}

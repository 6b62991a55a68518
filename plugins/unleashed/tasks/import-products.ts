import { importTask, NeedsPerson, type PullContext } from 'patchbay/sdk';
import type { Place, UnleashedApi } from '../client.js';
import { sinceText } from '../dates.js';
import { productMapping } from '../mappings/product.js';
import { SALES_TAX_RATE, TAX_UNSAID } from '../mappings/transforms.js';
import { settingsOf } from '../settings.js';
import type { ProductRow, TaxRow } from '../wire.js';

export const importProducts = importTask({
  id: 'import-products',
  title: 'Import products',
  record: 'product',
  schedule: 'every 15 minutes',
  mapping: productMapping,
  pulls: 'changes',
  overlap: '1 hour',
  async *pull(ctx: PullContext<UnleashedApi>) {
    if (ctx.store.taxInclusive === null) throw new NeedsPerson(TAX_UNSAID);
    const rateOf = ctx.store.taxInclusive ? salesTax(await ctx.api.taxes(), settingsOf(ctx).taxedCode) : () => 0;
    // Obsolete ones too: they are taken off sale in the shop.
    const query = { includeObsolete: true, modifiedSince: sinceText(ctx.since) };
    const pages = ctx.api.pages<ProductRow & Record<string, unknown>>('Products', query, ctx.bookmark as Place);
    for await (const page of pages) {
      yield { ...page, rows: page.rows.map((row) => ({ ...row, [SALES_TAX_RATE]: rateOf(row) })) };
    }
  },
});

/** A product's own sales tax where it has one, otherwise the default. */
function salesTax(taxes: TaxRow[], defaultCode: string | undefined): (product: ProductRow) => number {
  const rates = new Map(taxes.map(({ TaxCode: code, TaxRate: rate }) => [code, rate]));
  const usual = rates.get(defaultCode ?? '');
  return ({ TaxableSales: taxable, XeroSalesTaxRate: own, XeroSalesTaxCode: code }) => {
    if (taxable === false) return 0;
    const rate = own ?? rates.get(code ?? '') ?? usual;
    if (rate === undefined) throw new NeedsPerson('Choose the tax code of taxed sales in the step “Configure”.');
    return rate;
  };
}

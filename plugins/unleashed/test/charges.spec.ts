import { describe, expect, it } from 'vitest';
import { invoice, line, shop } from './sales.js';

const TASK = 'export-invoices';

describe('charges', () => {
  it('become lines with their own products, taxed as the store taxed them', async () => {
    const { app, order } = await shop();
    const made = await order(
      invoice([line('POT-SAUCER', 1, '110'), line('TOOL-TROWEL', 1, '50', { taxCode: 'FREE' })], {
        shipping: '11',
        shippingTax: '1',
        surcharge: '2',
        surchargeTaxed: false,
        discount: '16',
        total: '157',
      }),
    );
    expect(made.payload.lines.slice(2)).toMatchObject([
      { sku: 'SHIPPING', unitPrice: '10', tax: '1', taxCode: 'OUTPUT' },
      { sku: 'SURCHARGE', unitPrice: '2', tax: '0', taxCode: 'EXEMPTOUTPUT' },
      { sku: 'DISCOUNT', unitPrice: '-10', tax: '-1', taxCode: 'OUTPUT' },
      { sku: 'DISCOUNT', unitPrice: '-5', tax: '0', taxCode: 'EXEMPTOUTPUT' },
    ]);
    expect(await app.step(TASK, 'create', [app.shipment(made)])).toMatchObject([{ done: true }]);
  });
});

describe('tax', () => {
  it('follows what was charged where the line has no code', async () => {
    const { order } = await shop();
    const lines = [
      line('POT-SAUCER', 1, '11', { taxCode: null, tax: '1' }),
      line('TOOL-TROWEL', 1, '11', { taxCode: null, tax: '0' }),
    ];
    const { payload } = await order(invoice(lines));
    expect(payload.lines.map(({ taxCode, tax }) => [taxCode, tax])).toEqual([
      ['OUTPUT', '1'],
      ['EXEMPTOUTPUT', '0'],
    ]);
  });

  it('is none where the store charged none, whatever the product’s code', async () => {
    const { order } = await shop();
    const { payload } = await order(invoice([line('POT-SAUCER', 1, '11', { tax: '0' })], { tax: '0' }));
    expect(payload.lines).toMatchObject([{ taxCode: 'EXEMPTOUTPUT', total: '11' }]);
    expect(payload.tax).toEqual({ code: 'EXEMPTOUTPUT', rate: '0' });
  });

  it('is left to a person where the store charged another rate', async () => {
    const { build } = await shop();
    const built = await build(invoice([line('POT-SAUCER', 1, '115', { tax: '15' })]));
    expect(built).toMatchObject({ needsPerson: expect.stringContaining('charged 15 tax on POT-SAUCER') });
  });
});

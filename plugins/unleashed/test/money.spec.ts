import { money } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { invoice, line, shopOf } from './sales.js';
import { open } from './shop.js';

/** Repeatable chance. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const SKUS = [
  'POT-TERRA-10',
  'POT-TERRA-15',
  'POT-SAUCER',
  'HOME-MUG-SPECKLE',
  'TOOL-TROWEL',
  'CARE-SEED-BASIL',
  'KIT-HERB',
];
const cents = (amount: number) => (amount / 100).toFixed(2);

/** An order as shops really have them: odd prices, discounts, shipping, surcharges, free and taxed lines side by side. */
function anyInvoice(number: number, inclusive: boolean) {
  const pick = chance(number * 7919 + (inclusive ? 1 : 2));
  let due = 0;
  const lines = Array.from({ length: 1 + pick(12) }, (_, at) => {
    const [quantity, price] = [1 + pick(9), 1 + pick(25_000)];
    const discount = pick(3) === 0 ? pick(price) : 0;
    const free = pick(5) === 0;
    const amount = quantity * price - discount;
    const tax = free ? 0 : Math.floor((amount * 2) / (inclusive ? 22 : 20) + 0.5);
    due += amount + (inclusive ? 0 : tax);
    const more = { id: String(at), discount: cents(discount), tax: cents(tax), taxCode: free ? 'FREE' : 'GST' };
    return line(SKUS[pick(SKUS.length)]!, quantity, cents(price), more);
  });
  const shipping = pick(2) * pick(3000);
  const shippingTax = Math.floor((shipping * 2) / (inclusive ? 22 : 20) + 0.5);
  const surcharge = pick(4) === 0 ? pick(500) : 0;
  const discount = pick(4) === 0 ? pick(Math.max(1, Math.floor(due / 3))) : 0;
  due += shipping + (inclusive ? 0 : shippingTax) + surcharge - discount;
  return invoice(lines, {
    number: `R${number}`,
    taxInclusive: inclusive,
    total: cents(due),
    shipping: cents(shipping),
    shippingTax: cents(shippingTax),
    surcharge: cents(surcharge),
    surchargeTaxed: inclusive,
    discount: cents(discount),
  });
}

describe('the totals of sales orders', () => {
  it.each([true, false])(
    'are the store’s to the cent, order after order (prices with tax: %s)',
    async (inclusive) => {
      const { app, twin } = open();
      const { orders } = await shopOf(app);
      const due: number[] = [];
      for (let number = 1; number <= 300; number++) {
        const body = anyInvoice(number, inclusive);
        const documents = await orders(body);
        expect(documents).toHaveLength(1);
        const order = documents[0]!.payload;
        expect(money.compare(order.total, body.total), `${body.number}: ${order.total} ${body.total}`).toBe(0);
        const rounding = order.lines.find(({ sku }) => sku === 'ROUNDING');
        expect(Math.abs(Number(rounding?.total ?? 0)), body.number).toBeLessThanOrEqual(0.05);
        // The twin adds every order up for itself and refuses one that differs.
        const [created] = await app.step('export-invoices', 'create', [app.shipment(documents[0]!)]);
        expect(created, body.number).toMatchObject({ done: true });
        due.push(Number(body.total));
      }
      const totals = twin.orders().map(({ Total }) => Total);
      expect(totals.slice(-due.length)).toEqual(due);
    },
    120_000,
  );

  it('miss a line that can’t be hit by a cent up, then by a cent down', async () => {
    const { order } = await shopOf(open().app);
    // 9.95 with ten per cent is one of the amounts that no net price comes to.
    const nines = ['a', 'b', 'c', 'd'].map((id) => line('POT-SAUCER', 1, '9.95', { id }));
    const { payload } = await order(invoice(nines));
    expect(payload.lines.map(({ total, tax }) => money.add(total, tax))).toEqual(['9.96', '9.94', '9.96', '9.94']);
    expect(payload).toMatchObject({ total: '39.8' });
    expect(payload.lines).toHaveLength(4);
  });

  it('get a rounding line where the cents don’t come out', async () => {
    const { order } = await shopOf(open().app);
    const { payload } = await order(invoice([line('POT-SAUCER', 1, '9.95')]));
    expect(payload.lines[1]).toMatchObject({ sku: 'ROUNDING', unitPrice: '-0.01', taxCode: 'EXEMPTOUTPUT', tax: '0' });
    expect(payload.total).toBe('9.95');
  });

  it('are refused with both totals when they are further apart than may be rounded', async () => {
    const { app } = open();
    const { build } = await shopOf(app);
    const off = await build(invoice([line('POT-SAUCER', 2, '11')], { total: '22.06' }));
    expect(off).toEqual({
      rejected:
        'The store’s total is 22.06 AUD, the sales order’s would be 22.00 AUD: 0.06 AUD apart, more than the 0.05 that may be rounded.',
    });
    const wide = await shopOf(open({ advanced: { roundingTolerance: '0.10' } }).app);
    expect(await wide.orders(invoice([line('POT-SAUCER', 2, '11')], { total: '22.06' }))).toHaveLength(1);
  });

  it('hold for currencies without cents: the app has cents all the same', async () => {
    const { app } = open({ store: { currency: 'JPY' } });
    const { order } = await shopOf(app);
    const body = invoice([line('POT-SAUCER', 3, '333')], { currency: 'JPY', username: 'NEWCOMER' });
    const made = await order(body);
    expect(made.payload).toMatchObject({ total: '999', lines: [{ total: '908.18', tax: '90.82' }] });
    expect(await app.step('export-invoices', 'create', [app.shipment(made)])).toMatchObject([{ done: true }]);
  });

  it('hold for long lines as well', async () => {
    const { order } = await shopOf(open().app);
    const { payload } = await order(invoice([line('POT-SAUCER', 997, '3.33')]));
    expect(payload.total).toBe('3320.01');
  });
});

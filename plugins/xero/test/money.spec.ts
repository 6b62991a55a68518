import { money } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { shape, taxOf } from '../sales/amounts.js';
import { invoice, line, shopOf, TASK } from './sales.js';
import { open } from './shop.js';

/** Repeatable chance. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const cents = (amount: number) => (amount / 100).toFixed(2);
const tenth = (amount: number, inclusive: boolean) =>
  Math.sign(amount) * Math.floor((Math.abs(amount) * 2) / (inclusive ? 22 : 20) + 0.5);

/** An order as shops really have them: odd prices, discounts, charges, free and taxed lines, goods taken back. */
function anyInvoice(number: number, inclusive: boolean) {
  const pick = chance(number * 7919 + (inclusive ? 1 : 2));
  let due = 0;
  const lines = Array.from({ length: 1 + pick(12) }, (_, at) => {
    const [quantity, price] = [pick(20) === 0 ? -1 : 1 + pick(9), 1 + pick(25_000)];
    const discount = quantity > 0 && pick(3) === 0 ? pick(price) : 0;
    const free = pick(5) === 0;
    const amount = quantity * price - discount;
    const tax = free ? 0 : tenth(amount, inclusive);
    due += amount + (inclusive ? 0 : tax);
    const more = { id: String(at), discount: cents(discount), tax: cents(tax), taxCode: free ? 'FREE' : 'GST' };
    return line(`SKU-${at}`, quantity, cents(price), more);
  });
  const shipping = pick(2) * pick(3000);
  const shippingTax = tenth(shipping, inclusive);
  const surcharge = pick(4) === 0 ? pick(500) : 0;
  const discount = due > 100 && pick(4) === 0 ? pick(Math.floor(due / 3)) : 0;
  due += shipping + (inclusive ? 0 : shippingTax) + surcharge - discount;
  if (due < 0)
    return invoice([line('POT', 1, '11')], {
      number: `R${number}`,
      taxInclusive: inclusive,
      total: inclusive ? '11' : '12.1',
    });
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

describe('the totals of invoices', () => {
  it.each([true, false])('are the store’s to the cent, order after order (prices with tax: %s)', async (inclusive) => {
    const { app } = open();
    const { sale } = await shopOf(app);
    const documents = [];
    for (let number = 1; number <= 300; number++) {
      const body = anyInvoice(number, inclusive);
      const document = await sale(body);
      expect(money.compare(document.payload.total, body.total), `${body.number}: ${document.payload.total}`).toBe(0);
      documents.push(document);
    }
    for (let at = 0; at < documents.length; at += 50) {
      const shipments = documents.slice(at, at + 50).map((document) => app.shipment(document));
      const created = await app.step(TASK, 'create', shipments);
      created.forEach((result, n) => {
        expect(result, shipments[n]!.reference).toMatchObject({ done: true });
        shipments[n]!.done.create = result as (typeof shipments)[number]['done'][string];
      });
      // The twin adds every one up for itself.
      for (const result of await app.step(TASK, 'verify', shipments)) expect(result).toMatchObject({ done: true });
    }
    const rounded = documents.filter(({ payload }) => payload.lines.at(-1)!.description === 'Rounding');
    for (const { payload } of rounded) expect(Math.abs(Number(payload.lines.at(-1)!.amount))).toBeLessThanOrEqual(0.05);
    if (inclusive) expect(rounded).toHaveLength(0);
  });

  it('have tax line by line, rounded half up, then added up', async () => {
    const { sale } = await shopOf(open({ maps: { taxes: { GST: 'OUTPUT' } } }).app);
    const lines = ['a', 'b', 'c'].map((id) => line('POT', 1, '10.05', { id, taxCode: 'GST' }));
    // The store taxes the whole, 3.02 on 30.15, where Xero comes to three times 1.01.
    const { payload } = await sale(invoice(lines, { taxInclusive: false, total: '33.17' }));
    expect(payload.lines.map(({ tax }) => tax)).toEqual(['1.01', '1.01', '1.01', '0']);
    expect(payload.lines.at(-1)).toMatchObject({ description: 'Rounding', unitAmount: '-0.01' });
    expect(payload).toMatchObject({ tax: '3.03', total: '33.17' });
    expect(taxOf('-10.05', '0.1', false)).toBe('-1.01');
  });

  it('put the odd cent on the organisation’s own rounding account, free of tax', async () => {
    const { app } = open();
    const { sale, send } = await shopOf(app);
    const body = invoice([line('POT', 1, '10.00')], { total: '10.02' });
    const { result } = await send(await sale(body));
    expect(result).toMatchObject({ done: true });
    const sent = app.exchanges.find(({ purpose }) => purpose === 'Create 1 invoice')!;
    expect(JSON.parse(sent.body!).Invoices[0].LineItems[1]).toMatchObject({
      Description: 'Rounding',
      AccountCode: '860',
      TaxType: 'BASEXCLUDED',
      UnitAmount: 0.02,
    });
  });

  it('are refused with both totals when they are further apart than may be rounded', async () => {
    const { build } = await shopOf(open().app);
    const body = invoice([line('POT', 2, '11')], { total: '22.06' });
    expect(await build(body)).toEqual({
      rejected:
        'The store’s total is 22.06 AUD, Xero’s would be 22.00 AUD: 0.06 AUD apart, more than the 0.05 that may be rounded.',
    });
    const wide = await shopOf(open({ advanced: { roundingTolerance: '0.10' } }).app);
    expect((await wide.sale(body)).payload.total).toBe('22.06');
  });

  it('survive what can’t be said in four decimals, and what is taken back', () => {
    expect(shape('0.333333333', '9.99', '0')).toEqual({ quantity: '1', unitAmount: '3.33', amount: '3.33' });
    expect(shape('-2', '5', '0')).toEqual({ quantity: '2', unitAmount: '-5', amount: '-10' });
    expect(shape('3', '10', '1.005')).toEqual({ quantity: '3', unitAmount: '9.665', amount: '29' });
    expect(shape('2.5', '3.3333', '0.5')).toEqual({
      quantity: '2.5',
      unitAmount: '3.3333',
      discount: '0.5',
      amount: '7.83',
    });
  });
});

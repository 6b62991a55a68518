import { describe, expect, it } from 'vitest';
import { NOON, opened } from './calling.js';
import { Chance } from './chance.js';

const MONEY = [
  'GrandTotal',
  'OrderTax',
  'ProductSubtotal',
  'SurchargeTotal',
  'ShippingTotal',
  'ShippingTax',
  'ShippingDiscount',
  'CouponDiscount',
  'TaxInclusive',
];
const LINE = ['UnitPrice', 'Quantity', 'ProductDiscount', 'CouponDiscount', 'Tax'].map((name) => `OrderLine.${name}`);

type Told = Record<string, string> & { OrderLine: Record<string, string>[] };

// Worked out with integers of a hundredth of a millionth, apart from the sandbox's own arithmetic.
const exact = (text: string) => {
  const [whole, fraction = ''] = text.replace('-', '').split('.');
  return BigInt(whole + fraction.padEnd(4, '0')) * (text.startsWith('-') ? -1n : 1n);
};
const centOf = (units: bigint) => ((units + 500_000n) / 1_000_000n) * 1_000_000n;

function grandTotal(order: Told): bigint {
  const square = (text: string) => exact(text) * 10_000n;
  const lines = order.OrderLine.map((line) => {
    const gross = centOf(exact(line.UnitPrice!) * exact(line.Quantity!));
    return gross - square(line.ProductDiscount!) - square(line.CouponDiscount!);
  });
  const extras = square(order.ShippingTotal!) - square(order.ShippingDiscount!) + square(order.SurchargeTotal!);
  const tax = order.TaxInclusive === 'True' ? 0n : square(order.OrderTax!);
  return lines.reduce((so, line) => so + line, extras + tax);
}

async function all(shop: ReturnType<typeof opened>) {
  const filter = {
    DatePlacedFrom: '2020-01-01 00:00:00',
    Limit: 5000,
    OutputSelector: [...MONEY, 'OrderLine', ...LINE],
  };
  return (await shop.rows('GetOrder', filter)) as unknown as Told[];
}

describe('totals', () => {
  it('agree with the lines, shipping, surcharge and discounts to the cent, on 2,000 seeded orders', async () => {
    const orders = await all(opened({ sales: 2000, quirks: false }));
    expect(orders).toHaveLength(2000);
    const wrong = orders.filter((order) => grandTotal(order) !== exact(order.GrandTotal!) * 10_000n);
    expect(wrong.map(({ OrderID }) => OrderID)).toEqual([]);
    for (const name of ['CouponDiscount', 'SurchargeTotal', 'ShippingDiscount']) {
      expect(orders.some((order) => order[name] !== '0.00')).toBe(true);
    }
  }, 30_000);

  it('agree on orders with odd prices, quantities and discounts that come in by the API', async () => {
    const shop = opened({ sales: 0, quirks: false });
    const chance = new Chance(NOON % 1000);
    const Order = Array.from({ length: 300 }, (_, nth) => ({
      Username: 'matilda.ashworth',
      TaxInclusive: nth % 3 !== 0,
      ShippingCost: `${chance.below(30)}.${10 + chance.below(90)}`,
      CouponCode: 'ODD',
      CouponDiscount: `${chance.below(9)}.99`,
      OrderLine: Array.from({ length: 1 + chance.below(4) }, (_, at) => ({
        SKU: `ODD-${at}`,
        Quantity: `${1 + chance.below(9)}${['', '.5', '.333'][chance.below(3)]}`,
        UnitPrice: `${chance.below(99)}.${100 + chance.below(900)}`,
        DiscountPercent: at === 0 ? '12.5' : undefined,
        DiscountAmount: at === 1 ? '0.05' : undefined,
      })),
    }));
    expect((await shop.call('AddOrder', { Order })).Ack).toBe('Success');
    const orders = await all(shop);
    expect(orders).toHaveLength(300);
    const wrong = orders.filter((order) => grandTotal(order) !== exact(order.GrandTotal!) * 10_000n);
    expect(wrong).toEqual([]);
  });

  it('find one eleventh of the net amount as tax, line by line', async () => {
    const { shop, rows } = opened();
    const { id } = shop.placeOrder({
      lines: [{ sku: 'HOME-MUG-SPECKLE', unitPrice: '26.330', quantity: 3 }],
      shipping: '9.95',
    });
    const [order] = await rows('GetOrder', { OrderID: id, OutputSelector: [...MONEY, ...LINE] });
    expect(order).toMatchObject({ GrandTotal: '88.94', ShippingTax: '0.90', OrderTax: '8.08' });
    expect(order!.OrderLine).toMatchObject({ Tax: '7.18' });
  });

  it('add the tax where prices are without it', async () => {
    const { shop, rows } = opened();
    const lines = [{ sku: 'HOME-MUG-SPECKLE', unitPrice: '20.00', quantity: 2 }];
    const { id } = shop.placeOrder({ lines, shipping: '10', taxInclusive: false });
    const [order] = await rows('GetOrder', { OrderID: id, OutputSelector: MONEY });
    expect(order).toMatchObject({ TaxInclusive: 'False', OrderTax: '5.00', GrandTotal: '55.00' });
  });
});

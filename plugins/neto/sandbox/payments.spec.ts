import { describe, expect, it } from 'vitest';
import { opened } from './calling.js';
import { cents } from './decimal.js';

const OutputSelector = ['AmountPaid', 'CurrencyCode', 'DatePaid', 'DatePaidUTC', 'PaymentMethodName'];
const ever = { DatePaidFrom: '2020-01-01 00:00:00', Limit: 10_000, OutputSelector };

describe('payments', () => {
  it('carry the currency orders do not, and add up to what fully paid orders cost, give or take what odd customers do', async () => {
    const { rows } = opened({ sales: 400 });
    const paid = new Map<string, number>();
    const payments = await rows('GetPayment', ever);
    for (const one of payments) paid.set(one.OrderID!, (paid.get(one.OrderID!) ?? 0) + cents(one.AmountPaid!));
    expect(new Set(payments.map((one) => one.CurrencyCode))).toEqual(new Set(['AUD', 'NZD']));
    const orders = await rows('GetOrder', { PaymentStatus: 'FullyPaid', Limit: 1000, OutputSelector: ['GrandTotal'] });
    expect(orders.length).toBeGreaterThan(200);
    const odd = orders.flatMap(({ OrderID, GrandTotal }) => paid.get(OrderID!)! - cents(GrandTotal!) || []);
    // Five dollars too much, or ten given back for goodwill.
    expect(new Set(odd)).toEqual(new Set([500, -1000]));
    expect(odd.length).toBeLessThan(orders.length / 10);
    const pending = await rows('GetOrder', { PaymentStatus: 'Pending', Limit: 1000, OutputSelector: ['GrandTotal'] });
    expect(pending.filter((order) => paid.has(order.OrderID!))).toEqual([]);
  });

  it('are found by the day they were made, each once', async () => {
    const { rows } = opened({ sales: 400 });
    const all = await rows('GetPayment', ever);
    const days = [...new Set(all.map((one) => one.DatePaid!.slice(0, 10)))];
    const byDay = [];
    for (const day of days) {
      const filter = { ...ever, DatePaidFrom: `${day} 00:00:00`, DatePaidTo: `${day} 23:59:59` };
      byDay.push(...(await rows('GetPayment', filter)));
    }
    expect(byDay.map((one) => one.PaymentID).sort()).toEqual(all.map((one) => one.PaymentID).sort());
  });

  it('are added to orders and settle them', async () => {
    const { shop, call, rows } = opened();
    const { id } = shop.placeOrder({ lines: [{ sku: 'ANY', unitPrice: '100' }], shipping: '0', currency: 'NZD' });
    const pay = (AmountPaid: string) =>
      call('AddPayment', { Payment: { OrderID: id, PaymentMethodName: 'PayPal', AmountPaid } });
    expect(await pay('40')).toMatchObject({ Ack: 'Success', Payment: { PaymentID: expect.any(String) } });
    expect(shop.order(id)!.paymentStatus).toBe('PartialPaid');
    await pay('60.00');
    expect(shop.order(id)!.paymentStatus).toBe('FullyPaid');
    const told = await rows('GetPayment', { OrderID: [id], OutputSelector });
    expect(told).toMatchObject([
      { AmountPaid: '40.00', CurrencyCode: 'NZD', PaymentMethodName: 'PayPal', DatePaidUTC: '2026-03-02 01:00:00' },
      { AmountPaid: '60.00' },
    ]);
    const [order] = await rows('GetOrder', {
      OrderID: id,
      OutputSelector: ['OrderPayment', 'OrderPayment.PaymentType'],
    });
    expect(order!.OrderPayment).toMatchObject([{ Amount: '40.00', PaymentType: 'PayPal' }, { Amount: '60.00' }]);
  });

  it('are refused for no order, no amount or an unknown method', async () => {
    const { call } = opened();
    const pay = async (Payment: object) => (await call('AddPayment', { Payment })).Ack;
    expect(await pay({ OrderID: 'N1', PaymentMethodID: 1, AmountPaid: '5' })).toBe('Warning');
    expect(await pay({ OrderID: 'N10001', PaymentMethodID: 1, AmountPaid: 'five' })).toBe('Error');
    expect(await pay({ OrderID: 'N10001', PaymentMethodName: 'Shells', AmountPaid: '5' })).toBe('Error');
  });

  it('come by methods that name their account', async () => {
    const { call } = opened();
    expect(await call('GetPaymentMethods', {})).toMatchObject({
      Ack: 'Success',
      PaymentMethods: {
        PaymentMethod: expect.arrayContaining([expect.objectContaining({ Name: 'PayPal', Acc_code: '11320' })]),
      },
    });
  });
});

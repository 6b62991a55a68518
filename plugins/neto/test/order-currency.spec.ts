import { describe, expect, it } from 'vitest';
import { connected, tell } from './neto.js';
import { imported, MINUTE, SINCE } from './orders.js';

describe('an order’s currency', () => {
  const nzd = { username: 'chloe.terangi', paidBy: 'PayPal', currency: 'NZD' };

  it('is the currency of its payment', async () => {
    const answers = { currencies: 'one', currency: 'AUD' };
    expect(await imported(connected({ answers }), nzd)).toMatchObject({ currency: 'NZD' });
  });

  it('is the currency of its sales channel while nothing is paid', async () => {
    const answers = { currencies: 'several', channelCurrencies: 'eBay = USD, website = nzd' };
    const { app } = connected({ answers });
    const [row] = await app.map('orders', [
      { OrderID: 'N1', OrderStatus: 'New', GrandTotal: '1', SalesChannel: 'Website' },
    ]);
    expect(row!.values).toMatchObject({ currency: 'NZD' });
  });

  it('is the store’s when the merchant sells in no other', async () => {
    const answers = { currencies: 'one', currency: 'AUD' };
    expect(await imported(connected({ answers }))).toMatchObject({ currency: 'AUD' });
  });

  it('is left empty otherwise, and never taken to be the store’s', async () => {
    for (const answers of [
      {},
      { currency: 'AUD' },
      { currencies: 'several', currency: 'AUD', channelCurrencies: '' },
    ]) {
      expect(await imported(connected({ answers }))).toMatchObject({ currency: null });
    }
  });

  it('is left empty when its payments contradict each other', async () => {
    const { app } = connected();
    const Payments = [{ CurrencyCode: 'AUD' }, { CurrencyCode: 'NZD' }];
    const [row] = await app.map('orders', [{ OrderID: 'N1', OrderStatus: 'New', GrandTotal: '1', Payments }]);
    expect(row!.values).toMatchObject({ currency: null });
  });

  it('comes with what was paid, first to last, and by which method', async () => {
    const { app } = connected();
    const paid = (id: string, day: string, method: string) => ({
      PaymentID: id,
      AmountPaid: '5',
      DatePaid: `${day} 10:00:00`,
      PaymentMethod: method,
      CurrencyCode: 'AUD',
    });
    const Payments = [paid('12', '2026-08-02', '7'), paid('11', '2026-08-01', '3')];
    const [row] = await app.map('orders', [{ OrderID: 'N1', OrderStatus: 'New', GrandTotal: '10', Payments }]);
    expect(row!.values!.payments).toMatchObject([
      { number: '11', amount: '5', method: '3', paidOn: '2026-08-01' },
      { number: '12', amount: '5', method: '7', paidOn: '2026-08-02' },
    ]);
  });

  it('becomes known by a payment that arrives later', async () => {
    const { app, shop, clock } = connected();
    const { id } = shop.placeOrder({ username: 'chloe.terangi', currency: 'NZD' });
    const known = async () => {
      const { records } = await app.pull('import-orders', { since: SINCE });
      return records.findLast(({ number }) => number === id)?.currency;
    };
    expect(await known()).toBeNull();
    clock.at += 10 * MINUTE;
    await tell(shop, 'AddPayment', { Payment: { OrderID: id, PaymentMethodName: 'PayPal', AmountPaid: '10' } });
    expect(await known()).toBe('NZD');
  });

  it('costs one question for a whole page of orders', async () => {
    const { app } = connected();
    await app.pull('import-orders');
    expect(app.exchanges.map(({ purpose }) => purpose)).toEqual(['GetOrder', 'GetPayment']);
  });
});

import { describe, expect, it } from 'vitest';
import { NOON, opened } from './calling.js';
import { cents } from './decimal.js';

const ever = { DateIssuedFrom: '2020-01-01 00:00:00' };
const MONEY = ['RefundSubtotal', 'RefundTotal', 'RefundTaxTotal', 'RefundedTotal', 'ShippingRefundAmount'];
const LINE = ['ReturnReason', 'RefundSubtotal', 'IsRestockIssued', 'WarehouseReference'].map(
  (name) => `RmaLine.${name}`,
);

type Told = Record<string, string> & { RmaLines: { RmaLine: Record<string, string>[] } };

describe('returns', () => {
  it('start with six: approved or not, restocked or not, some for reasons of many words', async () => {
    const { rows } = opened({ quirks: false });
    const OutputSelector = ['DateApproved', 'RmaStatus', 'RmaLine', ...LINE, ...MONEY];
    const rmas = (await rows('GetRma', { ...ever, OutputSelector })) as unknown as Told[];
    expect(rmas).toHaveLength(6);
    const lines = rmas.flatMap((rma) => rma.RmaLines.RmaLine);
    expect(rmas.filter((rma) => rma.DateApproved === '').length).toBe(2);
    expect(new Set(lines.map((line) => line.IsRestockIssued))).toEqual(new Set(['True', 'False']));
    expect(lines.filter((line) => line.ReturnReason!.length > 20).length).toBeGreaterThan(0);
    for (const rma of rmas) {
      const sum = rma.RmaLines.RmaLine.reduce((so, line) => so + cents(line.RefundSubtotal!), 0);
      expect(cents(rma.RefundSubtotal!)).toBe(sum);
      expect(cents(rma.RefundTotal!)).toBe(sum + cents(rma.ShippingRefundAmount!));
    }
    const owed = rmas.filter((rma) => rma.RefundedTotal !== rma.RefundTotal);
    expect(owed.map(({ RefundedTotal, DateApproved }) => [RefundedTotal, DateApproved === ''])).toEqual([
      ['0.00', true],
      ['0.00', false],
      ['0.00', true],
    ]);
  });

  it('belong to orders that were sold', async () => {
    const { rows, shop } = opened({ sales: 200, rmas: 30 });
    const rmas = await rows('GetRma', { ...ever, OutputSelector: ['OrderID', 'CustomerUsername'] });
    expect(rmas).toHaveLength(30);
    for (const rma of rmas)
      expect(shop.order(rma.OrderID!)).toMatchObject({ status: 'Dispatched', username: rma.CustomerUsername });
  });

  it('are approved in the control panel: restocked, refunded and closed', async () => {
    let now = NOON;
    const { shop, rows } = opened({ now: () => now });
    const { id: orderId } = shop.placeOrder({ lines: [{ sku: 'OLD-CAN-ENAMEL', quantity: 2, unitPrice: '59' }] });
    shop.dispatch(orderId);
    expect(shop.stock('OLD-CAN-ENAMEL').MAIN).toBe(5);
    const { id } = shop.addRma({ orderId, quantities: { 'OLD-CAN-ENAMEL': 1 }, reason: 'Lid does not close at all' });
    now += 60_000;
    shop.approveRma(id);
    expect(shop.stock('OLD-CAN-ENAMEL').MAIN).toBe(6);
    shop.approveRma(id);
    expect(shop.stock('OLD-CAN-ENAMEL').MAIN).toBe(6);
    const OutputSelector = [
      'RmaStatus',
      'DateApproved',
      'RefundedTotal',
      'RmaLine',
      ...LINE,
      'Refund',
      'Refund.RefundStatus',
    ];
    expect(await rows('GetRma', { DateApprovedFrom: '2026-03-02 12:01:00', OutputSelector })).toMatchObject([
      {
        RmaID: id,
        RmaStatus: 'Closed',
        DateApproved: '2026-03-02 12:01:00',
        RefundedTotal: '59.00',
        RmaLines: { RmaLine: { Quantity: '1', IsRestockIssued: 'True', ReturnReason: 'Lid does not close at all' } },
        Refunds: { Refund: { RefundAmount: '59.00', RefundStatus: 'Refunded' } },
      },
    ]);
  });

  it('may be approved without anything going back on the shelf', () => {
    const { shop } = opened();
    const { id } = shop.addRma({ orderId: shop.placeOrder().id });
    expect(shop.approveRma(id, { restock: false }).lines.every((line) => !line.restocked)).toBe(true);
  });

  it('come in by AddRma with everything it demands', async () => {
    const { shop, call } = opened();
    const { id: OrderID } = shop.placeOrder({ lines: [{ sku: 'POT-TERRA-20', quantity: 2 }] });
    const line = { SKU: 'POT-TERRA-20', Quantity: 1, RefundSubtotal: '16.50', TaxCode: 'GST', WarehouseID: 1 };
    const rma = {
      OrderID,
      InvoiceNumber: OrderID,
      CustomerUsername: 'jack.hughes',
      StaffUsername: 'fern',
      PurchaseOrderNumber: '',
      InternalNotes: '',
      RmaStatus: 'Open',
      ShippingRefundAmount: '0',
      ShippingRefundTaxCode: 'GST',
      RmaLines: { RmaLine: [line] },
    };
    const told = await call('AddRma', { Rma: [rma] });
    expect(told).toMatchObject({ Ack: 'Success', Rma: { RmaID: '5007' } });
    expect(shop.rma('5007')!.lines).toMatchObject([{ refundSubtotal: 1650, tax: 150 }]);
    const { StaffUsername: _, ...unsigned } = rma;
    expect((await call('AddRma', { Rma: unsigned })).Ack).toBe('Error');
    const stranger = { ...rma, RmaLines: { RmaLine: { ...line, SKU: 'NEVER-SOLD' } } };
    expect((await call('AddRma', { Rma: stranger })).Ack).toBe('Error');
    expect(shop.rma('5008')).toBeUndefined();
  });
});

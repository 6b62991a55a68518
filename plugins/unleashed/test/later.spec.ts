import { money } from 'patchbay/sdk';
import type { PluginUnderTest } from 'patchbay/sdk/testing';
import { describe, expect, it } from 'vitest';
import type { Order } from '../sales/order.js';
import { invoice, line, type SalesOrder, shopOf } from './sales.js';
import { open } from './shop.js';

const TASK = 'export-invoices';

async function shop(options: Parameters<typeof open>[0] = { answers: { exportWhen: 'approved' } }) {
  const { app, twin } = open(options);
  return { app, twin, ...(await shopOf(app)) };
}

/** Takes a document through some steps, and answers it as the hub keeps it. */
async function send(app: PluginUnderTest, document: SalesOrder, steps = document.steps) {
  const shipment = app.shipment(document);
  const results = [];
  for (const step of steps) results.push(...(await app.step(TASK, step, [shipment])));
  const shipped = { part: document.part!, reference: document.reference, payload: document.payload, done: steps };
  return { shipment, results, shipped };
}

const asSent = (document: SalesOrder, done: string[]) => ({ ...document, done });

describe('an approved order', () => {
  const ordered = invoice([line('POT-SAUCER', 3, '11'), line('TOOL-TROWEL', 2, '22')], { status: 'open' });

  it('is placed, and completed once it is dispatched', async () => {
    const { app, twin, order } = await shop();
    const placed = await order(ordered);
    const { shipment, shipped } = await send(app, placed);
    expect(twin.orders().at(-1)).toMatchObject({ OrderStatus: 'Placed' });
    const now = await order({ ...ordered, status: 'dispatched' }, [shipped]);
    expect(await app.change(TASK, asSent(placed, ['create', 'verify']), now)).toEqual({ steps: ['complete'] });
    expect(await app.step(TASK, 'complete', [shipment])).toMatchObject([{ done: true }]);
    expect(twin.orders().at(-1)).toMatchObject({ OrderStatus: 'Completed' });
  });

  it('is completed for what has left, and the rest goes on backorder', async () => {
    const { app, twin, order, orders } = await shop();
    const placed = await order(ordered);
    const { shipment, shipped } = await send(app, placed);
    const partly = structuredClone(ordered);
    partly.status = 'partly-dispatched';
    partly.lines![0]!.dispatched = '2';

    const [left, rest] = await orders(partly, [shipped]);
    expect([left!.part, rest!.part]).toEqual(['MAIN', 'MAIN/2']);
    expect(rest).toMatchObject({
      reference: 'N1001-MAIN/2',
      steps: ['create', 'verify'],
      payload: { status: 'Backordered' },
    });
    expect(money.add(left!.payload.total, rest!.payload.total)).toBe('77');
    const change = await app.change(TASK, asSent(placed, ['create', 'verify']), left);
    expect(change).toEqual({ steps: ['update', 'verify', 'complete'] });
    // An update that was stopped on its way is taken up again, though nothing else has changed than that it is to be completed.
    const stopped = { ...left!, steps: ['create', 'update', 'verify'], done: ['create'] };
    expect(await app.change(TASK, stopped, left)).toEqual({ steps: ['update', 'verify', 'complete'] });
    const updated = { ...shipment, payload: left!.payload };
    for (const step of ['update', 'verify', 'complete']) {
      expect(await app.step(TASK, step, [updated]), step).toMatchObject([{ done: true }]);
    }
    expect(twin.orders().find(({ Guid }) => Guid === shipment.key)).toMatchObject({
      OrderStatus: 'Completed',
      Total: 22,
    });
    const second = await send(app, rest!);
    expect(second.results).toMatchObject([{ done: true }, { done: true }]);
    expect(twin.orders().at(-1)).toMatchObject({ OrderStatus: 'Backordered', Total: 55 });

    // Later all of it leaves: the first order stays as it was booked, the second is completed.
    const shippedNow = [{ ...shipped, payload: left!.payload, done: ['create', 'update', 'complete'] }, second.shipped];
    const [same, rested] = await orders({ ...partly, status: 'dispatched', lines: ordered.lines }, shippedNow);
    expect(same).toMatchObject({ part: 'MAIN', payload: left!.payload, steps: ['create', 'verify', 'complete'] });
    expect(rested).toMatchObject({ part: 'MAIN/2', payload: rest!.payload, steps: ['create', 'verify', 'complete'] });
  });

  it('waits as a whole where the merchant wants no backorders', async () => {
    const { order } = await shop({ answers: { exportWhen: 'approved' }, advanced: { backorders: 'wait' } });
    const partly = structuredClone(ordered);
    partly.status = 'partly-dispatched';
    partly.lines![0]!.dispatched = '2';
    expect(await order(partly)).toMatchObject({ part: 'MAIN', steps: ['create', 'verify'], payload: { total: '77' } });
  });

  it('is updated in the app when it is changed in the store', async () => {
    const { app, twin, order } = await shop();
    const placed = await order(ordered);
    const { shipment } = await send(app, placed);
    const now = await order(invoice([line('POT-SAUCER', 5, '11')], { status: 'open' }));
    expect(await app.change(TASK, asSent(placed, ['create', 'verify']), now)).toEqual({ steps: ['update', 'verify'] });
    const changed = { ...shipment, payload: now.payload };
    expect(await app.step(TASK, 'update', [changed])).toMatchObject([{ done: true }]);
    const stored = twin.orders().at(-1)!;
    expect(stored.SalesOrderLines.map((one) => [one.Product.ProductCode, one.OrderQuantity])).toEqual([
      ['POT-SAUCER', 5],
    ]);
    // An answer that was lost does no harm: the same again is the same.
    expect(await app.step(TASK, 'update', [changed])).toMatchObject([{ done: true }]);
    expect(twin.orders().at(-1)).toMatchObject({ Total: 55 });
  });

  it('is deleted in the app when it is cancelled in the store', async () => {
    const { app, twin, order, build, orders } = await shop();
    const placed = await order(ordered);
    const { shipment, shipped } = await send(app, placed);
    expect(await build({ ...ordered, status: 'cancelled' }, [shipped])).toEqual({ notDue: 'It was cancelled.' });
    expect(await app.change(TASK, asSent(placed, ['create', 'verify']), undefined)).toEqual({ steps: ['delete'] });
    expect(await app.step(TASK, 'delete', [shipment])).toMatchObject([{ done: true }]);
    expect(twin.orders().at(-1)).toMatchObject({ OrderStatus: 'Deleted' });
    expect(await app.step(TASK, 'delete', [shipment])).toMatchObject([{ done: true }]);
    const gone = { ...shipped, done: ['create', 'delete'] };
    expect(await app.change(TASK, asSent(placed, gone.done), undefined)).toBe('nothing');
    // Brought back, it is an order of its own.
    expect(await orders(ordered, [gone])).toMatchObject([{ part: 'MAIN/2', reference: 'N1001-MAIN/2' }]);
  });

  it('is left to a person when somebody completed or deleted it in the app', async () => {
    const { app, order } = await shop();
    const placed = await order(ordered);
    const { shipment } = await send(app, placed, ['create', 'complete']);
    for (const step of ['update', 'delete']) {
      const [result] = await app.step(TASK, step, [shipment]);
      expect(result).toMatchObject({ needsPerson: expect.stringContaining('completed in Unleashed meanwhile') });
    }
    const other = await send(app, await order({ ...ordered, number: 'N2' }), ['create', 'delete']);
    const [result] = await app.step(TASK, 'complete', [other.shipment]);
    expect(result).toMatchObject({ needsPerson: expect.stringContaining('deleted in Unleashed meanwhile') });
  });
});

describe('a completed order', () => {
  const body = invoice([line('POT-SAUCER', 3, '11')], { username: 'ALMOND' });
  const done = ['create', 'verify', 'complete'];

  it('is never altered silently: rule 5', async () => {
    const { app, order } = await shop();
    const sent = await order(body);
    const shipped = [{ part: 'MAIN', reference: 'N1001', payload: sent.payload, done }];
    const dearer = await order(invoice([line('POT-SAUCER', 3, '12')]), shipped);
    expect(await app.change(TASK, asSent(sent, done), dearer)).toBe('ask');
    const fewer = await order(invoice([line('POT-SAUCER', 2, '11')]), shipped);
    expect(await app.change(TASK, asSent(sent, done), fewer)).toMatchObject({ ask: true });
    expect(await app.change(TASK, asSent(sent, done), undefined)).toMatchObject({ ask: true });
  });

  it('stays as it is when only a telephone number changed', async () => {
    const { app, order } = await shop();
    const sent = await order(body);
    const now = await order({ ...body, billing: { name: 'Almond Street', phone: '03 9000 0000' } });
    expect(now.payload).not.toEqual(sent.payload);
    expect(await app.change(TASK, asSent(sent, done), now)).toBe('nothing');
  });

  it('is built again exactly as it left', async () => {
    const { order } = await shop();
    const sent = await order(body);
    const payload = JSON.parse(JSON.stringify(sent.payload)) as Order;
    const again = await order(body, [{ part: 'MAIN', reference: 'N1001', payload, done }]);
    expect(JSON.stringify([again.payload, again.steps])).toBe(JSON.stringify([sent.payload, sent.steps]));
  });
});

describe('what is lacking', () => {
  it.each([
    ['stock', 'TOOL-METER', 'Not enough stock of TOOL-METER in MAIN: 2 needed, 0 on hand.'],
    ['a batch number', 'CARE-NEEM-250', 'Line 1: CARE-NEEM-250 needs its batch numbers.'],
    ['serial numbers', 'HOME-LAMP-GROW', 'Line 1: HOME-LAMP-GROW needs 2 serial numbers.'],
  ])('keeps an order placed and waiting: %s', async (_, sku, why) => {
    const { app, twin, order } = await shop({});
    const { results, shipment } = await send(app, await order(invoice([line(sku, 2, '11')])));
    expect(results[2]).toEqual({ waiting: why, label: 'Placed, waiting' });
    expect(twin.orders().at(-1)).toMatchObject({ OrderStatus: 'Placed', Comments: 'Has left the store.' });
    // Trying again writes no second note.
    const asked = app.exchanges.length;
    await app.step(TASK, 'complete', [shipment]);
    expect(app.exchanges.slice(asked).map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it('is all named, and the order is completed when it has come', async () => {
    const { app, twin, order } = await shop({});
    const lines = [line('TOOL-METER', 1, '11'), line('POT-CACHE-BRASS', 1, '11')];
    const { results, shipment } = await send(app, await order(invoice(lines)));
    expect(results[2]).toMatchObject({ waiting: expect.stringMatching(/TOOL-METER.*POT-CACHE-BRASS/) });
    twin.receive('TOOL-METER', 'MAIN', 1);
    twin.receive('POT-CACHE-BRASS', 'MAIN', 1);
    expect(await app.step(TASK, 'complete', [shipment])).toMatchObject([{ done: true }]);
  });
});

import { money } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { invoice, line, shop } from './sales.js';
import { open } from './shop.js';

const TASK = 'export-invoices';
const approved = { answers: { exportWhen: 'approved' } };

describe('a store order', () => {
  it('becomes a sales order of its customer, without tax in its prices', async () => {
    const { order } = await shop();
    const { reference, part, steps, payload } = await order(
      invoice([line('POT-SAUCER', 2, '9.35'), line('TOOL-TROWEL', 1, '24.15')], { reference: 'PO 7' }),
    );
    expect({ reference, part, steps }).toEqual({
      reference: 'N1001',
      part: 'MAIN',
      steps: ['create', 'verify', 'complete'],
    });
    expect(payload).toMatchObject({
      customer: { code: 'ALMOND' },
      customerRef: 'N1001 / PO 7',
      date: '2026-08-01',
      warehouse: 'MAIN',
      tax: { code: 'OUTPUT', rate: '0.1' },
      total: '42.85',
    });
    expect(payload.lines.slice(0, 2)).toMatchObject([
      { sku: 'POT-SAUCER', quantity: '2', unitPrice: '8.5', total: '17', tax: '1.7', taxCode: 'OUTPUT' },
      { sku: 'TOOL-TROWEL', quantity: '1', taxCode: 'OUTPUT' },
    ]);
  });

  it.each([
    ['among what was paid for', [line('POT-SAUCER', 1, '11'), line('TOOL-TROWEL', 1, '0')]],
    ['with nothing else', [line('TOOL-TROWEL', 1, '0')]],
    ['by a discount', [line('TOOL-TROWEL', 1, '24.15', { discount: '24.15' })]],
    ['under a tax code that nobody has mapped', [line('TOOL-TROWEL', 1, '0', { taxCode: 'GIFT', tax: '0' })]],
    ['in a kit', [line('KIT-HERB', 1, '0')]],
  ])('goes without a person though something in it is free (%s)', async (_, lines) => {
    const { app, twin, order } = await shop();
    const paid = lines.reduce((sum, one) => money.add(sum, one.unitPrice, money.negate(one.discount ?? 0)), '0');
    const document = await order(invoice(lines, { total: paid }));
    expect(document.payload.total).toBe(paid);
    const shipment = app.shipment(document);
    expect(await app.step(TASK, 'create', [shipment])).toMatchObject([{ done: true }]);
    expect(await app.step(TASK, 'complete', [shipment])).toMatchObject([{ done: true }]);
    expect(twin.orders().find(({ Guid }) => Guid === shipment.key)!.SalesOrderLines).toContainEqual(
      expect.objectContaining({ UnitPrice: 0, OrderQuantity: 1 }),
    );
  });

  it('is found again in the app by our own guid, and known there by store and number', async () => {
    const { app, twin, order } = await shop({ advanced: { orderPrefix: 'W-' }, store: { id: 7 } });
    const shipment = app.shipment(await order(invoice([line('POT-SAUCER', 1, '11')])));
    expect(await app.find(TASK, [shipment])).toEqual([undefined]);
    expect(await app.step(TASK, 'create', [shipment])).toMatchObject([{ done: true, remoteId: shipment.key }]);
    const [stored] = twin.orders().filter(({ Guid }) => Guid === shipment.key);
    expect(stored).toMatchObject({ SourceId: '7:W-N1001', OrderStatus: 'Placed' });
    expect(await app.find(TASK, [shipment])).toMatchObject([{ remoteId: shipment.key, steps: ['create'] }]);
  });

  it('is created once, however often it is sent', async () => {
    const { app, twin, order } = await shop();
    const before = twin.orders().length;
    const shipment = app.shipment(await order(invoice([line('POT-SAUCER', 1, '11')])));
    app.faults.next('drop after');
    await expect(app.step(TASK, 'create', [shipment])).rejects.toThrow('before the app had answered');
    expect(await app.step(TASK, 'create', [shipment])).toEqual([{ exists: true }]);
    expect(await app.find(TASK, [shipment])).toMatchObject([{ steps: ['create'] }]);
    expect(twin.orders()).toHaveLength(before + 1);
  });

  it('is completed by a step of its own, which issues the stock and makes the invoice', async () => {
    const { app, twin, order } = await shop();
    const shipment = app.shipment(await order(invoice([line('POT-SAUCER', 2, '11')])));
    const held = twin.quantityOnHand('POT-SAUCER', 'MAIN');
    await app.step(TASK, 'create', [shipment]);
    expect(twin.quantityOnHand('POT-SAUCER', 'MAIN')).toBe(held);
    const [done] = await app.step(TASK, 'complete', [shipment]);
    const made = twin.invoices().at(-1)!;
    expect(made).toMatchObject({ SourceId: '1:N1001', Total: 22 });
    expect(done).toMatchObject({ done: true, number: made.InvoiceNumber, data: { order: made.OrderNumber } });
    expect(twin.quantityOnHand('POT-SAUCER', 'MAIN')).toBe(held - 2);
    expect(await app.find(TASK, [shipment])).toMatchObject([{ steps: ['create', 'complete'] }]);
    // Completing it again does nothing more.
    expect(await app.step(TASK, 'complete', [shipment])).toMatchObject([{ done: true }]);
    expect(twin.quantityOnHand('POT-SAUCER', 'MAIN')).toBe(held - 2);
  });

  it('brings a customer along whom the app doesn’t know, unless that is switched off', async () => {
    const body = invoice([line('POT-SAUCER', 1, '11')], {
      username: 'NEWBIE',
      email: 'new@bie.example',
      billing: { name: 'New Bie' },
    });
    const { app, twin, order } = await shop();
    const [created] = await app.step(TASK, 'create', [app.shipment(await order(body))]);
    expect(created).toMatchObject({ done: true });
    expect(twin.orders().at(-1)!.Customer).toMatchObject({ CustomerCode: 'NEWBIE', CustomerName: 'New Bie' });

    const strict = await shop({ advanced: { createCustomers: false } });
    const refused = await strict.app.step(TASK, 'create', [strict.app.shipment(await strict.order(body))]);
    expect(refused).toEqual([{ rejected: 'Customer NEWBIE does not exist.' }]);
  });

  it('without a customer is a guest’s, and waits for a person where no customer for guests is set', async () => {
    const body = invoice([line('POT-SAUCER', 1, '11')], { username: null });
    const { build } = await shop();
    expect(await build(body)).toMatchObject({ needsPerson: expect.stringContaining('guests') });
    const guests = await shop({ advanced: { guestCustomer: 'WEBSALES' } });
    expect((await guests.order(body)).payload.customer).toMatchObject({ code: 'WEBSALES' });
  });
});

describe('what isn’t sent', () => {
  it.each([
    ['quote', 'quote'],
    ['hold', 'hold'],
    ['layby', 'layby'],
    ['cancelled', 'cancelled'],
  ])('is a %s', async (status, why) => {
    const { app, build } = await shop(approved);
    const built = await build(invoice([line('POT-SAUCER', 1, '11')], { status }));
    expect(built).toMatchObject({ notDue: expect.stringContaining(why) });
    const refusing = { head: 'status', notIn: expect.arrayContaining([status]) };
    expect(app.manifest.tasks.find(({ id }) => id === TASK)).toMatchObject({
      eligible: expect.arrayContaining([expect.objectContaining(refusing)]),
    });
  });

  it('is dated before the start date, which itself is included', () => {
    const task = open().app.manifest.tasks.find(({ id }) => id === TASK);
    expect(task).toHaveProperty('eligible.0', expect.objectContaining({ head: 'date', from: 'answers.startDate' }));
  });

  it('isn’t dispatched yet, or not approved yet, as the merchant has chosen', async () => {
    const open = { status: 'open' };
    const one = [line('POT-SAUCER', 1, '11')];
    expect(await (await shop()).build(invoice(one, open))).toEqual({ notDue: 'It isn’t dispatched yet.' });
    const { build, order } = await shop(approved);
    expect(await build(invoice(one, { ...open, approved: false }))).toEqual({ notDue: 'It isn’t approved yet.' });
    expect((await order(invoice(one, open))).steps).toEqual(['create', 'verify']);
  });
});

describe('what only a person can settle', () => {
  const one = [line('POT-SAUCER', 1, '11')];
  it.each([
    ['an unmapped warehouse', invoice([line('POT-SAUCER', 1, '11', { warehouse: 'attic' })]), 'Warehouses', 'attic'],
    [
      'a line without a warehouse',
      invoice([line('POT-SAUCER', 1, '11', { warehouse: null })]),
      'POT-SAUCER',
      'warehouse',
    ],
    ['an unmapped tax code', invoice([line('POT-SAUCER', 1, '11', { taxCode: 'VAT20' })]), 'Tax codes', 'VAT20'],
    ['an unknown currency', invoice(one, { currency: null }), 'currency', 'order'],
    ['a currency without a rate', invoice(one, { currency: 'NZD' }), 'NZD', 'Advanced configuration'],
    ['no date', invoice(one, { date: null }), 'date', 'invoice'],
  ])('is named with the place to settle it: %s', async (_, body, what, where) => {
    const { build } = await shop();
    const built = await build(body);
    expect(built).toMatchObject({ needsPerson: expect.stringContaining(what) });
    expect(built).toMatchObject({ needsPerson: expect.stringContaining(where) });
  });

  it.each([
    ['shippingProduct', { shipping: '11', total: '22' }, 'shipping'],
    ['surchargeProduct', { surcharge: '1', total: '12' }, 'surcharges'],
    ['discountProduct', { discount: '1', total: '10' }, 'discounts'],
    ['roundingProduct', { total: '11.03' }, 'rounding'],
  ])('is a charge without a product: %s', async (field, more, what) => {
    const { build } = await shop({ answers: { [field]: '' } });
    expect(await build(invoice(one, more))).toMatchObject({ needsPerson: expect.stringContaining(what) });
  });

  it('is another currency, until a rate is given and the customer is billed in it', async () => {
    const rate = { advanced: { exchangeRates: 'USD=0.66, NZD=1.08' } };
    const { app, order, build } = await shop(rate);
    const body = invoice([line('POT-SAUCER', 1, '11')], { currency: 'NZD', username: 'KOWHAI' });
    const made = await order(body);
    expect(made.payload).toMatchObject({ currency: 'NZD', exchangeRate: '1.08' });
    expect(await app.step(TASK, 'create', [app.shipment(made)])).toMatchObject([{ done: true }]);
    expect(await build({ ...body, username: 'ALMOND' })).toMatchObject({
      needsPerson: 'Customer ALMOND is billed in AUD in Unleashed, but the order is in NZD.',
    });
  });
});

describe('a store order over two warehouses', () => {
  const body = invoice(
    [line('POT-SAUCER', 1, '9.95'), line('POT-TERRA-10', 3, '7.65', { warehouse: 'marrickville' })],
    { shipping: '9.95', total: '42.85' },
  );

  it('becomes two sales orders, charges on the first', async () => {
    const { app, orders } = await shop();
    const made = await orders(body);
    expect(made.map(({ part, reference }) => [part, reference])).toEqual([
      ['MAIN', 'N1001'],
      ['EAST', 'N1001-EAST'],
    ]);
    expect(made.map(({ payload }) => payload.charges)).toEqual([true, false]);
    expect(made[1]!.payload.lines.map(({ sku }) => sku)).not.toContain('SHIPPING');
    expect(money.add(...made.map(({ payload }) => payload.total))).toBe('42.85');
    for (const one of made) expect(await app.step(TASK, 'create', [app.shipment(one)])).toMatchObject([{ done: true }]);
  });

  it('keeps its charges where they have left already', async () => {
    const { orders } = await shop();
    const partly = structuredClone(body);
    partly.status = 'partly-dispatched';
    partly.lines![1]!.dispatched = '3';
    const [east] = await orders(partly);
    // The bare number is kept for the warehouse of the first line, though another leaves before it.
    expect(east).toMatchObject({ part: 'EAST', reference: 'N1001-EAST', payload: { charges: true } });
    const shipped = [{ part: 'EAST', reference: 'N1001-EAST', payload: east!.payload, done: ['create', 'complete'] }];
    const [main, again] = await orders(body, shipped);
    expect(main).toMatchObject({ part: 'MAIN', reference: 'N1001', payload: { charges: false } });
    expect(again).toMatchObject({ part: 'EAST', reference: 'N1001-EAST', payload: east!.payload });
  });

  it('puts what keeps no stock beside what does', async () => {
    const { order } = await shop();
    const made = await order(invoice([line('POT-SAUCER', 1, '11'), line('SHIPPING', 1, '5.5', { warehouse: null })]));
    expect(made.payload.warehouse).toBe('MAIN');
  });
});

import { describe, expect, it } from 'vitest';
import { invoice, line, shopOf } from './sales.js';
import { open } from './shop.js';

const TASK = 'export-invoices';
const AUGUST = { from: '2026-08-01', to: '2026-08-31' };

/** The twin with orders of ours in it: created, completed and deleted. */
async function withOrders() {
  const { app, twin } = open({ advanced: { orderPrefix: 'W-' }, store: { id: 7 } });
  const { order } = await shopOf(app);
  const sent = async (number: string, ...steps: string[]) => {
    const shipment = app.shipment(await order({ ...invoice([line('POT-SAUCER', 1, '11')]), number }));
    for (const step of ['create', ...steps]) await app.step(TASK, step, [shipment]);
    return shipment.key;
  };
  const keys = {
    placed: await sent('N1'),
    completed: await sent('N2', 'complete'),
    deleted: await sent('N3', 'delete'),
  };
  const { rows } = await app.state('invoice', AUGUST);
  const stated = (key: string) => rows.find(({ remoteId }) => remoteId === key);
  return { app, twin, keys, rows, stated };
}

describe('what Unleashed states', () => {
  it('is each sales order under the reference it left under, on the store’s own date', async () => {
    const { keys, stated } = await withOrders();
    expect(stated(keys.placed)).toMatchObject({
      reference: 'W-N1',
      date: '2026-08-01',
      amount: '11',
      tax: '1',
      currency: 'AUD',
      status: 'draft',
      parts: { lines: '11', rounding: '0' },
      ours: true,
    });
    expect(stated(keys.completed)).toMatchObject({
      reference: 'W-N2',
      number: expect.stringMatching(/^INV-/),
      status: 'open',
    });
  });

  it('holds deleted ones too, which the app leaves out unless it is asked', async () => {
    const { keys, stated } = await withOrders();
    expect(stated(keys.deleted)).toMatchObject({ reference: 'W-N3', status: 'deleted' });
  });

  it('is nothing of another store’s that feeds the same account', async () => {
    const { twin, keys } = await withOrders();
    const neighbour = open({ sandbox: twin, store: { id: 8 } }).app;
    const { rows } = await neighbour.state('invoice', AUGUST);
    expect(rows.find(({ remoteId }) => remoteId === keys.placed)).toMatchObject({ ours: false });
  });

  it('is, beside an order that changed after it was completed, the credit that makes up for it', async () => {
    const { app, twin } = open({ advanced: { orderPrefix: 'W-' }, store: { id: 7 } });
    const { order } = await shopOf(app);
    const sent = { ...(await order({ ...invoice([line('POT-SAUCER', 3, '11')]), number: 'N1' })) };
    const shipment = app.shipment(sent);
    for (const step of ['create', 'verify', 'complete']) await app.step(TASK, step, [shipment]);
    const change = await app.change(TASK, { ...sent, done: ['create', 'verify', 'complete'] }, undefined);
    if (typeof change !== 'object' || !('difference' in change)) throw new Error(JSON.stringify(change));
    await app.step(TASK, 'credit', [app.shipment(change.difference)]);
    const { rows } = await app.state('invoice', AUGUST);
    const ours = rows.filter((row) => row.ours);
    expect(ours.map(({ reference, amount, tax, date, status }) => [reference, amount, tax, date, status])).toEqual([
      ['W-N1', '33', '3', '2026-08-01', 'open'],
      ['W-N1-C', '-33', '-3', '2026-08-01', 'draft'],
    ]);
    expect(ours[1]).toMatchObject({ currency: ours[0]!.currency, remoteId: twin.credits()[0]!.Guid });
    // Another store of that account hears nothing of it.
    const neighbour = open({ sandbox: twin, store: { id: 8 } }).app;
    const { rows: theirs } = await neighbour.state('invoice', AUGUST);
    expect(theirs.map(({ reference }) => reference)).not.toContain('W-N1-C');
  });

  it('is only what is dated within the range', async () => {
    const { app } = await withOrders();
    const { rows } = await app.state('invoice', { from: '2026-08-02', to: '2026-08-31' });
    expect(rows.filter(({ ours }) => ours)).toEqual([]);
  });
});

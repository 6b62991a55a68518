import { describe, expect, it } from 'vitest';
import { desk, line, RETURNS, returned } from './returns.js';

describe('a return that was put back into stock', () => {
  it('raises the stock and its worth in the warehouse it came back to', async () => {
    const { app, twin, ready } = await desk();
    const held = twin.quantityOnHand('POT-SAUCER', 'MAIN');
    const shipment = await ready(returned([line('POT-SAUCER', '2')]));
    expect(await app.step(RETURNS, 'post', [shipment])).toMatchObject([{ done: true, remoteId: shipment.key }]);
    expect(twin.quantityOnHand('POT-SAUCER', 'MAIN')).toBe(held + 2);
    const [adjustment] = twin.adjustments();
    expect(adjustment).toMatchObject({
      AdjustmentReason: 'Change of mind',
      AdjustmentDate: `/Date(${Date.UTC(2026, 7, 1)})/`,
      Warehouse: { WarehouseCode: 'MAIN' },
      StockAdjustmentLines: [{ NewQuantity: held + 2, Comments: 'Return RMA7' }],
    });
    expect(adjustment!.StockAdjustmentLines[0]!.NewActualValue).toBeCloseTo((held + 2) * 2.2, 4);
    expect(await app.step(RETURNS, 'verify', [shipment])).toMatchObject([{ done: true }]);
  });

  it('is booked against the account that the merchant chose, and asks nobody when they choose another', async () => {
    const { app, twin, ready } = await desk({ answers: { adjustmentAccount: '630' } });
    const shipment = await ready(returned([line('POT-SAUCER')]));
    await app.step(RETURNS, 'post', [shipment]);
    expect(twin.adjustments()[0]).toMatchObject({ AccountCode: '630' });
    const [now] = await (await desk()).documents(returned([line('POT-SAUCER')]));
    expect(await app.change(RETURNS, { ...now!, payload: shipment.payload, done: ['post', 'verify'] }, now)).toBe(
      'nothing',
    );
  });

  it('begins from nothing where a product never moved', async () => {
    const { app, twin, ready } = await desk();
    const shipment = await ready(returned([line('TOOL-METER')]));
    expect(await app.step(RETURNS, 'post', [shipment])).toMatchObject([{ done: true }]);
    expect(twin.quantityOnHand('TOOL-METER', 'MAIN')).toBe(1);
    expect(twin.adjustments()[0]!.StockAdjustmentLines[0]).toMatchObject({ NewActualValue: 6.95 });
  });

  it('is booked once, however often it is sent', async () => {
    const { app, twin, ready } = await desk();
    const held = twin.quantityOnHand('POT-SAUCER', 'MAIN');
    const shipment = await ready(returned([line('POT-SAUCER')]));
    expect(await app.find(RETURNS, [shipment])).toEqual([undefined]);
    app.faults.next('drop after');
    await expect(app.step(RETURNS, 'post', [shipment])).rejects.toThrow();
    expect(await app.find(RETURNS, [shipment])).toMatchObject([{ remoteId: shipment.key, steps: ['post'] }]);
    expect(await app.step(RETURNS, 'post', [shipment])).toEqual([{ exists: true }]);
    expect(twin.quantityOnHand('POT-SAUCER', 'MAIN')).toBe(held + 1);
  });

  it('reads the stock anew when the reading has grown old, so that no sale is undone', async () => {
    const { app, twin, ready, later } = await desk();
    const held = twin.quantityOnHand('POT-SAUCER', 'MAIN');
    const shipment = await ready(returned([line('POT-SAUCER')]));
    twin.receive('POT-SAUCER', 'MAIN', 5);
    later(6000);
    await app.step(RETURNS, 'post', [shipment]);
    expect(twin.quantityOnHand('POT-SAUCER', 'MAIN')).toBe(held + 6);
  });

  it('is looked after by a person when the stock moved meanwhile', async () => {
    const { app, twin, ready } = await desk();
    const shipment = await ready(returned([line('POT-SAUCER')]));
    await app.step(RETURNS, 'post', [shipment]);
    twin.receive('POT-SAUCER', 'MAIN', 5);
    const [result] = await app.step(RETURNS, 'verify', [shipment]);
    expect(result).toMatchObject({ needsPerson: expect.stringContaining('moved meanwhile (POT-SAUCER:') });
  });

  it('is rejected with the app’s words when the reason isn’t set up there', async () => {
    const { app, ready } = await desk();
    const shipment = await ready(returned([line('POT-SAUCER', '1', { reason: 'Other' })]));
    expect(await app.step(RETURNS, 'post', [shipment])).toEqual([
      { rejected: 'Adjustment reason Not in the app does not exist.' },
    ]);
  });

  it('is never changed afterwards without a person', async () => {
    const { app, documents } = await desk();
    const [one] = await documents(returned([line('POT-SAUCER')]));
    const [other] = await documents(returned([line('POT-SAUCER', '2')]));
    const before = { ...one!, done: ['post', 'verify'] };
    expect(await app.change(RETURNS, before, one)).toBe('nothing');
    const [renumbered] = await documents(returned([line('POT-SAUCER', '1', { id: 'b' })]));
    expect(await app.change(RETURNS, before, renumbered)).toBe('nothing');
    expect(await app.change(RETURNS, before, other)).toBe('ask');
    expect(await app.change(RETURNS, before, undefined)).toBe('ask');
  });
});

describe('a return that isn’t booked', () => {
  it('is one of which nothing was put back into stock', async () => {
    const { build } = await desk();
    const built = await build(returned([line('POT-SAUCER', '1', { restocked: false })]));
    expect(built).toEqual({ notDue: 'Nothing of it was put back into stock.' });
  });

  it('is not approved, or was before the start date', async () => {
    const { app, build } = await desk();
    expect(await build(returned([line('POT-SAUCER')], { approvedOn: null }))).toEqual({
      notDue: 'It isn’t approved yet.',
    });
    expect(app.manifest.tasks.find(({ id }) => id === RETURNS)).toMatchObject({
      eligible: [{ head: 'date', from: 'answers.startDate' }],
    });
  });

  it('is of something that keeps no stock', async () => {
    expect(await (await desk()).build(returned([line('SHIPPING')]))).toHaveProperty('notDue');
  });

  it.each([
    ['an unmapped reason', line('POT-SAUCER', '1', { reason: 'Ate it' }), 'Ate it'],
    ['no reason', line('POT-SAUCER', '1', { reason: null }), 'no reason'],
    ['an unmapped warehouse', line('POT-SAUCER', '1', { warehouse: 'attic' }), 'attic'],
    ['no warehouse', line('POT-SAUCER', '1', { warehouse: null }), 'which warehouse'],
    ['batch numbers', line('CARE-NEEM-250'), 'serial or batch numbers'],
  ])('needs a person: %s', async (_, one, what) => {
    const built = await (await desk()).build(returned([one]));
    expect(built).toMatchObject({ needsPerson: expect.stringContaining(what) });
  });
});

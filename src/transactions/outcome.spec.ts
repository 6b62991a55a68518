import { describe, expect, it } from 'vitest';
import { NeedsPerson, NoAnswer, Reconnect, TryLater } from '../sdk/index.js';
import { afterError, afterFind, afterResult } from './outcome.js';
import { isOutdated, memberOf, type ShipmentRow, shipmentOf, toShipment } from './shipment.js';

const NOW = Date.UTC(2026, 10, 22);
const MINUTE = 60_000;

const shipment = (also: Partial<ShipmentRow> = {}): ShipmentRow => ({
  ...shipmentOf({ reference: 'N1', payload: {}, steps: ['create', 'complete'] }, [], {
    storeId: 1,
    id: 7,
    installationId: 2,
    connectionId: 3,
    task: 'export-invoices',
    now: NOW,
  }),
  ...also,
});

it('is dated, with all that travels in it, on the latest day that somebody has chosen for any of them', () => {
  const member = { recordId: 1, key: 'N1', part: '', hash: Buffer.alloc(16), payload: undefined, changed: null };
  const days = [null, '2026-09-01', '2026-08-01'];
  expect(toShipment(shipment({ members: days.map((day) => ({ ...member, day })) })).day).toBe('2026-09-01');
  expect(toShipment(shipment({ members: [{ ...member, day: null }] }))).not.toHaveProperty('day');
});

describe('a step that was answered', () => {
  const at = { now: NOW, settle: 2 * MINUTE, exchange: 5 };

  it('goes on to the next step, and is done after the last', () => {
    const created = afterResult(shipment(), 'create', { done: true, remoteId: 'g', number: 'SO-1' }, at);
    expect(created.shipment).toMatchObject({
      state: 'sending',
      remoteId: 'g',
      number: 'SO-1',
      done: { create: { remoteId: 'g' } },
    });
    const completed = afterResult(created.shipment, 'complete', { done: true }, at);
    expect(completed.shipment).toMatchObject({ state: 'done', remoteId: 'g', number: 'SO-1', nextTryAt: null });
  });

  it('takes further steps as done that were carried out along with it', () => {
    const both = afterResult(shipment(), 'create', { done: true, remoteId: 'g', data: 7, also: ['complete'] }, at);
    expect(both.shipment).toMatchObject({
      state: 'done',
      remoteId: 'g',
      done: { create: { remoteId: 'g', data: 7 }, complete: { remoteId: 'g' } },
    });
  });

  it('waits with its reason when the app can not yet, longer each time', () => {
    const first = afterResult(shipment(), 'complete', { waiting: '2 of 5 in stock', label: 'Placed, waiting' }, at);
    expect(first.shipment).toMatchObject({
      state: 'waiting',
      label: 'Placed, waiting',
      message: '2 of 5 in stock',
      attempts: 1,
    });
    const second = afterResult(first.shipment, 'complete', { waiting: '2 of 5 in stock' }, at);
    expect(second.shipment.nextTryAt! - NOW).toBeGreaterThan(first.shipment.nextTryAt! - NOW);
  });

  it('keeps the day that is offered for as long as it waits, and on which day it stands in the end', () => {
    const answer = { waiting: 'Closed up to July.', seconds: 60, offersDay: '2026-08-01' };
    const held = afterResult(shipment(), 'create', answer, at);
    expect(held.shipment).toMatchObject({ state: 'waiting', offeredDay: '2026-08-01' });
    expect(afterResult(held.shipment, 'create', { waiting: 'Busy.' }, at).shipment.offeredDay).toBeNull();
    const sent = afterResult(held.shipment, 'create', { done: true, remoteId: 'g', day: '2026-08-01' }, at);
    expect(sent.shipment).toMatchObject({ offeredDay: null, done: { create: { day: '2026-08-01' } } });
  });

  it('is rejected for a day when the app says no', () => {
    const outcome = afterResult(shipment(), 'create', { rejected: 'No such product', members: ['N2'] }, at);
    expect(outcome).toMatchObject({
      outcome: 'rejected',
      refused: ['N2'],
      shipment: { state: 'rejected', nextTryAt: NOW + 1440 * MINUTE },
    });
  });

  it('waits to be built anew when what it was built from no longer holds, unless something of it has landed', () => {
    const member = memberOf({ recordId: 1, key: 'N1', part: '', hash: Buffer.alloc(16), day: null });
    const answer = { outdated: 'Its order is credited.' };
    const waiting = afterResult(shipment({ members: [member] }), 'create', answer, at);
    expect(waiting).toMatchObject({ outcome: 'waiting', message: 'Its order is credited.' });
    expect(isOutdated(waiting.shipment)).toBe(true);
    for (const also of [{ members: [member, member] }, { members: [member], done: { create: {} } }])
      expect(afterResult(shipment(also), 'create', answer, at)).toMatchObject({
        outcome: 'needs-person',
        shipment: { state: 'needs-person', message: 'Its order is credited.' },
      });
  });

  it('is looked up at once when the app has it already', () => {
    expect(afterResult(shipment(), 'create', { exists: true }, at).shipment).toMatchObject({
      state: 'uncertain',
      finds: 0,
      nextTryAt: NOW,
    });
  });
});

describe('a shipment that the app says it has', () => {
  it('goes to a person when it can never be found', () => {
    let row = shipment();
    for (let n = 0; n < 3; n++) {
      row = afterResult(row, 'create', { exists: true }, { now: NOW, exchange: null }).shipment;
      expect(row.state).toBe('uncertain');
    }
    expect(afterResult(row, 'create', { exists: true }, { now: NOW, exchange: null }).shipment.state).toBe(
      'needs-person',
    );
  });

  it('is never made anew by itself after it was deleted there', () => {
    const at = { now: NOW, settle: MINUTE, exchange: null, doublesUnlessFound: false };
    const gone = afterFind(
      shipment({ state: 'uncertain', finds: 1, done: { create: {}, complete: {} } }),
      undefined,
      at,
    );
    expect(gone.shipment.state).toBe('needs-person');
    expect(gone.message).toContain('no longer in the app');
  });
});

describe('a step that threw', () => {
  const at = { now: NOW, settle: 2 * MINUTE, exchange: 5, mayHaveLanded: false };

  it.each([
    ['no answer', new NoAnswer('The connection broke.'), false],
    ['a limit, after something had left', new TryLater({ seconds: 10 }), true],
    ['a bug, after something had left', new TypeError('x is not a function'), true],
    ['needing a person, after something had left', new NeedsPerson('Look.'), true],
  ])('is uncertain, never sent again unseen: %s', (_, error, mayHaveLanded) => {
    const { shipment: moved } = afterError(shipment(), 'create', error, { ...at, mayHaveLanded });
    expect(moved).toMatchObject({ state: 'uncertain', finds: 0 });
    expect(moved.nextTryAt).toBeGreaterThanOrEqual(NOW + 2 * MINUTE);
  });

  it('waits as long as the app asks when nothing landed', () => {
    const { shipment: moved } = afterError(shipment(), 'create', new TryLater({ seconds: 90 }), at);
    expect(moved).toMatchObject({ state: 'waiting', nextTryAt: NOW + 90_000 });
  });

  it('counts no try against it while the connection is lost', () => {
    const { shipment: moved } = afterError(shipment({ attempts: 2 }), 'create', new Reconnect(), at);
    expect(moved).toMatchObject({ state: 'waiting', attempts: 2 });
  });

  it('asks a person after a fault that keeps coming back', () => {
    const { shipment: moved } = afterError(shipment({ attempts: 5 }), 'create', new TypeError('boom'), at);
    expect(moved.state).toBe('needs-person');
    expect(moved.message).toContain('boom');
  });
});

describe('a look-up', () => {
  const at = { now: NOW, settle: 2 * MINUTE, exchange: 5, doublesUnlessFound: false };

  it('marks the steps it finds and leaves the others to the next look at its record', () => {
    const outcome = afterFind(
      shipment({ state: 'uncertain' }),
      { remoteId: 'g', number: 'SO-1', steps: ['create'] },
      at,
    );
    expect(outcome.shipment).toMatchObject({
      state: 'waiting',
      nextTryAt: at.now,
      remoteId: 'g',
      done: { create: { remoteId: 'g' } },
    });
  });

  it('looks twice, a settling time apart, before anything is sent again', () => {
    const once = afterFind(shipment({ state: 'uncertain' }), undefined, at);
    expect(once.shipment).toMatchObject({ state: 'uncertain', finds: 1, nextTryAt: NOW + 2 * MINUTE });
    expect(afterFind(once.shipment, undefined, at).shipment).toMatchObject({ state: 'waiting', nextTryAt: NOW });
  });

  it('leaves it to a person where the app would not refuse a second one', () => {
    const outcome = afterFind(shipment({ state: 'uncertain', finds: 1 }), undefined, {
      ...at,
      doublesUnlessFound: true,
    });
    expect(outcome.shipment.state).toBe('needs-person');
  });
});

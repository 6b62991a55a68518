import { expect, it } from 'vitest';
import { type Differing, weigh } from './changes.js';
import { memberOf, shipmentOf } from './shipment.js';

const owner = { storeId: 1, installationId: 1, connectionId: 1, task: 'export-invoices', id: 7, now: 0 };
const member = memberOf({ recordId: 1, key: 'N1', part: '', hash: Buffer.alloc(16), day: null });

it('no longer does what only a change wanted that was taken back', () => {
  const document = { reference: 'N1', payload: {}, steps: ['create', 'complete'] };
  const sent = shipmentOf({ ...document, steps: ['create', 'delete'] }, [member], owner);
  const deleting = { ...sent, state: 'waiting' as const, done: { create: {} }, message: 'Not now.', nextTryAt: 1 };
  const noted = (now: Differing['now'], shipment = deleting) => {
    const entry = { shipment, holder: shipment, now, hash: Buffer.alloc(16, 1), recordId: 1, key: 'N1' };
    return weigh([entry], ['nothing'], new Map(), []).noted[0];
  };
  expect(noted({ ...document, steps: ['create'] })).toMatchObject({ steps: ['create'], state: 'done', message: null });
  expect(noted(document, { ...deleting, steps: ['create', 'complete', 'delete'] })).toMatchObject({
    steps: ['create', 'complete'],
    state: 'waiting',
  });
  expect(noted(undefined)).toMatchObject({ steps: ['create', 'delete'], state: 'waiting' });
});

it('takes further steps one after the other with whatever else has their key', () => {
  const sent = shipmentOf({ reference: 'N1', payload: {}, steps: ['create'] }, [member], owner);
  const shipment = { ...sent, state: 'done' as const, done: { create: {} } };
  const entry: Differing = {
    shipment,
    holder: shipment,
    now: undefined,
    hash: Buffer.alloc(16, 1),
    recordId: 1,
    key: 'N1',
  };
  const goOn = (change: { steps: string[]; serialBy?: string }) => weigh([entry], [change], new Map(), []).continued;
  expect(goOn({ steps: ['void'], serialBy: 'credits of N1' })).toMatchObject([
    { serialKey: 'credits of N1', steps: ['create', 'void'], state: 'sending' },
  ]);
  expect(goOn({ steps: ['void'] })).toMatchObject([{ serialKey: null }]);
});

import { expect, it } from 'vitest';
import { type Differing, weigh } from './changes.js';
import { shipmentOf } from './shipment.js';

it('takes further steps one after the other with whatever else has their key', () => {
  const owner = { storeId: 1, installationId: 1, connectionId: 1, task: 'export-invoices', id: 7, now: 0 };
  const member = { recordId: 1, key: 'N1', part: '', hash: Buffer.alloc(16), payload: undefined, changed: null };
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

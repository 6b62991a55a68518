import { expect, it } from 'vitest';
import type { Drawn } from './builder.js';
import { halvesOf } from './companies.js';
import type { Plan } from './plan.js';
import { type ShipmentRow, shipmentOf } from './shipment.js';

const none = {
  first: true,
  day: null,
  rebuilt: [],
  again: [],
  differing: [],
  calmed: [],
  unclear: [],
  withdrawn: [],
  inDoubt: false,
};
const hash = Buffer.alloc(16);

function fresh(recordId: number, ...batchKeys: (string | undefined)[]): Plan {
  const documents = batchKeys.map((batchKey) => ({ reference: `A-${recordId}`, payload: {}, steps: [], batchKey }));
  return { ...none, recordId, fresh: documents.map((document) => ({ document, hash })) };
}

const left = (recordId: number, ...unclear: ShipmentRow[]): Plan => {
  return { ...none, recordId, fresh: [], unclear: unclear.map((shipment) => ({ shipment, reason: '' })) };
};

function shipment(id: number, ...recordIds: number[]): ShipmentRow {
  const members = recordIds.map((recordId) => ({
    recordId,
    key: '',
    part: '',
    hash,
    payload: {},
    changed: null,
    day: null,
  }));
  const owner = { storeId: 1, installationId: 1, connectionId: 1, task: 'export-invoices', id, now: 0 };
  return shipmentOf({ reference: `A-${id}`, payload: {}, steps: [] }, members, owner);
}

/** The records of each half; undefined where there are none. */
function halves(...plans: Plan[]): number[][] | undefined {
  const waits = plans.map(({ recordId }) => ({ childId: recordId, task: 'other', key: '', seen: '' }));
  const parts = halvesOf({ plans, waits } as unknown as Drawn);
  for (const part of parts ?? [])
    expect(part.waits.map(({ childId }) => childId)).toEqual(part.plans.map(({ recordId }) => recordId).sort());
  return parts?.map((part) => part.plans.map(({ recordId }) => recordId));
}

it('those who travel alone are parted anywhere', () => {
  expect(halves(fresh(1, undefined), fresh(2, undefined), fresh(3, undefined))).toEqual([[1], [2, 3]]);
  expect(halves(fresh(1, undefined))).toBeUndefined();
});

it('those of one batch are not parted, however they are bound', () => {
  expect(halves(fresh(1, 'AUD'), fresh(2, 'NZD'), fresh(3, 'AUD'))).toEqual([[1, 3], [2]]);
  expect(halves(fresh(1, 'AUD'), fresh(2, 'NZD'), fresh(3, 'NZD', 'AUD'))).toBeUndefined();
});

it('those whom a shipment carries together are not parted', () => {
  const [both, alone] = [shipment(7, 1, 3), shipment(8, 2)];
  expect(halves(left(1, both), left(2, alone), left(3, both))).toEqual([[1, 3], [2]]);
});

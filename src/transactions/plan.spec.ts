import { describe, expect, it } from 'vitest';
import type { Document } from '../sdk/index.js';
import type { Built } from '../sdk/runtime/index.js';
import { hashOf, planFor } from './plan.js';
import { memberOf, type ShipmentRow, shipmentOf } from './shipment.js';

const document = (payload: unknown, part = ''): Document => ({
  reference: `N1${part}`,
  payload,
  steps: ['create'],
  part,
});

function shipped(of: Document, also: Partial<ShipmentRow> = {}): ShipmentRow {
  const member = memberOf({ recordId: 9, key: 'N1', part: of.part ?? '', hash: hashOf(of), day: null });
  const owner = { storeId: 1, id: 7, installationId: 2, connectionId: 3, task: 't', now: 0 };
  return { ...shipmentOf(of, [member], owner), ...also };
}

const done: Partial<ShipmentRow> = { state: 'done', done: { create: {} } };

const plan = (built: Built | undefined, shipments: ShipmentRow[] = [], notDue: string | null = null) =>
  planFor({
    candidate: { recordId: 9, state: 'pending', notDue, agreed: null, day: null },
    key: 'N1',
    built,
    shipments,
  });

describe('a record that is looked at', () => {
  it('goes out for the first time', () => {
    expect(plan({ documents: [document(1)] }).fresh).toHaveLength(1);
  });

  it('is not due, with the rule that says so', () => {
    expect(plan(undefined, [], 'Before the start date.').settle).toEqual({
      state: 'not-due',
      reason: 'Before the start date.',
    });
  });

  it('stays as it is when what it says is what was sent', () => {
    const same = plan({ documents: [document(1)] }, [shipped(document(1), done)]);
    expect(same).toMatchObject({ fresh: [], differing: [], again: [], rebuilt: [], withdrawn: [] });
    expect(same.settle).toBeUndefined();
  });

  it('is compared when it changed after it was sent', () => {
    const changed = plan({ documents: [document(2)] }, [shipped(document(1), done)]);
    expect(changed.differing).toMatchObject([{ now: { payload: 2 } }]);
  });

  it('is built anew when the app had said no', () => {
    const again = plan({ documents: [document(2)] }, [shipped(document(1), { state: 'rejected' })]);
    expect(again.rebuilt).toMatchObject([{ shipment: { id: 7, reference: 'N1' }, document: { payload: 2 } }]);
  });

  it('is built anew when what it was built from no longer held, and for a person when it comes out the same', () => {
    const outdated = shipped(document(1), { state: 'waiting', nextTryAt: null, message: 'Its order is credited.' });
    expect(plan({ documents: [document(2)] }, [outdated]).rebuilt).toHaveLength(1);
    const same = plan({ documents: [document(1)] }, [outdated]);
    expect(same).toMatchObject({ again: [], rebuilt: [], unclear: [{ reason: 'Its order is credited.' }] });
    expect(plan({ documents: [document(1)] }, [{ ...outdated, nextTryAt: 1 }]).again).toHaveLength(1);
  });

  it('is left alone while its fate is unknown', () => {
    for (const state of ['sending', 'uncertain'] as const) {
      const doubtful = plan({ documents: [document(2)] }, [shipped(document(1), { state })]);
      expect(doubtful).toMatchObject({ inDoubt: true, fresh: [], rebuilt: [], differing: [], withdrawn: [] });
    }
  });

  it('sends a second part without touching the first', () => {
    const split = plan({ documents: [document(1, 'MAIN'), document(1, 'EAST')] }, [shipped(document(1, 'MAIN'), done)]);
    expect(split.fresh.map(({ document }) => document.part)).toEqual(['EAST']);
    expect(split.differing).toEqual([]);
  });
});

describe('a record that is no longer sent', () => {
  it('takes back what never landed', () => {
    const cancelled = plan({ notDue: 'It was cancelled.' }, [shipped(document(1), { state: 'rejected' })]);
    expect(cancelled.withdrawn).toHaveLength(1);
    expect(cancelled.settle).toEqual({ state: 'not-due', reason: 'It was cancelled.' });
  });

  it('is a cancellation only when its own build says so', () => {
    const shipments = [shipped(document(1), done)];
    expect(plan({ notDue: 'It was cancelled.' }, shipments).differing).toMatchObject([{ now: undefined }]);
    // A start date moved to later must never void what is in the books.
    expect(plan({ documents: [document(1)] }, shipments, 'Before the start date.').differing).toEqual([]);
  });

  it('asks a person when what was sent can not be built any more', () => {
    const unclear = plan({ rejected: 'No tax code.' }, [shipped(document(1), done)]);
    expect(unclear.unclear).toMatchObject([{ reason: 'No tax code.' }]);
    expect(unclear.differing).toEqual([]);
  });
});

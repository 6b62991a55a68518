import { describe, expect, it } from 'vitest';
import { resend, shipmentOf } from './shipment.js';

const owner = { storeId: 1, installationId: 2, connectionId: 3, task: 'export-returns', id: 4, now: 0 };
const waiting = {
  ...shipmentOf({ reference: 'R1', payload: {}, steps: ['post', 'verify'] }, [], owner),
  state: 'waiting' as const,
  prepared: { onHand: '7' },
};

describe('a shipment that goes out again', () => {
  it('is made from a fresh reading, for others may have moved what the old one saw', () => {
    expect(resend(waiting)).toMatchObject({ state: 'sending', prepared: null });
  });

  it('keeps the reading it was made from once a part of it has landed', () => {
    expect(resend({ ...waiting, done: { post: {} } }).prepared).toEqual({ onHand: '7' });
  });
});

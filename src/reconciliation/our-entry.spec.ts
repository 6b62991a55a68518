import { describe, expect, it } from 'vitest';
import type { Manifest } from '../sdk/host/index.js';
import { amountOf, dateOf, standingOf, writeFace } from './face.js';
import { entryOf, type OurRecord } from './our-entry.js';

const record = (type: OurRecord['type']): OurRecord => ({
  id: 7,
  type,
  record_key: '501',
  number: '501',
  date: '2026-08-01',
  amount: '19.95',
  currency: 'AUD',
  status: null,
  tax: type === 'return' ? '1.81' : null,
  contact: null,
  state: 'exported',
  reason: null,
});

const around = {
  manifest: { tasks: [{ id: 'send', eligible: [] }] } as unknown as Manifest,
  facts: { store: { currency: 'AUD' } },
  prefixes: [],
  task: 'send',
  place: 0,
  isFurther: false,
};

const sent = (days: string | null = null) => ({
  reference: 'R1',
  remote_id: 'x',
  url: null,
  changed_at: new Date(),
  days,
});

describe('the day by which a document is looked for', () => {
  const dayOf = (...parts: ReturnType<typeof sent>[]) => dateOf(entryOf(record('invoice'), parts, around)!.face);

  it('is the one that it was given on purpose, where its own was closed', () => {
    expect(dayOf(sent())).toBe('2026-08-01');
    expect(dayOf(sent('["2026-09-01", "2026-09-01"]'))).toBe('2026-09-01');
  });

  it('is its own again where the store has moved it behind that', () => {
    expect(dayOf(sent('["2026-07-15"]'))).toBe('2026-08-01');
  });

  it('is not that of what made up for a later change', () => {
    expect(dayOf(sent(), sent('["2026-09-01"]'))).toBe('2026-08-01');
  });
});

describe('what the store says of money', () => {
  it.each([
    ['invoice', '19.95'],
    ['payment', '19.95'],
    ['return', '-19.95'],
    ['refund', '-19.95'],
  ] as const)('counts a %s as %s', (type, amount) => {
    const entry = entryOf(record(type), [], around)!;
    expect(entry.face).toBe(writeFace({ currency: 'AUD', date: '2026-08-01', standing: 'a', amount }));
    if (type === 'return') expect(entry.tax).toBe('-1.81');
  });

  it('counts nothing for what was cancelled, of whatever kind', () => {
    const cancelled = { ...record('return'), status: 'cancelled' };
    const entry = entryOf(cancelled, [sent()], around)!;
    expect([standingOf(entry.face), amountOf(entry.face), entry.tax]).toEqual(['C', 0, '0']);
    // What a person took as right keeps what it says.
    const right = entryOf({ ...cancelled, state: 'expected' }, [], around)!;
    expect([standingOf(right.face), amountOf(right.face)]).toEqual(['x', -199_500]);
  });

  it('leaves to the task before it what another one over the same records has not sent', () => {
    const second = { ...around, place: 1, isFurther: true };
    for (const state of [null, 'not-due'] as const)
      expect(entryOf({ ...record('invoice'), state }, [], second)).toBeUndefined();
    expect(entryOf({ ...record('invoice'), state: 'rejected' }, [], second)).toBeDefined();
  });

  it('has what was never sent of records that no other task of the statement is over', () => {
    const entry = entryOf({ ...record('return'), state: null }, [], { ...around, place: 1 })!;
    expect(standingOf(entry.face)).toBe('o');
  });
});

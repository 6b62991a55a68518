import { expect, it } from 'vitest';
import type { Built } from '../../sdk/runtime/index.js';
import { type Family, waitsOf } from './parents.js';

const wait = (childId: number, seen: string) => ({ childId, task: 'export-invoices', key: `N${childId}`, seen });

it('waits for a parent that has changed only where the build says so, and for nothing that is settled', () => {
  const family: Family = {
    parents: [],
    held: new Map(),
    following: new Map(),
    waits: [wait(1, 'not-due')],
    changed: [wait(2, 'changed'), wait(3, 'changed')],
    unmade: new Map(),
  };
  const built = new Map<number, Built>([
    [1, { notDue: 'A quote.' }],
    [2, { documents: [] }],
    [3, { awaits: 'Its credit.' }],
    [4, { awaits: 'Its credit.' }],
  ]);
  expect(waitsOf(family, built).map(({ childId }) => childId)).toEqual([1, 3]);
  expect([built.get(3), built.get(4)]).toEqual([{ awaits: 'Its credit.' }, { rejected: 'Its credit.' }]);
});

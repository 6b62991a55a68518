import { expect, it } from 'vitest';
import { uniqueReferences } from './references.js';

const key = { storeId: 1, installationId: 1, task: 'export-invoices' };
/** What the database knows of. */
const written = (...names: string[]) => ({
  taken: async (_: unknown, wanted: string[]) => new Set(wanted.filter((name) => names.includes(name))),
});

it('a reference is given once: not of those in the database, nor of those about to be written', async () => {
  const claimed = new Set(['A-2']);
  expect(await uniqueReferences(written('A'), key, ['A', 'B', 'B'], claimed)).toEqual(['A-3', 'B', 'B-2']);
  expect([...claimed].sort()).toEqual(['A-2', 'A-3', 'B', 'B-2']);
});

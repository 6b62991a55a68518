import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MappedPage } from '../sdk/runtime/index.js';
import type { RunInProgress } from '../tasks/run-in-progress.js';
import { Lab, page, product } from './test/lab.js';
import { Killed, type MortalDatabase } from './test/mortal-database.js';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());

const before = [page(0, [product('A'), product('B'), product('C')]), page(1, [product('D'), product('E')])];

/** Every kind of row: new, changed, as before, wrong, gone over to another key. */
const app = [
  page(0, [product('A', { price: '1' }), product('B'), product('N1')]),
  page(1, [product('C', { sku: 'C2' }), product('N2'), product('N3', { price: 'dear' })], { skipped: 2 }),
  page(2, [product('D'), product('E')]),
  page(3, [product('N4'), product('A', { price: '2' })]),
  page(4, [product('N5', { name: `${'x'.repeat(300)}'";--` }), { remoteId: 'guid-N6', refused: 'Not for sale' }]),
];

/** Pulls as the app gives its pages: on from the bookmark, or from the beginning when there is none. */
async function pull(run: RunInProgress, pages: MappedPage[], database?: MortalDatabase): Promise<void> {
  const importing = lab.import(run, {}, database);
  const { bookmark, seq } = importing.from;
  const first = bookmark === undefined ? 0 : (bookmark as { page: number }).page;
  expect(seq).toBe(first);
  for (const next of pages.slice(first)) await importing.page(next);
  await importing.settled();
}

async function begin(): Promise<RunInProgress> {
  await lab.empty();
  lab.restart();
  await lab.bring(before);
  return lab.newRun();
}

/** Begun anew, an app gives each row as it is by now: never one state of it first and another later, as in `app`. */
const anew = app.map((one) => ({
  ...one,
  bookmark: undefined,
  rows: one.rows.filter((row) => one.seq !== 3 || row.remoteId !== 'guid-A'),
}));

describe.each([
  ['gives bookmarks', app],
  ['gives no bookmarks', anew],
])('an import from an app that %s', (_, pages) => {
  it('comes to the same whichever word to the database was its last', { timeout: 120_000 }, async () => {
    const whole = lab.mortal(Number.POSITIVE_INFINITY);
    const undisturbed = await begin();
    await pull(undisturbed, pages, whole);
    const expected = { ...(await lab.traces()), counters: await lab.counters(undisturbed) };
    expect(whole.words).toBeGreaterThan(10);

    for (let lastWord = 0; lastWord < whole.words + 4; lastWord++) {
      const run = await begin();
      const mortal = lab.mortal(lastWord);
      await pull(run, pages, mortal).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      });
      await pull(await lab.resume(run.id), pages);
      const found = { ...(await lab.traces()), counters: await lab.counters(run) };
      expect(found, `killed at word ${lastWord}`).toEqual(expected);
    }
  });

  it('comes to the same when it is killed again and again', { timeout: 120_000 }, async () => {
    const undisturbed = await begin();
    await pull(undisturbed, pages);
    const expected = { ...(await lab.traces()), counters: await lab.counters(undisturbed) };

    const run = await begin();
    for (let lastWord = 3; ; lastWord++) {
      const killed = await pull(await lab.resume(run.id), pages, lab.mortal(lastWord)).then(
        () => false,
        (error: unknown) => {
          if (!(error instanceof Killed)) throw error;
          return true;
        },
      );
      if (!killed) break;
    }
    expect({ ...(await lab.traces()), counters: await lab.counters(run) }).toEqual(expected);
  });
});

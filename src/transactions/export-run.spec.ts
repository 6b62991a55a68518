import { expect, it } from 'vitest';
import { gate } from '../../test/support/gate.js';
import { type HttpAnswer, NoAnswer, TryLater } from '../sdk/index.js';
import { type ExportRun, watchDoor } from './export-run.js';

/** A door that answers each request as `answers` says, by its path. */
function doorOf(answers: Record<string, () => Promise<number>>) {
  const http: ExportRun['http'] = async ({ path }): Promise<HttpAnswer> => {
    return { status: await answers[path]!(), headers: {}, body: '', exchange: 1 };
  };
  return watchDoor({ http, run: { signal: new AbortController().signal } } as unknown as ExportRun);
}

const later = async (): Promise<number> => {
  throw new TryLater();
};

it.each<[string, Record<string, () => Promise<number>>, boolean]>([
  ['one that was taken', { a: async () => 201 }, true],
  ['one that got no answer', { a: () => Promise.reject(new NoAnswer('Gone')) }, true],
  ['one that was refused', { a: async () => 400 }, false],
  ['one that was turned away', { a: later }, false],
  ['one that was taken before one that was turned away', { a: async () => 201, b: later }, true],
])('of %s it is known whether it may have landed', async (_, answers, landed) => {
  const door = doorOf(answers);
  for (const path of Object.keys(answers)) await door.http({ method: 'POST', path }).catch(() => undefined);
  expect(door.mayHaveLanded).toBe(landed);
});

it.each<[string, () => Promise<number>]>([
  ['refused', async () => 403],
  ['turned away', later],
])('one that is %s says nothing of another that has left after it', async (_, ends) => {
  const { opened, open } = gate();
  const door = doorOf({
    first: ends,
    second: async () => {
      await opened;
      return 201;
    },
  });
  const first = door.http({ method: 'POST', path: 'first' });
  const second = door.http({ method: 'POST', path: 'second' });
  await first.catch(() => undefined);
  expect(door.mayHaveLanded).toBe(true);
  open();
  await second;
  expect(door.mayHaveLanded).toBe(true);
});

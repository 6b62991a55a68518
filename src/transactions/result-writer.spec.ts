import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Merchant } from '../../test/support/hub.js';
import { refusing } from '../../test/support/refuse-rows.js';
import { type InstalledApp, LogsHub } from './pages/test/logs-hub.js';

const WORDS = 'The counter says no';
const NUMBERS = Array.from({ length: 12 }, (_, n) => `N${n + 1}`);

let hub: LogsHub;
let owner: Merchant;
let app: InstalledApp;
const { refuse, mend } = refusing(() => hub.database, WORDS);

beforeAll(async () => {
  hub = await LogsHub.start();
});
afterAll(() => hub?.stop());
beforeEach(async () => {
  owner = await hub.merchant();
  app = await hub.install(owner);
  hub.acme.orders.clear();
  hub.acme.completions.clear();
  for (const number of NUMBERS) await hub.invoice(app, number);
});

/** The database takes no answer about this one: what it is in the app can't be written down. */
const refuseAnswers = async (number: string) => refuse('links', `new.record_id = ${await hub.recordId(app, number)}`);
const line = async (number: string) => (await hub.lines(app)).get(number)!;
const lastRun = () => hub.lastRun(app);
const arrived = () => [...hub.acme.orders.values()].flatMap(({ members }) => members).sort();
const completed = () => [...hub.acme.completions.values()];
const ones = (count: number) => Array.from({ length: count }, () => 1);

async function lookUpNow(number: string): Promise<void> {
  await owner.browser.post(`/logs/exports/${await hub.line(app, number)}/reexports`);
  await hub.calm(app);
}

it('of an answer that can’t be written down only its own shipment is in doubt, and it is never sent twice', async () => {
  const told = vi.spyOn(Logger.prototype, 'error');
  await refuseAnswers('N5');
  await hub.run(app);
  expect(arrived()).toEqual(NUMBERS.toSorted());
  expect(await lastRun()).toMatchObject({ state: 'done', sent: 11, waiting: 1 });
  // It goes no further than what is written down of it.
  expect(completed()).toEqual(ones(11));
  const { id } = await lastRun();
  expect(await line('N5')).toMatchObject({
    state: 'uncertain',
    reason: expect.stringMatching(
      new RegExp(`^Acme answered, but the hub couldn’t write that down: .* under run ${id}\\.$`),
    ),
  });
  const refused = {
    records: [await hub.recordId(app, 'N5')],
    code: 'ER_SIGNAL_EXCEPTION',
    sqlState: '45000',
    database: WORDS,
  };
  expect(told.mock.calls).toEqual([[expect.any(String), { refused }]]);

  const asked = hub.acme.asked;
  await hub.run(app);
  expect([hub.acme.asked, (await line('N5')).state]).toEqual([asked, 'uncertain']);
  await lookUpNow('N5');
  expect([hub.acme.asked, (await line('N5')).state]).toEqual([asked + 1, 'uncertain']);
  expect((await lastRun()).state).toBe('done');

  await mend();
  await lookUpNow('N5');
  await hub.run(app);
  expect(arrived()).toEqual(NUMBERS.toSorted());
  expect(completed()).toEqual(ones(12));
  expect(new Set(Object.values(await hub.states(app)))).toEqual(new Set(['exported']));
});

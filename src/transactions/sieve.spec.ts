import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { acme } from '../../test/faults/acme.js';
import type { Merchant } from '../../test/support/hub.js';
import { refusing } from '../../test/support/refuse-rows.js';
import { eventually } from '../connections/test/eventually.js';
import { definePlugin, documentTask, type HubRecord } from '../sdk/index.js';
import { Runs } from '../tasks/runs.service.js';
import { type InstalledApp, LogsHub, type Standing } from './pages/test/logs-hub.js';

const WORDS = 'The counter says no to';
const [exportInvoices] = acme.tasks! as [ReturnType<typeof documentTask>];

/** Brings along a document that is longer than a statement may be. */
const LONG = 'LONG';

/** Whether Acme asks for time. */
let later = false;

/** Acme, whose connector adds a space to a reference that an invoice brings along: the database takes both for the same. */
const careless = documentTask({
  ...exportInvoices,
  steps: {
    ...exportInvoices.steps,
    create: async (shipments, ctx) =>
      later ? shipments.map(() => ({ waiting: 'Not now.', seconds: 0 })) : exportInvoices.steps.create!(shipments, ctx),
  },
  build(invoice: HubRecord<'invoice'>, ctx) {
    const built = exportInvoices.build(invoice as never, ctx);
    const { reference } = invoice.body;
    if (!reference || !('reference' in built)) return built;
    if (reference === LONG) return { ...built, payload: { ...(built.payload as object), note: 'x'.repeat(66 << 20) } };
    return { ...built, reference: `A-${reference} ` };
  },
});

let hub: LogsHub;
let owner: Merchant;
let app: InstalledApp;
const { refuse, mend } = refusing(() => hub.database, `${WORDS} this`);

beforeAll(async () => {
  hub = await LogsHub.start({ plugin: definePlugin({ ...acme, tasks: [careless] }) });
});
afterAll(() => hub?.stop());
beforeEach(async () => {
  owner = await hub.merchant();
  app = await hub.install(owner);
  hub.acme.orders.clear();
  hub.acme.completions.clear();
});

const answer = (answers: Record<string, unknown>) =>
  hub.database.run('update installations set answers = json_merge_patch(answers, ?) where id = ?', [
    JSON.stringify(answers),
    app.installationId,
  ]);
const invoices = (numbers: string[], more: Record<string, unknown> = {}) =>
  Promise.all(numbers.map((number) => hub.invoice(app, number, more)));
const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n + 1}`);
const lines = () => hub.lines(app);
const asking = async () => [...(await lines()).values()].filter(({ state }) => state === 'needs-person');
const numbersOf = (rows: Standing[]) => rows.map(({ key }) => key).sort();
/** All that the app was given, each order with its members. */
const arrived = () => [...hub.acme.orders.values()].map(({ members }) => members);
const lastRun = () => hub.lastRun(app);

/** All that ask are tried again, as a person does who has mended what the words named. */
async function tryAgain(): Promise<void> {
  const asked = { scope: 'filter', status: 'failed' };
  expect((await owner.browser.post('/logs/exports/reexports', asked)).status).toBe(303);
  await hub.calm(app);
}

/** Each is in the app, by one order that was completed once. */
function expectOnce(numbers: string[]): void {
  expect(arrived().flat().sort()).toEqual([...numbers].sort());
  expect([...hub.acme.completions.values()]).toEqual(arrived().map(() => 1));
}

const references = () => [...hub.acme.orders.values()].map(({ reference }) => reference).sort();

describe('of a hundred invoices', () => {
  const all = numbered('N', 100);

  it.each([
    ['the first', ['N1']],
    ['one in the middle', ['N51']],
    ['the last', ['N100']],
    ['two', ['N3', 'N77']],
  ])(
    '%s that the database refuses asks a person, and the others are sent, once each',
    { timeout: 60_000 },
    async (_, bad) => {
      const told = vi.spyOn(Logger.prototype, 'error');
      await invoices(all);
      await refuse('shipments', `new.reference in (${bad.map((number) => `'A-${number}'`).join()})`);
      await hub.run(app);
      const others = all.filter((number) => !bad.includes(number));
      expectOnce(others);
      expect(await lastRun()).toMatchObject({ state: 'done', read: 100, sent: 100 - bad.length, failed: bad.length });
      expect(numbersOf(await asking())).toEqual([...bad].sort());

      const { id, installation_id } = await lastRun();
      const words = new RegExp(`^The hub couldn’t write this down, so it wasn’t sent: .* under run ${id}\\.$`);
      for (const { reason } of await asking()) expect(reason).toMatch(words);
      const tries = await hub.database.query(
        "select outcome, message from export_log where installation_id = ? and outcome = 'needs-person' and run_id = ?",
        [installation_id, id],
      );
      expect(tries).toEqual(bad.map(() => ({ outcome: 'needs-person', message: expect.stringMatching(words) })));
      const database = expect.objectContaining({ sqlState: '45000', database: `${WORDS} this` });
      expect(told.mock.calls).toEqual(bad.map(() => [expect.any(String), { refused: database }]));

      await hub.run(app);
      expectOnce(others);
      expect(numbersOf(await asking())).toEqual([...bad].sort());
      await tryAgain();
      expectOnce(others);
      expect(numbersOf(await asking())).toEqual([...bad].sort());
      await mend();
      await tryAgain();
      expectOnce(all);
      expect(references()).toEqual(all.map((number) => `A-${number}`).sort());
      expect(new Set(Object.values(await hub.states(app)))).toEqual(new Set(['exported']));
    },
  );
});

it('a page says what was refused in plain words, and keeps the database’s for the log', async () => {
  await invoices(['N1', 'N2']);
  await refuse('shipments', "new.reference = 'A-N2'");
  await hub.run(app);
  const page = (await owner.browser.get(`/logs/exports/${await hub.line(app, 'N2')}`)).text;
  expect(page).toContain('The hub couldn’t write this down, so it wasn’t sent');
  expect(page).toContain('Needs you');
  expect(page).not.toContain(WORDS);
});

it('two that the database takes for the same are told apart: the first is sent, the other once it is corrected', async () => {
  await invoices(['N1', 'N2', 'N3']);
  await hub.invoice(app, 'N4', { reference: 'N2' });
  await hub.run(app);
  expectOnce(['N1', 'N2', 'N3']);
  expect((await lines()).get('N4')).toMatchObject({
    state: 'needs-person',
    reason: expect.stringMatching(/such as its reference, is the same as another’s\. Correct it in the store/),
  });
  await hub.invoice(app, 'N4', { reference: 'N4' });
  await hub.run(app);
  expectOnce(['N1', 'N2', 'N3', 'N4']);
});

it('one that is longer than the database listens ends no connection but its own', async () => {
  await invoices(['N1', 'N2', 'N3']);
  await hub.invoice(app, 'N4', { reference: LONG });
  await hub.run(app);
  expectOnce(['N1', 'N2', 'N3']);
  expect((await lines()).get('N4')).toMatchObject({
    state: 'needs-person',
    reason: expect.stringMatching(/something of it is longer than the hub can keep/),
  });
  expect(await lastRun()).toMatchObject({ state: 'done', waits: 0 });
});

describe('of a batch', () => {
  beforeEach(async () => {
    await answer({ mode: 'batched' });
  });

  it('only who is refused alone is left out, and the others still travel as one', async () => {
    await invoices(numbered('B', 9));
    await invoices(['Z1', 'Z2'], { currency: 'NZD' });
    await refuse('shipment_members', `new.payload like '%"B5"%'`);
    await hub.run(app);
    const others = numbered('B', 9).filter((number) => number !== 'B5');
    expect(arrived().map((members) => members.toSorted())).toEqual(expect.arrayContaining([others, ['Z1', 'Z2']]));
    expectOnce([...others, 'Z1', 'Z2']);
    expect(numbersOf(await asking())).toEqual(['B5']);
    await hub.run(app);
    expectOnce([...others, 'Z1', 'Z2']);
    await mend();
    await tryAgain();
    expectOnce([...others, 'B5', 'Z1', 'Z2']);
  });

  it('all ask where it is only together that they are refused, and other batches are sent', async () => {
    await invoices(numbered('B', 5));
    await invoices(['Z1', 'Z2'], { currency: 'NZD' });
    await refuse('shipments', `json_length(new.payload, '$.members') > 3`);
    await hub.run(app);
    expectOnce(['Z1', 'Z2']);
    expect(numbersOf(await asking())).toEqual(numbered('B', 5));
    for (const { reason } of await asking())
      expect(reason).toMatch(/together with the 4 others it travels with, so none/);
    await mend();
    await tryAgain();
    expect(arrived().map((members) => members.toSorted())).toContainEqual(numbered('B', 5));
    expectOnce([...numbered('B', 5), 'Z1', 'Z2']);
  });

  it('all ask where each is refused alone', async () => {
    await invoices(numbered('B', 12));
    await refuse('shipments', "new.reference like 'A-BATCH%'");
    await hub.run(app);
    expect([arrived(), numbersOf(await asking())]).toEqual([[], numbered('B', 12).sort()]);
  });
});

describe('what was written ahead before and can’t be written anew', () => {
  it('doesn’t leave as it no longer is', async () => {
    later = true;
    await invoices(['N1', 'N2']);
    await hub.run(app);
    later = false;
    expect((await lines()).get('N2')).toMatchObject({ state: 'waiting' });
    await hub.invoice(app, 'N2', { total: '13.00' });
    await refuse('shipment_members', `new.payload like '%"total":"13%'`);
    await hub.run(app);
    await hub.run(app);
    expectOnce(['N1']);
    expect(numbersOf(await asking())).toEqual(['N2']);
    await mend();
    await tryAgain();
    expectOnce(['N1', 'N2']);
    expect([...hub.acme.orders.values()].map(({ total }) => Number(total)).sort()).toEqual([10, 13]);
  });

  it('asks by its line where the app has it already, and makes up for the change once that can be written', async () => {
    await answer({ differences: true });
    await invoices(['N1', 'N2']);
    await hub.run(app);
    await invoices(['N1', 'N2'], { total: '13.00' });
    await refuse('shipments', "new.reference = 'A-N2-D'");
    await hub.run(app);
    expect((await lines()).get('N1')).toMatchObject({ state: 'exported' });
    expect((await lines()).get('N2')).toMatchObject({
      state: 'changed',
      reason: expect.stringMatching(/couldn’t write/),
    });
    await mend();
    await hub.invoice(app, 'N2', { total: '14.00' });
    await hub.run(app);
    const orders = [...hub.acme.orders.values()].map(({ reference, total }) => `${reference} ${Number(total)}`);
    expect(orders.sort()).toEqual(['A-N1 10', 'A-N1-D 3', 'A-N2 10', 'A-N2-D 4']);
    expect(new Set(Object.values(await hub.states(app)))).toEqual(new Set(['exported']));
  });
});

it('where nothing of many is taken nobody is asked, for it isn’t theirs to mend', async () => {
  await invoices(numbered('N', 12));
  await refuse('shipments', 'true');
  await hub.run(app);
  expect(await lastRun()).toMatchObject({ state: 'waiting', attempt: 1, read: 0 });
  expect(await asking()).toEqual([]);
  await mend();
  await hub.app.get(Runs).start(app.storeId, app.installationId, 'export-invoices', 'person');
  await eventually(async () => (await lastRun()).state === 'done');
  expectOnce(numbered('N', 12));
});

it('one of which not even that can be written that a person is asked is tried again, and the others are sent', async () => {
  await invoices(['N1', 'N2', 'N3']);
  await refuse('shipments', "new.reference = 'A-N2'");
  const n2 = async () => (await lines()).get('N2');
  await refuse('export_log', `new.outcome = 'needs-person'`);
  await hub.run(app);
  expectOnce(['N1', 'N3']);
  expect(await n2()).toMatchObject({ state: 'pending' });
  expect(await lastRun()).toMatchObject({
    state: 'waiting',
    message: expect.stringMatching(/^The hub couldn’t write down what becomes of one record; all others are done\./),
  });
  await mend();
  await hub.app.get(Runs).start(app.storeId, app.installationId, 'export-invoices', 'person');
  await eventually(async () => (await lastRun()).state === 'done');
  expectOnce(['N1', 'N2', 'N3']);
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acme } from '../../test/faults/acme.js';
import type { Merchant } from '../../test/support/hub.js';
import { type Document, definePlugin, documentTask, type HubRecord, needsPerson, stateTask } from '../sdk/index.js';
import { type InstalledApp, LogsHub } from './pages/test/logs-hub.js';

const CUSTOMERS = 'tell-customers';
const [sound] = acme.tasks! as [ReturnType<typeof documentTask>];

/** Where the connector stumbles over a record whose customer reference says so. */
type Place = 'uses' | 'parents' | 'merge' | 'merge-together' | 'difference' | 'prepare' | 'create' | 'find' | 'send';

/** What the connector stumbles over no more. */
const mended = new Set<string>();

function stumble(place: Place, reference: unknown): void {
  if (reference === place && !mended.has(place)) throw new TypeError(`Stumbled in ${place}`);
}

const noted = ({ payload }: Pick<Document, 'payload'>) => (payload as { note?: string }).note;

const exportInvoices = documentTask({
  ...sound,
  batch: 20,
  follows: [CUSTOMERS],
  uses({ body }: HubRecord<'invoice'>) {
    if (body.reference === 'depot') needsPerson('Choose a depot.');
    stumble('uses', body.reference);
    return [];
  },
  parents({ body }: HubRecord<'invoice'>) {
    stumble('parents', body.reference);
    return [];
  },
  build(record: HubRecord<'invoice'>, ctx) {
    const built = sound.build(record as never, ctx);
    if (!('reference' in built)) return built;
    return { ...built, payload: { ...(built.payload as object), note: record.body.reference } };
  },
  merge(documents, ctx) {
    for (const one of documents) stumble('merge', noted(one));
    if (documents.length > 1) for (const one of documents) stumble('merge-together', noted(one));
    return sound.merge!(documents, ctx);
  },
  change(before, now, ctx) {
    const change = sound.change!(before, now, ctx);
    if (now && noted(now) === 'difference' && typeof change === 'object' && 'difference' in change) {
      const endless: Record<string, unknown> = {};
      endless.itself = endless;
      return { ...change, difference: { ...change.difference, payload: endless } };
    }
    return change;
  },
  async prepare(shipment) {
    stumble('prepare', noted(shipment));
  },
  steps: {
    ...sound.steps,
    create: async (shipments, ctx) => {
      for (const one of shipments) stumble('create', noted(one));
      return sound.steps.create!(shipments, ctx);
    },
  },
  async find(shipments, ctx) {
    for (const one of shipments) stumble('find', noted(one));
    return sound.find(shipments, ctx);
  },
});

const tellCustomers = stateTask({
  id: CUSTOMERS,
  title: 'Tell customers',
  record: 'customer',
  schedule: 'every 15 minutes',
  fields: ['name'],
  batch: 20,
  uses({ body }: HubRecord<'customer'>) {
    stumble('uses', body.name);
    return [];
  },
  build: ({ body }: HubRecord<'customer'>) => body.name,
  async send(items) {
    for (const { payload } of items) stumble('send', payload);
    return items.map(({ key }) => ({ done: true, remoteId: key }));
  },
});

let hub: LogsHub;
let owner: Merchant;
let app: InstalledApp;

beforeAll(async () => {
  hub = await LogsHub.start({ plugin: definePlugin({ ...acme, tasks: [exportInvoices, tellCustomers] }) });
});
afterAll(() => hub?.stop());
beforeEach(async () => {
  mended.clear();
  owner = await hub.merchant();
  app = await hub.install(owner);
  hub.acme.orders.clear();
  hub.acme.completions.clear();
});

const GOOD = ['N1', 'N2', 'N3', 'N4', 'N5'];
const invoices = (more: Record<string, unknown> = {}) =>
  Promise.all(GOOD.map((number) => hub.invoice(app, number, more)));
const arrived = () => [...hub.acme.orders.values()].flatMap(({ members }) => members).sort();
const line = async (number: string) => (await hub.lines(app)).get(number);
const answer = (answers: Record<string, unknown>) =>
  hub.database.run('update installations set answers = json_merge_patch(answers, ?) where id = ?', [
    JSON.stringify(answers),
    app.installationId,
  ]);

async function tryAgain(): Promise<void> {
  await owner.browser.post('/logs/exports/reexports', { scope: 'filter', status: 'failed' });
  await hub.calm(app);
}

describe('a connector that stumbles over one invoice', () => {
  it.each([
    ['uses', 'rejected', /^The connector could not make it ready: Stumbled in uses$/],
    ['parents', 'rejected', /^The connector could not make it ready: Stumbled in parents$/],
    ['prepare', 'waiting', /^Stumbled in prepare$/],
    ['create', 'waiting', /^Stumbled in create$/],
  ] as const)('in %s lets the others go, and that one once it stumbles no more', async (place, state, reason) => {
    await invoices();
    await hub.invoice(app, 'BAD', { reference: place });
    await hub.run(app);
    expect(arrived()).toEqual(GOOD);
    expect(await line('BAD')).toMatchObject({ state, reason: expect.stringMatching(reason) });
    expect(await hub.lastRun(app)).toMatchObject({ state: 'done', sent: 5 });
    mended.add(place);
    await hub.database.run('update shipments set next_try_at = now(3) where next_try_at is not null');
    await tryAgain();
    await hub.run(app);
    expect(arrived()).toEqual(['BAD', ...GOOD]);
    expect([...hub.acme.completions.values()]).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('and says what to do before it is made ready is heard', async () => {
    await invoices();
    await hub.invoice(app, 'BAD', { reference: 'depot' });
    await hub.run(app);
    expect(arrived()).toEqual(GOOD);
    expect(await line('BAD')).toMatchObject({ state: 'needs-person', reason: 'Choose a depot.' });
  });

  it('on its way into a batch lets the others travel as one, and asks about that one', async () => {
    await answer({ mode: 'batched' });
    await invoices();
    await hub.invoice(app, 'BAD', { reference: 'merge' });
    await hub.invoice(app, 'NZ1', { currency: 'NZD' });
    await hub.run(app);
    expect([...hub.acme.orders.values()].map(({ members }) => members.toSorted())).toEqual(
      expect.arrayContaining([GOOD, ['NZ1']]),
    );
    expect(await line('BAD')).toMatchObject({
      state: 'needs-person',
      reason: expect.stringMatching(/^The connector could not put it into a batch: Stumbled in merge\. .*try it again/),
    });
    mended.add('merge');
    await tryAgain();
    expect(arrived()).toEqual(['BAD', ...GOOD, 'NZ1']);
  });

  it('only where it travels with others asks about all of that batch, and sends other batches', async () => {
    await answer({ mode: 'batched' });
    await invoices();
    await hub.invoice(app, 'BAD', { reference: 'merge-together' });
    await hub.invoice(app, 'NZ1', { currency: 'NZD' });
    await hub.run(app);
    expect(arrived()).toEqual(['NZ1']);
    for (const number of ['BAD', ...GOOD])
      expect(await line(number)).toMatchObject({
        state: 'needs-person',
        reason: expect.stringMatching(/^The connector could not put it into one batch with the 5 others/),
      });
    mended.add('merge-together');
    await tryAgain();
    expect(arrived()).toEqual(['BAD', ...GOOD, 'NZ1']);
  });

  it('while it puts together what the app left of a batch asks about that batch, and sends the others', async () => {
    await answer({ mode: 'batched' });
    let merged = 0;
    const { merge } = exportInvoices;
    exportInvoices.merge = (documents, ctx) => {
      if (noted(documents[0]!) === 'late' && merged++ > 0 && !mended.has('late')) throw new TypeError('Stumbled late');
      return merge!(documents, ctx);
    };
    hub.acme.refuse('L2');
    for (const number of ['L1', 'L2', 'L3']) await hub.invoice(app, number, { reference: 'late' });
    await hub.invoice(app, 'NZ1', { currency: 'NZD' });
    await hub.run(app);
    exportInvoices.merge = merge;
    expect(arrived()).toEqual(['NZ1']);
    expect(await hub.lastRun(app)).toMatchObject({ state: 'done', sent: 1 });
    for (const number of ['L1', 'L2', 'L3'])
      expect(await line(number)).toMatchObject({
        state: 'needs-person',
        reason: expect.stringMatching(
          /^Acme refuses L2\. The connector could not put the others together without it: /,
        ),
      });
    hub.acme.accept('L2');
    await tryAgain();
    expect(arrived()).toEqual(['L1', 'L2', 'L3', 'NZ1']);
  });

  it('that changed, and offers what can’t be written down, asks about it, and makes up for the others', async () => {
    await answer({ differences: true });
    await invoices();
    await hub.invoice(app, 'BAD');
    await hub.run(app);
    await invoices({ total: '13.00' });
    await hub.invoice(app, 'BAD', { total: '13.00', reference: 'difference' });
    await hub.run(app);
    expect(await line('BAD')).toMatchObject({
      state: 'changed',
      reason: expect.stringMatching(
        /^The connector could not compare it: .*\(difference\.payload\) must be plain data/,
      ),
    });
    expect([...hub.acme.orders.values()].filter(({ reference }) => reference.endsWith('-D'))).toHaveLength(5);
  });

  it('while it looks for it lets the others be found', async () => {
    await invoices();
    await hub.invoice(app, 'BAD', { reference: 'find' });
    await hub.run(app);
    await hub.database.run(
      "update shipments set state = 'uncertain', done = '{}', next_try_at = now(3) where task = ?",
      [sound.id],
    );
    await hub.run(app);
    const states = await hub.states(app);
    expect(GOOD.map((number) => states[number])).toEqual(GOOD.map(() => 'exported'));
    expect(await line('BAD')).toMatchObject({ state: 'uncertain', reason: 'Could not look it up: Stumbled in find' });
    expect([...hub.acme.completions.values()]).toEqual([1, 1, 1, 1, 1, 1]);
  });
});

describe('a connector that stumbles over one customer', () => {
  it.each([
    ['uses', 'rejected', 'The connector could not make it ready: Stumbled in uses'],
    ['send', 'waiting', 'Stumbled in send'],
  ] as const)('in %s tells the app of the others', async (place, state, reason) => {
    for (const username of GOOD) await hub.plant(app, 'customer', { username, name: username });
    await hub.plant(app, 'customer', { username: 'BAD', name: place });
    await hub.run(app, CUSTOMERS);
    const lines = await hub.lines(app, CUSTOMERS);
    expect(GOOD.map((name) => lines.get(name)?.state)).toEqual(GOOD.map(() => 'exported'));
    expect(lines.get('BAD')).toMatchObject({ state, reason });
    expect(await hub.lastRun(app)).toMatchObject({ state: 'done', sent: 5 });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acme } from '../../../test/faults/acme.js';
import type { Merchant } from '../../../test/support/hub.js';
import type { DocumentTask, Plugin, StatementRow } from '../../sdk/index.js';
import { type InstalledApp, LogsHub } from '../pages/test/logs-hub.js';
import { TakeOver } from './take-over.js';

const TASK = 'export-invoices';
/** What Acme held before, as its statement tells. */
let held: StatementRow[] = [];

/** Acme, telling what it has and taking over what stands for an order already. */
function tellingAcme(): Plugin {
  const [task] = acme.tasks as [DocumentTask];
  const steps = Object.entries(task.steps).map(([name, step]): [string, DocumentTask['steps'][string]] => [
    name,
    async (shipments, ctx) => {
      const [sent] = shipments;
      return sent?.takeOver ? [{ done: true, ...sent.takeOver }] : step(shipments, ctx);
    },
  ]);
  const read: NonNullable<Plugin['statements']>['invoice'] = {
    title: 'Orders in Acme',
    tasks: [TASK],
    async *read() {
      yield { rows: held };
    },
  };
  return {
    ...acme,
    statements: { invoice: read },
    tasks: [{ ...task, steps: Object.fromEntries(steps), takesOver: 'invoice' }],
  };
}

let hub: LogsHub;
let owner: Merchant;
let app: InstalledApp;

beforeAll(async () => {
  hub = await LogsHub.start({ plugin: tellingAcme() });
});
afterAll(() => hub?.stop());
beforeEach(async () => {
  owner = await hub.merchant();
  hub.acme.orders.clear();
  held = [];
  app = await hub.install(owner);
  // Switched on, but run by this spec alone.
  await hub.database.run('update schedules set active = 1, next_run_at = null where store_id = ?', [app.storeId]);
});

const theirs = (remoteId: string, more: Partial<StatementRow> = {}): StatementRow => ({
  remoteId: `${app.installationId}-${remoteId}`,
  number: `SO-${remoteId}`,
  date: '2026-11-25',
  amount: '10.00',
  currency: 'AUD',
  status: 'open',
  contact: 'Somebody else',
  ...more,
});

const key = () => ({ storeId: app.storeId, installationId: app.installationId, task: TASK });

async function look(): Promise<void> {
  await hub.app.get(TakeOver).look(key(), 'person');
  await hub.calm(app);
}

/** Lets the export run, and answers where the record stands and what Acme was sent of it. */
async function exported(number: string) {
  await hub.run(app);
  const line = await hub.database.one<{ state: string; reason: string | null; app_number: string | null }>(
    `select o.state, o.reason, o.app_number from outbox o join records r on r.store_id = o.store_id and r.id = o.record_id
     where o.store_id = ? and r.record_key = ?`,
    [app.storeId, number],
  );
  const sent = [...hub.acme.orders.values()].filter(({ members }) => members.includes(number)).length;
  return { ...line!, sent };
}

const page = async () => (await owner.browser.get(`/installations/${app.installationId}/go-live`)).text;

async function say(number: string, remoteId: string, said: string) {
  const form = {
    task: TASK,
    record: String(await hub.recordId(app, number)),
    document: `${app.installationId}-${remoteId}`,
    said,
  };
  const answer = await owner.browser.post(`/installations/${app.installationId}/go-live/earlier`, form);
  await hub.calm(app);
  return answer;
}

const goods = (sku: string) => ({ lines: [{ id: '1', sku, quantity: '2', unitPrice: '5' }] });

describe('what another tool has sent', () => {
  it.each([
    ['its reference', { says: ['Web order N1001'] }],
    ['its number, whoever it is for and whenever it is dated', { number: 'N1001', date: '2026-02-01' }],
    ['a comment', { says: ['', 'Paid by card. (#N1001)'] }],
  ])('is taken over when it names the order in %s and comes to the same', async (_, more) => {
    await hub.invoice(app, 'N1001');
    held = [theirs('1', more), theirs('2', { says: ['N10012'] })];
    await look();
    expect(await page()).toMatch(/2 documents looked through[\s\S]*Already there<\/dt><dd>1<\/dd>/);
    expect(await exported('N1001')).toEqual({ state: 'exported', reason: null, app_number: held[0]!.number, sent: 0 });
    const [link] = await hub.database.query('select remote_id from links where store_id = ?', [app.storeId]);
    expect(link).toEqual({ remote_id: held[0]!.remoteId });
  });

  it('is found for orders that came after Acme was looked through', async () => {
    held = [theirs('1', { says: ['N1001'] })];
    await look();
    await hub.invoice(app, 'N1001');
    expect(await exported('N1001')).toMatchObject({ state: 'exported', sent: 0 });
  });

  it('stays out of its batch, and the others go', async () => {
    app = await hub.install(owner, { mode: 'batched' });
    for (const number of ['N1001', 'N1002', 'N1003']) await hub.invoice(app, number);
    held = [theirs('1', { says: ['N1002'] })];
    await look();
    expect(await exported('N1002')).toMatchObject({ state: 'exported', app_number: 'SO-1', sent: 0 });
    expect([...hub.acme.orders.values()].map(({ members }) => members)).toEqual([['N1001', 'N1003']]);
  });

  it('is none that is another store’s, deleted, or of another number', async () => {
    await hub.invoice(app, 'N1001');
    held = [
      theirs('1', { says: ['N1001'], ours: false }),
      theirs('2', { says: ['N1001'], status: 'deleted' }),
      theirs('3', { says: ['N10011', 'XN1001'] }),
    ];
    await look();
    expect(await exported('N1001')).toMatchObject({ state: 'exported', sent: 1 });
  });
});

describe('what may have been sent by another tool', () => {
  const doubts: [string, Partial<StatementRow>[]][] = [
    ['names it over another amount', [{ says: ['N1001'], amount: '12.00' }]],
    ['names it as a part of a word', [{ says: ['SHOP-N1001'] }]],
    ['holds the same goods over the same amount', [{ goods: [{ sku: 'FERN', quantity: '2' }] }]],
    ['is one of two that name it', [{ says: ['N1001'] }, { says: ['N1001'] }]],
  ];

  it.each(doubts)('and %s is asked about, and nothing leaves till then', async (_, rows) => {
    await hub.invoice(app, 'N1001', goods('FERN'));
    held = rows.map((row, at) => theirs(String(at + 1), row));
    await look();
    expect(await page()).toMatch(/Doubtful<\/dt><dd>[12][\s\S]*N1001[\s\S]*SO-1[\s\S]*Somebody else/);
    const preview = await owner.browser.get(`/installations/${app.installationId}/tasks/${TASK}/preview`);
    expect(preview.text).toContain('Say under Setup &amp; Tools → Go live whether it is the same');
    const { state, reason, sent } = await exported('N1001');
    expect({ state, sent }).toEqual({ state: 'needs-person', sent: 0 });
    expect(reason).toContain('Acme has SO-1 of 2026-11-25');
  });

  it('is no other one than holds other goods, or was dated long before', async () => {
    await hub.invoice(app, 'N1001', goods('FERN'));
    held = [
      theirs('1', { goods: [{ sku: 'MOSS', quantity: '2' }] }),
      theirs('2', { goods: [{ sku: 'FERN', quantity: '2' }], date: '2026-09-01' }),
      theirs('3', { goods: [{ sku: 'FERN', quantity: '2' }], currency: 'NZD' }),
    ];
    await look();
    expect(await exported('N1001')).toMatchObject({ state: 'exported', sent: 1 });
  });

  it('is taken over once somebody says that it is the same', async () => {
    await hub.invoice(app, 'N1001', goods('FERN'));
    held = [theirs('1', { goods: [{ sku: 'FERN', quantity: '2' }] })];
    await look();
    expect((await say('N1001', '1', 'same')).status).toBe(303);
    expect(await exported('N1001')).toMatchObject({ state: 'exported', app_number: 'SO-1', sent: 0 });
    expect((await say('N1001', '1', 'other')).status).toBe(303);
    expect(await exported('N1001')).toMatchObject({ app_number: 'SO-1', sent: 0 });
  });

  it('stands for one order only: said to be one of two, the other one goes', async () => {
    for (const number of ['N1001', 'N1002']) await hub.invoice(app, number);
    held = [theirs('1', { says: ['N1001', 'N1002'] })];
    await look();
    await say('N1002', '1', 'same');
    expect(await exported('N1001')).toMatchObject({ state: 'exported', sent: 1 });
    expect(await exported('N1002')).toMatchObject({ app_number: 'SO-1', sent: 0 });
  });

  it('may stand for several over another amount, as a batch does', async () => {
    for (const number of ['N1001', 'N1002']) await hub.invoice(app, number);
    held = [theirs('1', { says: ['N1001', 'N1002'], amount: '20.00' })];
    await look();
    for (const number of ['N1001', 'N1002']) await say(number, '1', 'same');
    for (const number of ['N1001', 'N1002'])
      expect(await exported(number)).toMatchObject({ state: 'expected', sent: 0 });
  });

  it('leads nowhere but to a page', async () => {
    await hub.invoice(app, 'N1001');
    held = [theirs('1', { says: ['N1001'], amount: '12.00', url: 'javascript:alert(1)' })];
    await look();
    expect(await page()).not.toContain('javascript:');
  });

  it('stays as it is where it is the same over another amount', async () => {
    await hub.invoice(app, 'N1001');
    held = [theirs('1', { says: ['N1001'], amount: '12.00' })];
    await look();
    await say('N1001', '1', 'same');
    const { state, reason, sent } = await exported('N1001');
    expect({ state, sent }).toEqual({ state: 'expected', sent: 0 });
    expect(reason).toContain('said that SO-1 is it, over 12.00 AUD');
  });

  it('is sent once somebody says that it is another, and stays so when Acme is looked through again', async () => {
    await hub.invoice(app, 'N1001');
    held = [theirs('1', { says: ['N1001'], amount: '12.00' })];
    await look();
    await say('N1001', '1', 'other');
    await look();
    expect(await exported('N1001')).toMatchObject({ state: 'exported', sent: 1 });
  });

  it('is closed to strangers, and takes no nonsense', async () => {
    const path = `/installations/${app.installationId}/go-live`;
    const form = { task: TASK, record: '1', document: 'x', said: 'same' };
    const stranger = await hub.merchant('Somebody Else');
    for (const act of ['earlier', 'sweep']) {
      expect((await stranger.browser.post(`${path}/${act}`, form)).status).toBe(404);
      expect((await owner.browser.post(`${path}/${act}`, { ...form, task: 'nothing' })).status).toBe(404);
    }
    expect((await owner.browser.post(`${path}/earlier`, { ...form, said: 'maybe' })).status).toBe(404);
    expect((await owner.browser.post(`${path}/earlier`, { ...form, record: 'x' })).status).toBe(404);
    expect((await owner.browser.post(`${path}/sweep`, form)).status).toBe(303);
  });
});

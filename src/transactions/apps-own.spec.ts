import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { acme } from '../../test/faults/acme.js';
import { type DocumentTask, importTask, mapping, type Plugin } from '../sdk/index.js';
import { type InstalledApp, LogsHub } from './pages/test/logs-hub.js';

const TASK = 'export-invoices';
/** The orders that Acme tells of. */
let told: Record<string, unknown>[] = [];
/** What builds were told of an order's id over there, by its number. */
const known = new Map<string, string | undefined>();

const orders = mapping('orders', 'invoice', {
  title: 'Orders',
  remoteId: 'id',
  rows: (['number', 'status', 'date', 'currency', 'total'] as const).map((name) => ({ from: name, to: name })),
});

const importOrders = importTask({
  id: 'import-orders',
  title: 'Import orders',
  record: 'invoice',
  schedule: 'every 15 minutes',
  mapping: orders,
  pulls: 'changes',
  async *pull() {
    yield { rows: told };
  },
});

/** Acme, which takes orders from the store and has some of its own. */
function tellingAcme(more: Partial<DocumentTask> = {}): Plugin {
  const [task] = acme.tasks as [DocumentTask];
  const build: DocumentTask['build'] = (record, ctx) => {
    known.set(record.key, record.remoteId);
    return task.build(record, ctx);
  };
  return { ...acme, mappings: [orders], tasks: [importOrders, { ...task, build, ...more }] };
}

const order = (id: string, number: string, total = '10.00') => {
  return { id, number, status: 'dispatched', date: '2026-11-20', currency: 'AUD', total };
};

const hubs: LogsHub[] = [];
afterEach(() => {
  told = [];
  known.clear();
});
afterAll(() => Promise.all(hubs.map((hub) => hub.stop())));

async function installed(plugin: Plugin) {
  const hub = await LogsHub.start({ plugin });
  hubs.push(hub);
  const owner = await hub.merchant();
  return { hub, owner, app: await hub.install(owner) };
}

async function line(hub: LogsHub, app: InstalledApp, number: string) {
  const { state, reason } = (await hub.lines(app, TASK)).get(number)!;
  return { state, reason };
}

const members = (hub: LogsHub) => [...hub.acme.orders.values()].flatMap((one) => one.members).sort();

describe('what the app itself has brought', () => {
  it('is not made there a second time, in a run or in a preview of it', async () => {
    const { hub, owner, app } = await installed(tellingAcme());
    told = [order('acme-1', 'WEB-1')];
    await hub.run(app, 'import-orders');
    await hub.invoice(app, 'N1');

    const { text: preview } = await owner.browser.get(`/installations/${app.installationId}/tasks/${TASK}/preview`);
    expect(preview).toContain('It came from Acme.');
    expect(preview).not.toContain('A-WEB-1');

    await hub.run(app);
    expect(members(hub)).toEqual(['N1']);
    expect(await line(hub, app, 'WEB-1')).toEqual({ state: 'not-due', reason: 'It came from Acme.' });
    expect([...known.keys()]).toEqual(['N1']);
  });

  it('is told from what it only repeats of ours', async () => {
    const { hub, app } = await installed(tellingAcme());
    await hub.invoice(app, 'N1');
    await hub.run(app);
    const [remoteId] = hub.acme.orders.keys();
    told = [order(remoteId!, 'N1', '12.00')];
    await hub.run(app, 'import-orders');
    await hub.run(app);
    // Its total has changed: that is asked about as ever.
    expect(await line(hub, app, 'N1')).toMatchObject({ state: 'changed' });
  });

  it('is sent where the task is for it as well, and its build knows what it is called over there', async () => {
    const { hub, app } = await installed(tellingAcme({ appsOwn: true }));
    told = [order('acme-1', 'WEB-1')];
    await hub.run(app, 'import-orders');
    await hub.invoice(app, 'N1');
    await hub.run(app);
    expect(members(hub)).toEqual(['N1', 'WEB-1']);
    expect(Object.fromEntries(known)).toEqual({ N1: undefined, 'WEB-1': 'acme-1' });
  });
});

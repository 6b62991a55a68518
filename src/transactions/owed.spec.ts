import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Merchant } from '../../test/support/hub.js';
import { FactsService } from '../installations/facts.service.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { RunWorks } from '../tasks/run-works.js';
import { type InstalledApp, LogsHub } from './pages/test/logs-hub.js';

let hub: LogsHub;
let owner: Merchant;
let app: InstalledApp;

beforeAll(async () => {
  hub = await LogsHub.start();
  owner = await hub.merchant();
  app = await hub.install(owner);
});
afterAll(() => hub?.stop());

/** Which invoices an import of this app would be told of, each with the steps that have been carried out. */
async function owed(of: InstalledApp = app): Promise<Record<string, string[]>> {
  const plugin = hub.app.get(PluginRegistry).get('acme')!;
  const { facts } = await hub.app.get(FactsService).of(of.storeId, of.installationId, plugin.manifest);
  const page = await hub.app.get(RunWorks).owedOf({ ...of, plugin, facts })('export-invoices', 0);
  return Object.fromEntries(
    page.records.map(({ record, shipped }) => [record.key, shipped.flatMap(({ done }) => done)]),
  );
}

describe('what an export owes its app', () => {
  it('is what is due and was never looked at, before any run, and nothing that a rule keeps back', async () => {
    await hub.invoice(app, 'W1');
    await hub.invoice(app, 'W2', { date: '2026-10-31' });
    expect(await owed()).toEqual({ W1: [] });
  });

  it('is nothing once it has arrived, until it changes', async () => {
    await hub.run(app);
    expect(await owed()).toEqual({});
    await hub.invoice(app, 'W1', { total: '12.00' });
    expect(Object.keys(await owed())).toEqual(['W1']);
    // Its line asks a person: as long as nobody has said so, the app doesn't know it.
    await hub.run(app);
    expect(Object.keys(await owed())).toEqual(['W1']);
  });

  it('stays owed while the app refuses it, and no longer once a person takes it as right', async () => {
    hub.acme.refuse('W3');
    await hub.invoice(app, 'W3');
    await hub.run(app);
    expect(await hub.states(app)).toMatchObject({ W3: 'rejected' });
    expect(await owed()).toHaveProperty('W3');
    await owner.browser.post(`/logs/exports/${await hub.line(app, 'W3')}/expectations`, { note: 'by hand' });
    expect(await owed()).not.toHaveProperty('W3');
  });

  it('is another installation’s own', async () => {
    const other = await hub.install(owner);
    expect(Object.keys(await owed(other)).sort()).toEqual(['W1', 'W3']);
    await expect(owed(await hub.install(await hub.merchant('Somebody Else')))).resolves.toEqual({});
  });
});

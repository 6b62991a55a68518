import { NoAnswer, Reconnect } from 'patchbay/sdk';
import { checkPlugin, pluginUnderTest } from 'patchbay/sdk/testing';
import { describe, expect, it } from 'vitest';
import parcelly from '../plugin.js';
import { createSandbox } from '../sandbox/index.js';

const maps = { depots: { MAIN: 'SYD' } };
const answers = { mode: 'single', depot: 'SYD', startDate: '2026-01-01' };

describe('Parcelly', () => {
  checkPlugin(parcelly, it, { at: new URL('../plugin.ts', import.meta.url).href, maps, answers });
});

function open() {
  const sandbox = createSandbox();
  const app = pluginUnderTest(parcelly, { sandbox, maps, answers });
  const invoice = (number: string, username = 'ada') =>
    app.record('invoice', {
      number,
      status: 'dispatched',
      total: '10',
      username,
      date: '2026-11-22',
      lines: [{ id: '1', sku: 'BOX-001', quantity: '2', unitPrice: '5', warehouse: 'MAIN' }],
    });
  const shipmentOf = async (number: string, username?: string) => {
    const built = await app.build('export-invoices', invoice(number, username));
    if (!('documents' in built)) throw new Error(JSON.stringify(built));
    return app.shipment(built.documents[0]!);
  };
  return { app, sandbox, invoice, shipmentOf };
}

describe('a plugin under test', () => {
  it('pulls pages through its mapping', async () => {
    const { app } = open();
    const { records, skipped, pages } = await app.pull('import-items');
    expect(records).toHaveLength(5);
    expect(records[0]).toEqual({ sku: 'BOX-001', name: 'Box no. 1', price: '10.95', active: true });
    expect({ skipped, pages: pages.length }).toEqual({ skipped: 1, pages: 3 });
    expect((await app.pull('import-items', { since: new Date('2026-11-05') })).records).toHaveLength(2);
  });

  it('translates by the merchant’s value maps', async () => {
    const { app } = open();
    const { records } = await app.pull('import-stock');
    expect(records[1]).toMatchObject({ key: 'BOX-002|MAIN', warehouse: 'MAIN', available: '3' });
    expect(app.lines).toEqual([{ message: 'Read the stock', details: { rows: 5 } }]);
  });

  it('creates and closes a consignment, once', async () => {
    const { app, sandbox, shipmentOf } = open();
    const shipment = await shipmentOf('N100');
    expect(await app.find('export-invoices', [shipment])).toEqual([undefined]);
    expect(await app.prepare('export-invoices', shipment)).toEqual({ open: true });
    const done = { done: true, remoteId: shipment.key, number: 'P-N100' };
    expect(await app.step('export-invoices', 'create', [shipment])).toEqual([done]);
    expect(await app.step('export-invoices', 'create', [shipment])).toEqual([{ exists: true }]);
    expect(await app.step('export-invoices', 'close', [shipment])).toEqual([done]);
    expect(sandbox.depot.consignments).toMatchObject([{ reference: 'P-N100', closed: true }]);
  });

  it('says why the app refused one of two', async () => {
    const { app, shipmentOf } = open();
    const results = await app.step('export-invoices', 'create', [
      await shipmentOf('N1'),
      await shipmentOf('N2', 'blocked'),
    ]);
    expect(results).toMatchObject([{ done: true }, { rejected: 'This customer is blocked.' }]);
  });

  it('offers the first day that is open, and goes out with it once somebody has chosen it', async () => {
    const { app, sandbox, shipmentOf } = open();
    sandbox.depot.state.opensOn = '2026-12-01';
    const shipment = await shipmentOf('N1');
    const offered = { waiting: 'That day is closed.', offersDay: '2026-12-01' };
    expect(await app.step('export-invoices', 'create', [shipment])).toMatchObject([offered]);
    const dated = { ...shipment, day: '2026-12-01' };
    expect(await app.step('export-invoices', 'create', [dated])).toMatchObject([{ done: true, day: '2026-12-01' }]);
    expect(sandbox.depot.consignments).toMatchObject([{ date: '2026-12-01' }]);
  });

  it('merges what goes out together, and asks about a change behind the last step', async () => {
    const { app, invoice } = open();
    const built = await Promise.all(['N1', 'N2'].map((number) => app.build('export-invoices', invoice(number))));
    const documents = built.flatMap((each) => ('documents' in each ? each.documents : []));
    const merged = await app.merge('export-invoices', documents);
    expect(merged.payload).toMatchObject({ reference: 'P-N1', lines: [{ code: 'BOX-001' }, { code: 'BOX-001' }] });
    expect(await app.change('export-invoices', { ...documents[0]!, done: ['create'] }, documents[0])).toBe('nothing');
    expect(await app.change('export-invoices', { ...documents[0]!, done: ['create', 'close'] }, merged)).toBe('ask');
    expect(await app.change('export-invoices', { ...documents[0]!, done: ['create'] }, merged)).toEqual({
      steps: ['create', 'close'],
    });
  });

  it('keeps prices equal', async () => {
    const { app, sandbox } = open();
    const product = app.record('product', { sku: 'BOX-001', price: '7.50' }, { remoteId: 'item-1' });
    expect(await app.build('update-prices', product)).toEqual({ payload: { price: '7.5' } });
    expect(await app.build('update-prices', { ...product, remoteId: undefined })).toEqual({ nothing: true });
    await app.send('update-prices', [{ recordId: 1, key: 'BOX-001', remoteId: 'item-1', payload: { price: '7.5' } }]);
    expect(sandbox.depot.items[0]!.price.cents).toBe(750);
  });

  it('asks the app about answers, lists and missing things', async () => {
    const { app, sandbox } = open();
    expect(await app.connect()).toEqual({ tenant: { key: 'acc-1', name: 'Fern & Fig' }, passed: ['Read the account'] });
    expect(await app.pickList('depots', 'per')).toEqual([{ value: 'PER', label: 'Perth' }]);
    expect(await app.checkStep(2, { depot: 'SYD' })).toEqual([]);
    expect(await app.checkStep(2, { depot: 'MEL' })).toMatchObject([{ field: 'depot' }]);
    await app.create('item', 'WRAP');
    expect(sandbox.depot.items.map(({ code }) => code)).toContain('WRAP');
    expect(await app.notified('item-changed', { headers: { 'x-parcelly-event': '7' }, body: '{"stock":1}' })).toEqual({
      eventId: '7',
      wakes: ['import-stock'],
    });
  });
});

describe('faults on the way', () => {
  it('leave a consignment behind whose answer got lost, and it is found', async () => {
    for (const fault of ['drop after', 'error after'] as const) {
      const { app, shipmentOf } = open();
      const shipment = await shipmentOf('N7');
      app.faults.next(fault);
      await expect(app.step('export-invoices', 'create', [shipment])).rejects.toBeInstanceOf(NoAnswer);
      expect(await app.find('export-invoices', [shipment])).toEqual([
        { remoteId: shipment.key, number: 'P-N7', steps: ['create'] },
      ]);
    }
  });

  it('leave nothing behind when the request never arrived', async () => {
    const { app, shipmentOf } = open();
    const shipment = await shipmentOf('N8');
    app.faults.next('drop before');
    await expect(app.step('export-invoices', 'create', [shipment])).rejects.toBeInstanceOf(NoAnswer);
    expect(await app.find('export-invoices', [shipment])).toEqual([undefined]);
  });

  it('are waited out where repeating is harmless', async () => {
    const { app } = open();
    const reading = () => true;
    app.faults.next('error after', { when: reading });
    app.faults.next('too many', { when: reading });
    expect((await app.pull('import-items')).records).toHaveLength(5);
    app.faults.next('too many', { when: reading, times: 3 });
    await expect(app.pull('import-items')).rejects.toMatchObject({ name: 'TryLater', seconds: 30 });
    app.faults.next('expired', { when: reading });
    await expect(app.pull('import-items')).rejects.toBeInstanceOf(Reconnect);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import type { Document, HubRecord } from '../../src/sdk/index.js';
import { ownSource } from '../support/own-source.js';
import { acme } from './acme.js';
import { Orders } from './orders.js';

const source = ownSource();

describe('invoices sent in batches', () => {
  let scene: Orders;

  beforeEach(async () => {
    scene = await Orders.open(source(), { mode: 'batched' });
  });

  it('go as one per key, and later ones of the same key in a batch of their own', async () => {
    await scene.invoice('N1');
    await scene.invoice('N2');
    await scene.run();
    await scene.invoice('N3');
    await scene.run();
    expect(scene.orders()).toEqual({ 'A-BATCH': ['N1', 'N2'], 'A-BATCH-2': ['N3'] });
  });

  it('lose a bad one to its own line, and the rest go', async () => {
    scene.app.refuse('N2');
    for (const number of ['N1', 'N2', 'N3']) await scene.invoice(number);
    await scene.run();
    expect(scene.orders()).toEqual({ 'A-BATCH': ['N1', 'N3'] });
    expect(await scene.log()).toEqual({ N1: 'exported', N2: 'rejected: Acme refuses N2', N3: 'exported' });
  });

  it('keep their members when one of them changes: that one asks', async () => {
    await scene.invoice('N1');
    await scene.invoice('N2');
    await scene.run();
    await scene.invoice('N2', { total: '99.00' });
    await scene.run();
    expect((await scene.log()).N2).toMatch(/^changed: An order in this batch was changed/);
    expect(scene.orders()).toEqual({ 'A-BATCH': ['N1', 'N2'] });
  });

  it('are a batch though there is but one of them, whatever becomes of it before it leaves', async () => {
    scene.app.refuseAll = true;
    await scene.invoice('N1', { total: '7' });
    await scene.run();
    scene.app.refuseAll = false;
    await scene.invoice('N1', { total: '8' });
    await scene.run();
    // As batches are written, not as one order alone is.
    expect([...scene.app.orders.values()]).toMatchObject([{ members: ['N1'], total: '8.00' }]);
  });

  it('ask about each of their members that changed, also of more than are built together', async () => {
    const numbers = Array.from({ length: 110 }, (_, n) => `N${1000 + n}`);
    for (const number of numbers) await scene.invoice(number);
    await scene.run();
    for (const number of numbers) await scene.invoice(number, { total: '99.00' });
    await scene.run();
    const log = await scene.log();
    expect(numbers.filter((number) => !log[number]?.startsWith('changed: An order in this batch'))).toEqual([]);
  });

  it('are put together anew when the app refused the whole', async () => {
    scene.app.refuseAll = true;
    await scene.invoice('N1');
    await scene.invoice('N2');
    await scene.run();
    scene.app.refuseAll = false;
    scene.later(2);
    await scene.run();
    expect(scene.orders()).toEqual({ 'A-BATCH': ['N1', 'N2'] });
    expect(await scene.log()).toEqual({ N1: 'exported', N2: 'exported' });
  });
});

describe('an order that travels in two batches', () => {
  const tasks = acme.tasks!.map((task) => {
    if (task.id !== 'export-invoices' || !('build' in task)) return task;
    const build = (record: never, ctx: never) => {
      const { number, status } = (record as HubRecord<'invoice'>).body;
      const whole = status === 'quote' ? { notDue: 'A quote.' } : (task.build(record, ctx) as Document);
      const first = { ...whole, part: 'first', batchKey: 'first' };
      if ('notDue' in whole || number === 'N2') return whole;
      return number === 'N1' ? [first, whole] : first;
    };
    return { ...task, build };
  });

  it('asks when it is none any more, though one of them is taken apart while the other is half done', async () => {
    const scene = await Orders.open(source(), { mode: 'batched' }, { ...acme, tasks } as typeof acme);
    for (const number of ['N1', 'N2', 'N3']) await scene.invoice(number);
    let held = true;
    Object.defineProperty(scene.app, 'busy', { get: () => held && scene.app.orders.size > 0 });
    await scene.run();
    // As where the app asks for more time than lies between two runs.
    await source().query('update shipments set next_try_at = next_try_at + interval 10 minute');
    await scene.invoice('N1', { status: 'quote' });
    for (let run = 0; run < 3; run++) await scene.run();
    held = false;
    for (let run = 0; run < 12; run++) await scene.run();
    expect(scene.orders()).toEqual({ 'A-BATCH': ['N1', 'N3'], 'A-BATCH-2': ['N2'] });
    expect(await scene.log()).toEqual({
      N1: expect.stringMatching(/^changed: It was cancelled/),
      N2: 'exported',
      N3: 'exported',
    });
  });
});

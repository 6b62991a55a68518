import { beforeEach, describe, expect, it } from 'vitest';
import type { Document, HubRecord } from '../../src/sdk/index.js';
import { ownSource } from '../support/own-source.js';
import { AcmeApp, acme } from './acme.js';
import { Scene } from './scene.js';

const source = ownSource();

/** A shop whose invoices go to Acme. */
class Orders extends Scene<AcmeApp> {
  static open(answers: Record<string, unknown> = {}): Promise<Orders> {
    const all = { startDate: '2026-11-01', mode: 'individually', ...answers };
    return new Orders(source(), acme, new AcmeApp(), 'export-invoices').open(all);
  }

  invoice(number: string, more: Record<string, unknown> = {}): Promise<void> {
    const body = { number, status: 'dispatched', date: '2026-11-20', currency: 'AUD', total: '10.00', ...more };
    return this.plant('invoice', body);
  }

  async answer(answers: Record<string, unknown>): Promise<void> {
    await this.source.query('update installations set answers = json_merge_patch(answers, ?) where id = ?', [
      JSON.stringify(answers),
      this.shop.installationId,
    ]);
  }

  /** What Acme holds, by reference. */
  orders(): Record<string, string[]> {
    return Object.fromEntries([...this.app.orders.values()].map(({ reference, members }) => [reference, members]));
  }
}

describe('invoices sent one by one', () => {
  let scene: Orders;

  beforeEach(async () => {
    scene = await Orders.open();
  });

  it('go out once each, and say which rule keeps the others back', async () => {
    await scene.invoice('N1');
    await scene.invoice('N2', { date: '2026-10-31' });
    await scene.invoice('N3', { status: 'quote' });
    await scene.invoice('N4', { status: 'cancelled' });
    await scene.run();
    await scene.run();
    expect(scene.orders()).toEqual({ 'A-N1': ['N1'] });
    expect(await scene.log()).toEqual({
      N1: 'exported',
      N2: 'not-due: Before the start date.',
      N3: 'not-due: A quote.',
      N4: 'not-due: It was cancelled.',
    });
  });

  it('become due when the record does', async () => {
    await scene.invoice('N1', { status: 'quote' });
    await scene.run();
    await scene.invoice('N1', { status: 'open' });
    await scene.run();
    expect(await scene.log()).toEqual({ N1: 'exported' });
  });

  it('become due when the settings say so', async () => {
    await scene.invoice('N1', { date: '2026-10-31' });
    await scene.run();
    await scene.answer({ startDate: '2026-10-01' });
    await scene.run();
    expect(await scene.log()).toEqual({ N1: 'exported' });
  });

  it('are never taken back because the start date moved', async () => {
    await scene.invoice('N1');
    await scene.run();
    await scene.answer({ startDate: '2026-11-21' });
    await scene.invoice('N1', { email: 'mia@example.com' });
    await scene.run();
    expect(await scene.log()).toEqual({ N1: 'exported' });
  });

  it('ask a person when they change after they were sent, and send nothing', async () => {
    await scene.invoice('N1');
    await scene.run();
    await scene.invoice('N1', { total: '12.00' });
    await scene.run();
    expect((await scene.log()).N1).toMatch(/^changed: It was changed in the store/);
    expect([...scene.app.orders.values()].map(({ total }) => total)).toEqual(['10']);
  });

  it('ask a person when they are cancelled after they were sent', async () => {
    await scene.invoice('N1');
    await scene.run();
    await scene.invoice('N1', { status: 'cancelled' });
    await scene.run();
    expect((await scene.log()).N1).toMatch(/^changed: It was cancelled in the store/);
  });

  it('that the app refused are tried again once a day, five times, and as soon as they change', async () => {
    scene.app.refuse('N1');
    await scene.invoice('N1');
    for (let day = 0; day < 9; day++) {
      await scene.run();
      await scene.run();
      scene.later(1);
    }
    expect(scene.app.refusals).toBe(6);
    expect((await scene.log()).N1).toBe('rejected: Acme refuses N1');
    scene.app.accept('N1');
    await scene.invoice('N1', { total: '11.00' });
    await scene.run();
    expect(await scene.log()).toEqual({ N1: 'exported' });
  });
});

describe('invoices of a process that was killed', () => {
  const INVOICES = 60;
  /** Nine are under way at once (three that the app allows, and as many behind them), each in its own request. */
  const AT_ONCE = 9;

  it('are looked up where they may have left, and simply sent where they can’t have', async () => {
    const scene = await Orders.open();
    for (let n = 1; n <= INVOICES; n++) await scene.invoice(`K${n}`);
    await scene.runUntilKilled((life) => scene.app.orders.size > 4 && life.end());
    const [landed, asked] = [Object.keys(scene.orders()).length, scene.app.asked];
    await scene.run();
    const log = await scene.log();
    const inDoubt = Object.values(log).filter((line) =>
      line.startsWith('uncertain: The hub stopped while this was on its way'),
    );
    expect(inDoubt.length).toBeGreaterThan(0);
    expect(inDoubt.length).toBeLessThanOrEqual(AT_ONCE);
    expect(Object.values(log).filter((line) => line === 'exported').length).toBe(INVOICES - inDoubt.length);
    // Nobody had to look for those that never left.
    expect(scene.app.asked).toBe(asked);
    expect(landed).toBeGreaterThan(4);
    for (let n = 0; n < 4; n++) {
      scene.later(0.01);
      await scene.run();
    }
    expect(new Set(Object.values(await scene.log()))).toEqual(new Set(['exported']));
    const numbers = [...scene.app.orders.values()].map(({ reference }) => reference.replace('A-', ''));
    expect(numbers.sort()).toEqual(Object.keys(log).sort());
  });
});

describe('invoices that change while they wait', () => {
  it.each(['individually', 'batched'])('never leave as they no longer are, sent %s', async (mode) => {
    const scene = await Orders.open({ mode });
    scene.app.busy = true;
    for (const number of ['N1', 'N2', 'N3', 'N4']) await scene.invoice(number);
    await scene.run();
    expect(await scene.log()).toMatchObject({ N1: 'waiting: The app asked to be tried again later.' });
    scene.app.busy = false;
    await scene.invoice('N2', { status: 'cancelled' });
    await scene.invoice('N3', { total: '13.00' });
    await scene.run();
    expect(Object.values(scene.orders()).flat().sort()).toEqual(['N1', 'N3', 'N4']);
    const total = [...scene.app.orders.values()].reduce((sum, order) => sum + Number(order.total), 0);
    expect(total).toBe(33);
    expect(await scene.log()).toEqual({
      N1: 'exported',
      N2: 'not-due: It was cancelled.',
      N3: 'exported',
      N4: 'exported',
    });
  });
});

it('an invoice that is cancelled while nobody knows whether it landed is not completed', async () => {
  const scene = await Orders.open();
  await scene.invoice('N1');
  await scene.runUntilKilled((life) => scene.app.orders.size === 1 && life.end());
  await scene.invoice('N1', { status: 'cancelled' });
  for (let run = 0; run < 5; run++) await scene.run();
  expect([...scene.app.orders.values()].map(({ completed }) => completed)).toEqual([false]);
  expect((await scene.log()).N1).toMatch(/^changed: It was cancelled in the store/);
});

describe('invoices sent in batches', () => {
  let scene: Orders;

  beforeEach(async () => {
    scene = await Orders.open({ mode: 'batched' });
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
    const plugin = { ...acme, tasks } as typeof acme;
    const scene = await new Orders(source(), plugin, new AcmeApp(), 'export-invoices').open({
      startDate: '2026-11-01',
      mode: 'batched',
    });
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

describe('a record of which the connector says what makes no sense', () => {
  const circle: Record<string, unknown> = {};
  circle.itself = circle;
  const nonsense: Record<string, unknown> = {
    N2: { reference: 'A-N2', payload: circle, steps: ['create'] },
    N3: { reference: 'long'.repeat(50), payload: {}, steps: ['create'] },
    N4: { reference: 'A-N4', payload: {}, steps: ['create'], part: 'long'.repeat(20) },
    N5: { reference: 'A-N5', payload: {}, steps: 'create' },
    N6: 'no document',
  };
  const tasks = acme.tasks!.map((task) =>
    task.id === 'export-invoices' && 'build' in task
      ? {
          ...task,
          build: (record: never, ctx: never) => nonsense[(record as { key: string }).key] ?? task.build(record, ctx),
        }
      : task,
  );

  it('says so, and keeps no other back', async () => {
    const plugin = { ...acme, tasks } as typeof acme;
    const scene = await new Orders(source(), plugin, new AcmeApp(), 'export-invoices').open({
      startDate: '2026-11-01',
      mode: 'individually',
    });
    for (const number of ['N1', ...Object.keys(nonsense), 'N7']) await scene.invoice(number);
    await scene.run();
    expect(scene.orders()).toEqual({ 'A-N1': ['N1'], 'A-N7': ['N7'] });
    const refused = (why: string) =>
      expect.stringMatching(`^rejected: The connector could not make it ready: .*${why}`);
    expect(await scene.log()).toEqual({
      N1: 'exported',
      N2: refused('payload is no plain data'),
      N3: refused('reference.* at most 180 characters'),
      N4: refused('part.* at most 50 characters'),
      N5: refused('steps.* must be a list'),
      N6: refused(''),
      N7: 'exported',
    });
  });
});

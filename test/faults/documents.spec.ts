import { beforeEach, describe, expect, it } from 'vitest';
import { ownSource } from '../support/own-source.js';
import { Orders } from './orders.js';

const source = ownSource();

describe('invoices sent one by one', () => {
  let scene: Orders;

  beforeEach(async () => {
    scene = await Orders.open(source());
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
    const scene = await Orders.open(source());
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
    const scene = await Orders.open(source(), { mode });
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
  const scene = await Orders.open(source());
  await scene.invoice('N1');
  await scene.runUntilKilled((life) => scene.app.orders.size === 1 && life.end());
  await scene.invoice('N1', { status: 'cancelled' });
  for (let run = 0; run < 5; run++) await scene.run();
  expect([...scene.app.orders.values()].map(({ completed }) => completed)).toEqual([false]);
  expect((await scene.log()).N1).toMatch(/^changed: It was cancelled in the store/);
});

import { describe, expect, it } from 'vitest';
import { ownSource } from '../support/own-source.js';
import { AcmeApp, acme } from './acme.js';
import { Scene } from './scene.js';

const source = ownSource();

/** A shop whose connector knows how to make up for a change. */
class Changes extends Scene<AcmeApp> {
  static open(differences: 'ask' | 'post', more: Record<string, unknown> = {}): Promise<Changes> {
    const answers = { startDate: '2026-11-01', mode: 'individually', differences, ...more };
    return new Changes(source(), acme, new AcmeApp(), 'export-invoices').open(answers);
  }

  invoice(number: string, total: string, status = 'dispatched'): Promise<void> {
    return this.plant('invoice', { number, status, date: '2026-11-20', currency: 'AUD', total });
  }

  async sent(...invoices: [string, string][]): Promise<void> {
    for (const [number, total] of invoices) await this.invoice(number, total);
    await this.run();
  }

  /** What Acme holds: reference and total. */
  orders(): string[] {
    return [...this.app.orders.values()].map(({ reference, total }) => `${reference} ${total}`);
  }
}

describe('an invoice that changes after it was sent', () => {
  it('sends the difference by itself where the settings say so, each time what is still missing', async () => {
    const scene = await Changes.open('post');
    await scene.sent(['N1', '10.00']);
    await scene.sent(['N1', '12.50']);
    await scene.sent(['N1', '9.00']);
    await scene.run();
    expect(scene.orders()).toEqual(['A-N1 10', 'A-N1-D 2.5', 'A-N1-D-2 -3.5']);
    expect(await scene.log()).toEqual({ N1: 'exported' });
  });

  it('makes up for all of it when it is cancelled, and for that when it comes back', async () => {
    const scene = await Changes.open('post');
    await scene.sent(['N1', '10.00']);
    await scene.invoice('N1', '10.00', 'cancelled');
    await scene.run();
    await scene.run();
    expect(scene.orders()).toEqual(['A-N1 10', 'A-N1-D -10']);
    await scene.sent(['N1', '8.00']);
    expect(scene.orders().at(-1)).toBe('A-N1-D-2 8');
    expect(await scene.log()).toEqual({ N1: 'exported' });
  });

  it('asks first where it is to, and sends nothing', async () => {
    const scene = await Changes.open('ask');
    await scene.sent(['N1', '10.00']);
    await scene.sent(['N1', '12.50']);
    expect((await scene.log()).N1).toMatch(/^changed: It was changed in the store .* send the difference/);
    await scene.agree('N1', Buffer.alloc(16, 1));
    await scene.run();
    expect(scene.orders()).toEqual(['A-N1 10']);
  });

  it('asks no more once it is as it was again', async () => {
    const scene = await Changes.open('ask');
    await scene.sent(['N1', '10.00']);
    await scene.sent(['N1', '12.50']);
    await scene.sent(['N1', '10.00']);
    expect(await scene.log()).toEqual({ N1: 'exported' });
  });

  it('takes a difference back that the app refused, and works out a new one', async () => {
    const scene = await Changes.open('post');
    await scene.sent(['N1', '10.00']);
    scene.app.refuse('N1');
    await scene.sent(['N1', '12.50']);
    expect(await scene.log()).toEqual({ N1: 'rejected: Acme refuses N1' });
    scene.app.accept('N1');
    await scene.sent(['N1', '13.00']);
    expect(scene.orders()).toEqual(['A-N1 10', 'A-N1-D-2 3']);
    expect(await scene.log()).toEqual({ N1: 'exported' });
  });
});

describe('an invoice that changes before all of it was sent', () => {
  /** Made, but not completed yet, for the answer got lost. */
  async function halfDone(differences: 'ask' | 'post'): Promise<Changes> {
    const scene = await Changes.open(differences, { completes: true });
    await scene.invoice('N1', '10.00');
    await scene.runUntilKilled((life) => scene.app.orders.size === 1 && life.end());
    return scene;
  }

  it('is finished first, and made up for then', async () => {
    const scene = await halfDone('post');
    await scene.invoice('N1', '10.00', 'cancelled');
    for (let runs = 0; runs < 5; runs++) await scene.run();
    expect(scene.orders()).toEqual(['A-N1 10', 'A-N1-D -10']);
    expect([...scene.app.completions.values()]).toEqual([1]);
    expect(await scene.log()).toEqual({ N1: 'exported' });
  });

  it('is looked at again at once when it is finished', async () => {
    const scene = await halfDone('post');
    await scene.invoice('N1', '10.00', 'cancelled');
    while (scene.app.completions.size === 0) await scene.run();
    expect([...scene.sooner]).toEqual(['export-invoices']);
    await scene.run();
    expect([scene.orders().at(-1), scene.sooner.size]).toEqual(['A-N1-D -10', 0]);
  });

  it('is offered to a person only when it is finished, for then there is something to offer', async () => {
    const scene = await halfDone('ask');
    await scene.invoice('N1', '10.00', 'cancelled');
    for (let runs = 0; runs < 5; runs++) await scene.run();
    expect(scene.orders()).toEqual(['A-N1 10']);
    expect((await scene.log()).N1).toMatch(/^changed: It was cancelled in the store .* Send what makes up for it/);
  });
});

describe('one of a batch that changes', () => {
  it('is the only one that asks', async () => {
    const scene = await Changes.open('ask', { mode: 'batched' });
    await scene.sent(['N1', '10.00'], ['N2', '20.00'], ['N3', '30.00']);
    await scene.sent(['N2', '21.00']);
    expect(await scene.log()).toEqual({ N1: 'exported', N2: expect.stringMatching(/^changed: /), N3: 'exported' });
    await scene.sent(['N2', '20.00']);
    expect(await scene.log()).toEqual({ N1: 'exported', N2: 'exported', N3: 'exported' });
  });

  it('asks no more once it is as it was again, also while another of the batch begins to', async () => {
    const scene = await Changes.open('ask', { mode: 'batched' });
    await scene.sent(['N1', '10.00'], ['N2', '20.00'], ['N3', '30.00']);
    await scene.sent(['N2', '21.00'], ['N3', '31.00']);
    await scene.sent(['N1', '11.00'], ['N2', '20.00'], ['N3', '30.00']);
    expect(await scene.log()).toEqual({ N1: expect.stringMatching(/^changed: /), N2: 'exported', N3: 'exported' });
    await scene.sent(['N1', '10.00']);
    expect(await scene.log()).toEqual({ N1: 'exported', N2: 'exported', N3: 'exported' });
  });

  it('sends its own difference, beside the batch', async () => {
    const scene = await Changes.open('post', { mode: 'batched' });
    await scene.sent(['N1', '10.00'], ['N2', '20.00']);
    await scene.sent(['N1', '11.00'], ['N2', '18.00']);
    expect(scene.orders()).toEqual(['A-BATCH 30.00', 'A-BATCH-D 1', 'A-BATCH-D-2 -2']);
    expect(await scene.log()).toEqual({ N1: 'exported', N2: 'exported' });
  });
});

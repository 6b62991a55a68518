import { describe, expect, it } from 'vitest';
import { ownSource } from '../support/own-source.js';
import { acme } from './acme.js';
import { Orders } from './orders.js';

const source = ownSource();

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
    const scene = await Orders.open(source(), {}, { ...acme, tasks } as typeof acme);
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

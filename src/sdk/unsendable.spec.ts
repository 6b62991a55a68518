import { describe, expect, it } from 'vitest';
import parcelly from '../../test/plugins/parcelly/plugin.js';
import { NeedsPerson } from './errors.js';
import type { Task } from './tasks/index.js';
import { pluginUnderTest } from './testing/index.js';
import { awaits, needsPerson, notDue, rejected } from './unsendable.js';

const TASK = 'export-invoices';

/** A connector that throws this out of its build, or out of its comparison. */
function throwing(thrower: () => never) {
  const altered = (task: Task) => (task.id === TASK ? { ...task, build: thrower, change: thrower } : task) as Task;
  return pluginUnderTest({ ...parcelly, tasks: parcelly.tasks!.map(altered) });
}

const invoice = { number: '1', status: 'dispatched', total: '10' };

describe('what can’t be sent, thrown from anywhere below a build', () => {
  it.each([
    ['not due', () => notDue('It isn’t paid.'), { notDue: 'It isn’t paid.' }],
    ['rejected', () => rejected('Its parent is open.'), { rejected: 'Its parent is open.' }],
    ['waiting', () => awaits('Its invoice was cancelled.'), { awaits: 'Its invoice was cancelled.' }],
    ['for a person', () => needsPerson('Choose a depot.'), { needsPerson: 'Choose a depot.' }],
    [
      'for a person, by the error that steps throw',
      () => {
        throw new NeedsPerson('Choose a depot.');
      },
      { needsPerson: 'Choose a depot.' },
    ],
    [
      'a bug, when it is any other error',
      () => {
        throw new RangeError('Oh.');
      },
      { error: { name: 'RangeError', message: 'Oh.' } },
    ],
  ])('is %s', async (_, thrower, built) => {
    const app = throwing(thrower as () => never);
    expect(await app.build(TASK, app.record('invoice', invoice))).toEqual(built);
  });

  it('asks a person where what was sent can’t be compared', async () => {
    const app = throwing(() => rejected('Three cents apart.'));
    const document = { reference: '1', payload: {}, steps: ['create'] };
    expect(await app.change(TASK, { ...document, done: ['create'] }, document)).toBe('ask');
  });
});

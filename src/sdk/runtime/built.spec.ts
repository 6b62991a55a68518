import { expect, it } from 'vitest';
import parcelly from '../../../test/plugins/parcelly/plugin.js';
import type { DocumentTask } from '../tasks/index.js';
import { pluginUnderTest } from '../testing/index.js';

const TASK = 'export-invoices';

/** Parcelly, whose documents take these steps, and whose changes take those. */
function taking(steps: string[], further: string[] = []) {
  const tasks = parcelly.tasks!.map((task) => {
    if (task.id !== TASK) return task;
    const build: DocumentTask['build'] = ({ key }) => ({ reference: key, payload: {}, steps });
    return { ...(task as DocumentTask), build, change: () => further };
  });
  return pluginUnderTest({ ...parcelly, tasks });
}

it('makes nothing of a document with a step that is not declared, and names those that are', async () => {
  const app = taking(['creat']);
  const order = app.record('invoice', { number: 'N1', status: 'open', total: '1' });
  expect(await app.build(TASK, order)).toEqual({
    error: {
      name: 'Error',
      message: expect.stringMatching(/^it takes the step 'creat', which .+ there (is|are) .*create/),
    },
  });
});

it('takes no further steps that are not declared', async () => {
  const sent = { reference: 'N1', payload: {}, steps: ['create'], done: ['create'] };
  expect(await taking(['create'], ['updat']).change(TASK, sent)).toEqual({
    error: { name: 'Error', message: expect.stringContaining("'updat'") },
  });
});

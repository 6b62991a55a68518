import { describe, expect, it } from 'vitest';
import parcelly from '../../../test/plugins/parcelly/plugin.js';
import type { Connection } from '../connection.js';
import { Text } from '../fields.js';
import type { Plugin } from '../plugin.js';
import { activateStep, connectStep, Step } from '../step.js';
import type { DocumentTask, ImportTask, Task } from '../tasks/index.js';
import type { ConnectionWebhook } from '../webhook.js';
import { type CheckOptions, checkPlugin } from './check-plugin.js';

const options: CheckOptions = { maps: { depots: { MAIN: 'SYD' } }, answers: { mode: 'single', depot: 'SYD' } };

/** The promises that a plugin breaks, with what is said about each. */
async function broken(changes: Partial<Plugin>, more: CheckOptions = {}): Promise<Record<string, string>> {
  const promises: [string, () => unknown][] = [];
  checkPlugin({ ...parcelly, ...changes }, (promise, keep) => promises.push([promise, keep]), { ...options, ...more });
  const found: Record<string, string> = {};
  for (const [promise, keep] of promises) {
    await (async () => keep())().catch((error: Error) => {
      found[promise] = error.message;
    });
  }
  return found;
}

const withTask = <T extends Task>(id: string, change: (task: T) => Partial<T>): Partial<Plugin> => ({
  tasks: parcelly.tasks!.map((task) => (task.id === id ? ({ ...task, ...change(task as T) } as Task) : task)),
});

const withItemMapping = (change: Partial<ImportTask['mapping']>): Partial<Plugin> => {
  const mapping = { ...parcelly.mappings![0]!, ...change };
  return {
    ...withTask<ImportTask>('import-items', () => ({ mapping })),
    mappings: [mapping, ...parcelly.mappings!.slice(1)],
  };
};

describe('the check of a plugin', () => {
  it('finds nothing to say about a sound one', async () => {
    expect(await broken({})).toEqual({});
  });

  it('finds declarations the hub could not keep', async () => {
    const found = await broken({ version: 'one' });
    expect(found['loads, and declares nothing that the hub could not keep']).toMatch(/^version: 'one'/);
  });

  it.each([
    ['With care', 'Nothing breaks easily.', 'Sender', "'sender' must be answered"],
    ['Elsewhere', 'Nothing there.', undefined, "no field is of the group 'Elsewhere'"],
  ])('finds a step that folds “%s” away, though it can’t', async (group, says, label, problem) => {
    @Step({ title: 'Get started', folded: { [group]: says } })
    class GetStarted {
      @Text({ label: label ?? 'Sender', group: label && group })
      sender!: string;
    }
    const found = await broken({ wizard: [GetStarted, connectStep(), activateStep()] });
    expect(found['loads, and declares nothing that the hub could not keep']).toContain(problem);
  });

  it('finds a build that breaks on a lean record', async () => {
    const found = await broken(
      withTask<DocumentTask>('export-invoices', () => ({
        build: (record) => ({ notDue: (record.body as { username: string }).username.trim() }),
      })),
    );
    expect(found).toEqual({
      'export-invoices: takes empty and strange records without breaking': expect.stringMatching(
        /^Broken by a record \(invoice\) with nothing but what it must have: Cannot read/,
      ),
    });
  });

  it('finds a webhook that breaks on a body it does not know, and says which', async () => {
    const [webhook] = parcelly.webhooks as [ConnectionWebhook];
    const wakes: ConnectionWebhook['wakes'] = ({ body }) => [JSON.parse(body).task].filter(Boolean);
    expect(await broken({ webhooks: [{ ...webhook, wakes }] })).toEqual({
      'item-changed: wakes only imports that exist': expect.stringMatching(
        /^Broken by a notification whose body is '', /,
      ),
    });
  });

  it('finds a mapping that breaks on a strange row', async () => {
    const found = await broken(withItemMapping({ skip: (row) => (row.code as string).startsWith('X') }));
    expect(Object.keys(found)).toEqual(['import-items: takes empty and strange rows without breaking']);
  });

  it('finds rows that never get in', async () => {
    const found = await broken(withItemMapping({ refuse: () => 'On principle' }));
    expect(found).toEqual({
      'import-items: brings in what the sandbox holds': expect.stringMatching(
        /^5 rows are refused:\nitem-1: On principle/,
      ),
    });
    expect(
      await broken(withItemMapping({ refuse: () => 'On principle' }), { mayRefuse: { 'import-items': 5 } }),
    ).toEqual({});
  });

  it('finds an import that does not go on from its bookmark', async () => {
    const found = await broken(
      withTask<ImportTask>('import-items', ({ pull }) => ({ pull: (ctx) => pull({ ...ctx, bookmark: undefined }) })),
    );
    expect(found).toEqual({
      'import-items: brings in what the sandbox holds': 'Resumed behind a page, it does not bring the rest.',
    });
  });

  it('finds checks that let anybody in', async () => {
    const connection: Connection = {
      ...parcelly.connection!,
      checks: [{ title: 'Nod', run: async () => ({ key: 'a', name: 'A' }) }],
    };
    expect(await broken({ connection })).toEqual({
      'is turned away by its sandbox with other credentials': 'Its checks pass with a wrong secret.',
    });
    const nobody: Connection = { ...parcelly.connection!, checks: [{ title: 'Nod', run: async () => undefined }] };
    expect(await broken({ connection: nobody })).toMatchObject({
      'connects to its sandbox with the credentials that the sandbox names':
        'No check tells who the connection belongs to.',
    });
  });

  it('finds a webhook that wakes strangers', async () => {
    const webhooks = parcelly.webhooks!.map((webhook) => ({ ...webhook, wakes: () => ['export-invoices'] }));
    const found = await broken({ webhooks });
    expect(found['item-changed: wakes only imports that exist']).toMatch(/export-invoices/);
  });

  it('finds a sandbox that forgets', async () => {
    const found = await broken({ sandbox: ({ state }) => parcelly.sandbox!(state ? { products: 9 } : {}) });
    expect(found).toEqual({
      'opens its sandbox again as it was left': 'Opened with its own snapshot, it holds something else.',
    });
  });

  it('finds what is missing in the folder', async () => {
    const found = await broken({}, { at: import.meta.url });
    expect(found['keeps its name, its icon and its README in its folder']).toMatch(/The folder is called 'testing'/);
  });
});

import { describe, expect, it } from 'vitest';
import type { Plugin, Sandbox, SandboxOptions } from '../../sdk/index.js';
import { type SandboxCalls, sandboxesInside } from './sandbox-inside.js';
import { SandboxesOutside } from './sandbox-outside.js';

/** Counts what is posted, tells the time, and notifies of each change. */
function counter({ state, now, notify }: SandboxOptions): Sandbox {
  const held = { count: (state as { count: number } | undefined)?.count ?? 0 };
  return {
    credentials: { key: 'k' },
    get revision() {
      return held.count;
    },
    snapshot: () => ({ ...held }),
    async handle(request) {
      if (request.method === 'DELETE') return new Response(null, { status: 204 });
      if (request.method === 'POST') {
        held.count += Number(await request.text());
        await notify?.(new Request('https://hub.test/changed', { method: 'POST', body: String(held.count) }));
      }
      return Response.json({ count: held.count, now: now?.(), key: request.headers.get('x-key') });
    },
  };
}

/** Everything that crosses is plain data: it goes through JSON here, where a process boundary would be. */
function open() {
  const plugin = { sandbox: counter } as unknown as Plugin;
  const inside = (): SandboxCalls =>
    sandboxesInside(plugin, (id, request) => outside.notify(id, JSON.parse(JSON.stringify(request))));
  let process = inside();
  const outside = new SandboxesOutside(async (method, ...args) => {
    const answer = await (process[method] as (...args: unknown[]) => Promise<unknown>)(
      ...JSON.parse(JSON.stringify(args)),
    );
    return answer === undefined ? undefined : JSON.parse(JSON.stringify(answer));
  });
  return {
    outside,
    restart: () => {
      process = inside();
    },
  };
}

const post = (body: string) => new Request('https://app.test/', { method: 'POST', body, headers: { 'x-key': 'ü' } });

describe('a sandbox in another process', () => {
  it('answers requests, keeps its state and moves its clock', async () => {
    let now = 1000;
    const { outside } = open();
    const sandbox = await outside.open({ state: { count: 5 }, now: () => now });
    expect(sandbox).toMatchObject({ credentials: { key: 'k' }, revision: 5 });
    now = 2000;
    expect(await (await sandbox.handle(post('2'))).json()).toEqual({ count: 7, now: 2000, key: 'ü' });
    expect(sandbox.revision).toBe(7);
    expect(sandbox.snapshot()).toEqual({ count: 7 });
    expect((await sandbox.handle(new Request('https://app.test/', { method: 'DELETE' }))).status).toBe(204);
  });

  it('goes on from what was last known when its process was started anew', async () => {
    const { outside, restart } = open();
    const sandbox = await outside.open({});
    await sandbox.handle(post('3'));
    restart();
    expect(await (await sandbox.handle(post('1'))).json()).toMatchObject({ count: 4 });
    expect(sandbox.snapshot()).toEqual({ count: 4 });
  });

  it('notifies', async () => {
    const heard: string[] = [];
    const { outside } = open();
    const sandbox = await outside.open({
      notify: async (request) => void heard.push(`${request.url} ${await request.text()}`),
    });
    await sandbox.handle(post('9'));
    expect(heard).toEqual(['https://hub.test/changed 9']);
  });

  it('is not believed when it answers nonsense', async () => {
    const outside = new SandboxesOutside(async () => ({ credentials: 'none' }));
    await expect(outside.open({})).rejects.toThrow(/credentials/);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Sandbox } from '../sdk/index.js';
import { keptState, type ServedSandbox, serveSandbox } from './sandbox-server.js';

const served: ServedSandbox[] = [];

afterEach(async () => {
  await Promise.all(served.splice(0).map((one) => one.stop()));
});

function counter(state: { count: number } = { count: 0 }): Sandbox {
  const held = { ...state };
  return {
    credentials: {},
    get revision() {
      return held.count;
    },
    snapshot: () => held,
    async handle(request) {
      if (request.method === 'POST') held.count += Number(await request.text());
      return Response.json({ count: held.count, path: new URL(request.url).pathname + new URL(request.url).search });
    },
  };
}

async function open(...args: Parameters<typeof serveSandbox>): Promise<ServedSandbox> {
  const one = await serveSandbox(...args);
  served.push(one);
  return one;
}

it('answers over a socket, bodies and addresses untouched', async () => {
  const { url } = await open(counter());
  const answer = await fetch(`${url}/a%20b?x=1%2B2`, { method: 'POST', body: '3' });
  expect(await answer.json()).toEqual({ count: 3, path: '/a%20b?x=1%2B2' });
});

it('goes on from where it was stopped', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-'));
  const file = join(dir, 'state', 'counter.json');
  try {
    expect(await keptState(file)).toBeUndefined();
    const first = await serveSandbox(counter(), { file });
    await fetch(first.url, { method: 'POST', body: '5' });
    await first.stop();
    const second = await open(counter((await keptState(file)) as { count: number }), { file });
    expect(await (await fetch(second.url)).json()).toMatchObject({ count: 5 });
  } finally {
    await rm(dir, { recursive: true });
  }
});

it('lets something stand in its way', async () => {
  const { url } = await open(counter(), { through: async () => 'drop' });
  await expect(fetch(url)).rejects.toThrow();
});

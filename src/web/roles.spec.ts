import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Hub, startHub } from '../../test/support/hub.js';

let worker: Hub;

beforeAll(async () => {
  worker = await startHub({ ROLES: 'worker' });
});

afterAll(() => worker.stop());

it('a worker shows no page at all', async () => {
  for (const path of ['/', '/sign-in', '/welcome', '/stores', '/assets/x/tabler.css']) {
    const response = await fetch(worker.url + path, { redirect: 'manual' });
    expect({ path, status: response.status }).toEqual({ path, status: 404 });
  }
});

it('a worker says whether it is well', async () => {
  const response = await fetch(`${worker.url}/health`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: 'ok', database: 'ok' });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Hub, startHub } from './support/hub.js';

/** Everything a stranger may ask for. Adding a line here opens a door: do it on purpose. */
const OPEN = [
  'GET /health',
  'GET /sign-in',
  'POST /sign-in',
  'DELETE /sign-in',
  'GET /welcome',
  'POST /welcome',
  'POST /theme',
  // A colleague's link to one step of a wizard; its token is what lets them in.
  'GET /connect/:token',
  'POST /connect/:token',
];

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
}

let hub: Hub;
let routes: { method: string; path: string }[];

beforeAll(async () => {
  hub = await startHub();
  await hub.staff();
  const { stack } = hub.app.getHttpAdapter().getInstance().router as { stack: Layer[] };
  routes = stack.flatMap(({ route }) =>
    route ? Object.keys(route.methods).map((method) => ({ method: method.toUpperCase(), path: route.path })) : [],
  );
});

afterAll(() => hub.stop());

it('knows every door of the house', () => {
  expect(routes.length).toBeGreaterThan(15);
  const named = routes.map(({ method, path }) => `${method} ${path}`);
  expect(OPEN.filter((open) => !named.includes(open))).toEqual([]);
});

it('sends strangers to the sign-in page, whatever they ask for', async () => {
  const stranger = hub.stranger();
  for (const { method, path } of closed()) {
    const page = await (method === 'GET' ? stranger.get(path) : stranger.post(path, {}, method));
    expect({ method, path, status: page.status, location: page.location?.split('?')[0] }).toEqual({
      method,
      path,
      status: 303,
      location: '/sign-in',
    });
  }
}, 60_000);

it('answers machines that are not signed in with 401', async () => {
  for (const { path } of closed().filter(({ method }) => method === 'GET')) {
    const page = await hub.stranger().get(path, { accept: 'application/json' });
    expect({ path, status: page.status }).toEqual({ path, status: 401 });
  }
}, 60_000);

it('takes no form without its token', async () => {
  const { browser } = await hub.staff();
  for (const { method, path } of routes.map((route) => ({ ...route, path: filled(route.path) }))) {
    if (method === 'GET' || path.startsWith('/webhooks')) continue;
    const page = await browser.postRaw(path, { _method: method });
    expect({ method, path, status: page.status }).toEqual({ method, path, status: 403 });
  }
}, 60_000);

function closed() {
  return routes
    .filter(({ method, path }) => !OPEN.includes(`${method} ${path}`))
    .map(({ method, path }) => ({ method, path: filled(path) }));
}

function filled(path: string): string {
  return path.replaceAll(/[:*]\w+/g, '1');
}

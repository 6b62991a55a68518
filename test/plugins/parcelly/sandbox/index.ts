import { createHmac } from 'node:crypto';
import type { Sandbox, SandboxOptions } from 'patchbay/sdk';
import { Depot, type DepotState } from './depot.js';
import { routes } from './routes.js';

const CREDENTIALS = { id: 'fernandfig', key: 'parcelly-key-that-opens-nothing-else' };

export interface ParcellySandbox extends Sandbox {
  /** What the app holds, for tests to look at and to change. */
  readonly depot: Depot;
}

/** The whole of Parcelly, in memory. */
export function createSandbox({ state, products = 5 }: SandboxOptions = {}): ParcellySandbox {
  const depot = state === undefined ? Depot.seeded(products) : new Depot(structuredClone(state) as DepotState);
  return {
    credentials: CREDENTIALS,
    depot,
    get revision() {
      return depot.revision;
    },
    snapshot: () => structuredClone(depot.state),
    async handle(request) {
      const url = new URL(request.url);
      if (!isSigned(request, url)) return Response.json({ refused: 'The signature is wrong.' }, { status: 401 });
      const text = await request.text();
      for (const { method, path, answer } of routes) {
        const match = request.method === method ? path.exec(url.pathname) : null;
        if (match)
          return answer(depot, { url, id: decodeURIComponent(match[1] ?? ''), json: text ? JSON.parse(text) : {} });
      }
      return Response.json({ refused: `There is no ${request.method} ${url.pathname}.` }, { status: 404 });
    },
  };
}

function isSigned({ headers }: Request, url: URL): boolean {
  const signature = createHmac('sha256', CREDENTIALS.key).update(url.search.slice(1)).digest('base64');
  return headers.get('x-account') === CREDENTIALS.id && headers.get('x-signature') === signature;
}

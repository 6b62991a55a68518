import {
  activateStep,
  type Context,
  connectStep,
  definePlugin,
  type HttpAnswer,
  importTask,
  mapping,
  oauth2,
  Reconnect,
  secret,
  type TenantEvent,
  text,
} from 'patchbay/sdk';
import { createSandbox } from './sandbox/index.js';

interface Seat {
  id: string;
  organisation: string;
  name: string;
}

const connection = oauth2({
  authorizeUrl: 'https://login.inkwell.test/authorize',
  tokenUrl: 'https://id.inkwell.test/token',
  revokeUrl: 'https://id.inkwell.test/revoke',
  scopes: ['offline', 'items.read'],
  baseUrl: 'https://api.inkwell.test/v1',
  headers: { 'inkwell-organisation': '{tenant}' },
  async tenants({ http }) {
    const seats = read<Seat[]>(await http.send({ path: 'https://api.inkwell.test/seats' }));
    return seats.map(({ id, organisation, name }) => ({ key: organisation, name, data: { seat: id } }));
  },
  async disconnect({ http }, { data }) {
    const path = `https://api.inkwell.test/seats/${data?.seat}`;
    const { status } = await http.send({ method: 'DELETE', path, purpose: 'Disconnect' });
    if (status !== 204 && status !== 404) throw new Error(`Inkwell answered ${status}.`);
  },
  clientCredentials: {
    title: 'Custom connection',
    help: 'Inkwell → My apps → Custom connection',
    fields: { clientId: text('Client id'), clientSecret: secret('Client secret') },
    scopes: ['items.read'],
  },
  checks: [
    { title: 'Read the organisation', run: ({ http }) => organisation(http) },
    {
      title: 'Read the items',
      run: async ({ http }) => {
        read(await http.send({ path: 'items' }));
        return undefined;
      },
    },
  ],
});

async function organisation(http: Context['http']) {
  return read<{ key: string; name: string }>(await http.send({ path: 'organisation' }));
}

function read<T>({ status, body }: HttpAnswer): T {
  if (status === 403) throw new Reconnect('Inkwell was disconnected.');
  if (status >= 400) throw new Error(`Inkwell answered ${status}.`);
  return JSON.parse(body) as T;
}

const itemMapping = mapping('items', 'product', {
  title: 'Items',
  remoteId: 'id',
  rows: [
    { from: 'code', to: 'sku' },
    { from: 'title', to: 'name' },
  ],
});

const importItems = importTask({
  id: 'import-items',
  title: 'Import items',
  record: 'product',
  schedule: 'every 15 minutes',
  first: true,
  mapping: itemMapping,
  pulls: 'changes',
  async *pull({ http }) {
    yield { rows: read<Record<string, unknown>[]>(await http.send({ path: 'items' })) };
  },
});

interface Told {
  organisation?: unknown;
  number?: unknown;
}

export default definePlugin({
  id: 'inkwell',
  name: 'Inkwell',
  version: '1.0.0',
  sdk: '^1',
  listing: {
    summary: 'A ledger that exists to be tested',
    about: ['It is connected by consent.'],
    category: 'Accounting',
    icon: 'icon.svg',
    moves: { in: ['Items'], out: [] },
  },
  hosts: ['login.inkwell.test', 'id.inkwell.test', 'api.inkwell.test'],
  limits: { concurrent: 4 },
  connection,
  wizard: [connectStep(), activateStep()],
  mappings: [itemMapping],
  tasks: [importItems],
  webhooks: [
    {
      id: 'changed',
      appWide: true,
      title: 'Items changed',
      help: 'Inkwell → My apps → Webhooks',
      verify: { header: 'x-inkwell-signature', hmac: 'sha256', encoding: 'base64' },
      events: ({ body }) => eventsIn(body),
    },
  ],
  sandbox: createSandbox,
});

function eventsIn(body: string): TenantEvent[] {
  const { events } = Object(parsed(body)) as { events?: unknown };
  const told: Told[] = Array.isArray(events) ? events.map((event) => Object(event) as Told) : [];
  return told
    .filter(({ organisation: tenant }) => typeof tenant === 'string')
    .map(({ organisation: tenant, number }) => ({
      tenant: String(tenant),
      eventId: String(number),
      wakes: ['import-items'],
    }));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

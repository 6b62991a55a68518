import {
  apiKeys,
  definePlugin,
  type HttpRequest,
  type HubRecord,
  Reconnect,
  type Sandbox,
  stateTask,
} from '../../src/sdk/index.js';

// A shop window: it shows the last price it was told of each thing. What keeps it equal to our records is put to the test with it.

/** The window, and how often it was told something. */
export class Shelf implements Sandbox {
  readonly credentials = {};
  readonly prices = new Map<string, string>();
  revision = 0;
  private readonly refused = new Set<string>();

  refuse(sku: string): void {
    this.refused.add(sku);
  }

  snapshot(): unknown {
    return [...this.prices];
  }

  async handle(request: Request): Promise<Response> {
    const rows = (await request.json()) as { sku: string; price: string }[];
    const results = rows.map(({ sku, price }) => {
      if (this.refused.has(sku)) return { sku, problem: `${sku} does not fit` };
      this.revision++;
      this.prices.set(sku, price);
      return { sku };
    });
    return Response.json(results);
  }
}

const showPrices = stateTask({
  id: 'show-prices',
  title: 'Show prices',
  record: 'product',
  schedule: 'every 15 minutes',
  fields: ['price'],
  watch: { fields: ['price'], percent: 10 },
  batch: 10,
  build({ body }: HubRecord<'product'>) {
    if (body.untracked) return undefined;
    return body.price ? { sku: body.sku, price: body.price } : { rejected: 'It has no price.' };
  },
  async send(items, { http }) {
    const request: HttpRequest = { method: 'POST', path: 'prices', json: items.map(({ payload }) => payload) };
    const { status, body } = await http.send(request);
    if (status === 403) throw new Reconnect();
    const results = JSON.parse(body) as { sku: string; problem?: string }[];
    return results.map(({ sku, problem }) => (problem ? { rejected: problem } : { done: true, remoteId: sku }));
  },
});

export const shelf = definePlugin({
  id: 'shelf',
  name: 'Shelf',
  version: '1.0.0',
  sdk: '^1',
  listing: { summary: '', about: [], category: '', icon: 'icon.svg', moves: { in: [], out: ['Prices'] } },
  hosts: ['api.shelf.example'],
  connection: apiKeys({ fields: {}, baseUrl: 'https://api.shelf.example', checks: [] }),
  limits: { concurrent: 2 },
  tasks: [showPrices],
});

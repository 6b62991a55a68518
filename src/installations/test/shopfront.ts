import {
  activateStep,
  apiKeys,
  Choice,
  connectStep,
  definePlugin,
  Money,
  Step,
  secret,
  Text,
  text,
} from '../../sdk/index.js';

const LISTING = { icon: 'icon.svg', about: ['For tests.'] };

/** What others stand on: connects to nothing and asks for nothing. */
export const base = definePlugin({
  id: 'base',
  name: 'Base',
  version: '1.0.0',
  sdk: '^1',
  listing: { ...LISTING, summary: 'Opens the door', category: 'Essentials', moves: { in: [], out: [] } },
});

@Step({ title: 'Your shop' })
class YourShop {
  @Text({ label: 'Time zone' })
  timeZone!: string;

  @Text({ label: 'Currency' })
  currency!: string;

  @Choice({ label: 'Prices', options: { inclusive: 'With tax', exclusive: 'Without tax' } })
  taxInclusive!: string;

  @Money({ label: 'Free delivery from', min: 10, max: 500, required: false })
  freeFrom?: string;
}

/** A store's platform, whose twin knows one shop per key. */
export const shopfront = definePlugin({
  id: 'shopfront',
  name: 'Shopfront',
  version: '1.0.0',
  sdk: '^1',
  platform: true,
  listing: { ...LISTING, summary: 'Your shop', category: 'Platforms', moves: { in: ['Orders'], out: ['Products'] } },
  hosts: ['api.shopfront.test'],
  connection: apiKeys({
    fields: { shop: text('Shop'), key: secret('Key') },
    baseUrl: 'https://api.shopfront.test',
    headers: { authorization: 'Bearer {key}' },
    credentialsOwner: 'Only the owner of the shop sees it',
    checks: [
      {
        title: 'Find the shop',
        run: async ({ http }) => JSON.parse((await http.send({ path: 'shop' })).body) as { key: string; name: string },
      },
    ],
  }),
  wizard: [connectStep(), YourShop, activateStep()],
  sandbox: () => ({
    credentials: { shop: 'fern', key: 'k' },
    snapshot: () => ({}),
    revision: 0,
    async handle({ headers }) {
      const name = headers.get('authorization')?.replace('Bearer ', '') ?? '';
      return Response.json({ key: name, name: `Shop ${name}` });
    },
  }),
});

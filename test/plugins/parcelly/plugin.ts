import { activateStep, apiKeys, connectStep, definePlugin, hmac, secret, text } from 'patchbay/sdk';
import { AdvancedConfiguration } from './advanced.js';
import { ParcellyClient } from './client.js';
import { itemMapping, stockMapping } from './mappings.js';
import { createSandbox } from './sandbox/index.js';
import { consignments } from './statements.js';
import { exportInvoices } from './tasks/export-invoices.js';
import { importItems } from './tasks/import-items.js';
import { importStock } from './tasks/import-stock.js';
import { updatePrices } from './tasks/update-prices.js';
import { ChooseDepot, GetStarted } from './wizard.js';

export default definePlugin<ParcellyClient>({
  id: 'parcelly',
  name: 'Parcelly',
  version: '1.2.0',
  sdk: '^1',
  listing: {
    summary: 'Parcels that exist to be tested',
    about: ['Every seam of the SDK is used here once.'],
    category: 'Shipping',
    icon: 'icon.svg',
    moves: { in: ['Items', 'Stock'], out: ['Invoices', 'Prices'] },
  },
  hosts: ['api.parcelly.test'],
  limits: { concurrent: 4, perMinute: 600, perMonth: 'by plan' },
  connection: apiKeys({
    fields: { id: text('Account', { pattern: '^[a-z]+$' }), key: secret('Secret key') },
    credentialsUrl: 'https://parcelly.test/settings/keys',
    credentialsHelp: 'Settings → Keys',
    baseUrl: 'https://api.parcelly.test/v1',
    headers: { 'x-account': '{id}' },
    sign: hmac('sha256', { over: 'query', key: 'key', header: 'x-signature' }),
    checks: [
      {
        title: 'Read the account',
        run: ({ http }) => new ParcellyClient(http).account(),
      },
    ],
  }),
  wizard: [GetStarted, connectStep(), ChooseDepot, activateStep()],
  advanced: AdvancedConfiguration,
  workflows: {
    full: {
      title: 'Everything',
      help: 'Items and stock come in, invoices and prices go out.',
      tasks: ['import-items', 'import-stock', 'export-invoices', 'update-prices'],
    },
    parcels: {
      title: 'Parcels only',
      help: 'Only invoices go out.',
      tasks: ['export-invoices'],
      warning: 'Stock is not kept equal.',
      confirm: 'Stock is counted by hand',
    },
  },
  valueMaps: [
    {
      id: 'depots',
      title: 'Depots',
      help: 'Which depot serves a warehouse.',
      store: { records: 'warehouse' },
      app: { text: { maxLength: 20 } },
      required: true,
      unique: true,
    },
    {
      id: 'reasons',
      title: 'Return reasons',
      help: 'What a return reason is called in Parcelly.',
      store: { seen: { record: 'return', list: 'lines', field: 'reason' } },
      app: { text: { maxLength: 40 } },
      confirm: 'Added in Parcelly under Settings → Reasons',
    },
  ],
  mappings: [itemMapping, stockMapping],
  tasks: [importItems, importStock, exportInvoices, updatePrices],
  webhooks: [
    {
      id: 'item-changed',
      title: 'An item changed',
      help: 'Settings → Notifications',
      verify: { header: 'x-parcelly-signature', hmac: 'sha256', key: 'key', encoding: 'hex' },
      eventId: ({ headers }) => headers['x-parcelly-event'] ?? '',
      wakes: ({ body }) => (body.includes('"stock"') ? ['import-stock'] : ['import-items']),
    },
  ],
  statements: { invoice: consignments },
  pickLists: { depots: ({ api }, search) => api.depots(search) },
  creates: { item: ({ api }, code) => api.createItem(code) },
  client: (http) => new ParcellyClient(http),
  sandbox: createSandbox,
});

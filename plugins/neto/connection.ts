import { apiKeys, type ConnectionCheck, type Context, secret, text } from 'patchbay/sdk';
import { netoApi } from './client.js';
import { CUSTOMER, ITEM, ORDER } from './nouns.js';
import { allWarehouses } from './tasks/all-warehouses.js';

/** Rights of an API user are given noun by noun: each must be tried. */
const mayRead = (title: string, read: (ctx: Context) => Promise<unknown>): ConnectionCheck => ({
  title,
  async run(ctx) {
    await read(ctx);
    return undefined;
  },
});

export const connection = apiKeys({
  fields: {
    storeDomain: text('Store domain', {
      help: 'The address of your store’s control panel, without https:// and without anything behind it.',
      placeholder: 'www.yourstore.com.au',
      pattern: '^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$',
      maxLength: 253,
    }),
    username: text('API username', { help: 'The staff user that the API key belongs to.', maxLength: 100 }),
    key: secret('API key', { maxLength: 200 }),
    webhookToken: secret('Webhook verify token', {
      help: 'Only if the store should announce orders by itself: Setup & Tools → All Settings & Tools → API Settings.',
      required: false,
      maxLength: 200,
    }),
  },
  credentialsHelp: 'Setup & Tools → Staff Users → the user → API key',
  credentialsOwner: 'somebody who may manage staff users in the store',
  baseUrl: 'https://{storeDomain}/do/WS',
  headers: { NETOAPI_KEY: '{key}', NETOAPI_USERNAME: '{username}' },
  checks: [
    {
      title: 'Read the currency settings',
      async run(ctx) {
        await netoApi(ctx).settings();
        // The API has no name and no number for the store itself; its address is what tells it from others.
        return { key: '{storeDomain}', name: '{storeDomain}' };
      },
    },
    mayRead('Read the warehouses', (ctx) => allWarehouses(netoApi(ctx))),
    mayRead('Read an order', (ctx) => netoApi(ctx).one(ORDER)),
    mayRead('Read a product', (ctx) => netoApi(ctx).one(ITEM)),
    mayRead('Read a customer', (ctx) => netoApi(ctx).one(CUSTOMER)),
  ],
});

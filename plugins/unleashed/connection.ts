import { apiKeys, type Context, hmac, secret, type Tenant, text } from 'patchbay/sdk';
import { UnleashedApi } from './client.js';

const CREDENTIALS_URL = 'https://au.unleashedsoftware.com/v2/Integration/Api';

export const connection = apiKeys({
  fields: {
    id: text('API id', { maxLength: 100, pattern: '^\\S+$' }),
    key: secret('API key', { maxLength: 200, pattern: '^\\S+$' }),
    webhookKey: secret('Webhook signing key', {
      required: false,
      maxLength: 200,
      pattern: '^\\S+$',
      help: 'Only if Unleashed shall tell at once that products changed: the key that it gave when the webhook was made.',
    }),
  },
  credentialsUrl: CREDENTIALS_URL,
  credentialsHelp: 'Integration → Unleashed API Access',
  credentialsOwner: 'Unleashed’s account owner',
  baseUrl: 'https://api.unleashedsoftware.com',
  headers: { 'api-auth-id': '{id}', accept: 'application/json', 'content-type': 'application/json' },
  sign: hmac('sha256', { over: 'query', key: 'key', header: 'api-auth-signature' }),
  checks: [
    { title: 'Read the company', run: readCompany },
    { title: 'Read the warehouses', run: (ctx) => need(ctx, (api) => api.warehouses(), 'a warehouse') },
    { title: 'Read the tax rates', run: (ctx) => need(ctx, (api) => api.taxes(), 'a tax rate') },
    { title: 'Read products', run: (ctx) => need(ctx, (api) => api.productsLike(''), 'a product') },
    { title: 'Read open sales orders', run: (ctx) => new UnleashedApi(ctx).openOrders().then(() => undefined) },
  ],
});

async function readCompany(ctx: Context): Promise<Tenant> {
  const { Guid: guid, CompanyName: name = 'Unleashed' } = await new UnleashedApi(ctx).company();
  return { key: guid ?? name, name };
}

async function need(ctx: Context, read: (api: UnleashedApi) => Promise<unknown[]>, what: string): Promise<undefined> {
  const rows = await read(new UnleashedApi(ctx));
  if (rows.length === 0) throw new Error(`Unleashed has not ${what} yet. Add one there first.`);
}

import { type Context, NeedsPerson, oauth2, secret, type Tenant, text } from 'patchbay/sdk';
import { XeroApi } from './client.js';

// Manual journals are asked for even where the cost of goods isn't posted from here: a consent can't be widened later, and stores
// that share a connection may have different workflows.
const READS_AND_WRITES = [
  'accounting.invoices',
  'accounting.payments',
  'accounting.banktransactions',
  'accounting.manualjournals',
  'accounting.contacts',
  'accounting.settings.read',
];

export const connection = oauth2({
  authorizeUrl: 'https://login.xero.com/identity/connect/authorize',
  tokenUrl: 'https://identity.xero.com/connect/token',
  // Without an address to revoke at: that would disconnect every organisation the person ever connected.
  scopes: ['openid', 'profile', 'email', 'offline_access', ...READS_AND_WRITES],
  baseUrl: 'https://api.xero.com/api.xro/2.0',
  headers: { 'xero-tenant-id': '{tenant}', accept: 'application/json' },
  tenants: async (ctx) => {
    const organisations = await new XeroApi(ctx).connections.organisations();
    return organisations.map(({ tenantId: key, tenantName: name }) => ({ key, name }));
  },
  disconnect: (ctx, tenant) => new XeroApi(ctx).connections.end(tenant.key),
  clientCredentials: {
    title: 'Custom connection',
    help: 'developer.xero.com → My Apps → New app → Custom connection',
    fields: {
      clientId: text('Client id', { maxLength: 100, pattern: '^\\S+$' }),
      clientSecret: secret('Client secret', { maxLength: 200, pattern: '^\\S+$' }),
    },
    scopes: READS_AND_WRITES,
    headers: { accept: 'application/json' },
  },
  checks: [
    { title: 'Read the organisation', run: readOrganisation },
    { title: 'Read the accounts', run: readAccounts },
    { title: 'May we post invoices?', run: mayPost },
  ],
});

async function readOrganisation(ctx: Context): Promise<Tenant> {
  const { OrganisationID: key, Name: name = 'Xero' } = await new XeroApi(ctx).setUp.organisation();
  return { key, name };
}

async function readAccounts(ctx: Context): Promise<undefined> {
  const accounts = await new XeroApi(ctx).setUp.accounts();
  if (accounts.length === 0)
    throw new NeedsPerson('Xero has no accounts yet. Set up your chart of accounts there first.');
}

/** A consent gives us no more than the person who agreed may do themselves. */
async function mayPost(ctx: Context): Promise<undefined> {
  const allowed = await new XeroApi(ctx).setUp.allowed();
  if (allowed.size === 0 || allowed.has('CreateApprovedInvoice')) return;
  throw new NeedsPerson(
    'The person who connected may not approve invoices in Xero. Let somebody with the role Standard or Adviser connect.',
  );
}

import 'reflect-metadata';
import xero from '../../plugins/xero/plugin.js';
import { readTokens } from '../../src/connections/oauth/grant.js';
import { manifestOf } from '../../src/sdk/host/index.js';
import { measureExport } from './export-hub.js';
import type { Twin } from './xero-twin.js';

// The hub's own export of invoices to Xero's twin.
// node hub-xero.js <database> <twin> <limited>

const [url, opened, limited] = process.argv.slice(2) as [string, string, string];
const { address, credentials } = JSON.parse(opened) as Twin;
const { hosts, connection } = manifestOf(xero);

const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64');
const answer = await fetch(`${address}/connect/token`, {
  method: 'POST',
  headers: { authorization: `Basic ${basic}` },
  body: new URLSearchParams({ grant_type: 'client_credentials' }),
});
const tokens = readTokens(await answer.text(), Date.now());
if (!tokens) throw new Error(`The twin gave no token (${answer.status})`);

const scopes = connection!.oauth!.clientCredentials!.scopes;
// Where the app has its limits switched off, ours for every minute are too.
const plugin = limited === 'true' ? xero : { ...xero, limits: { concurrent: 5 } };
process.send!(
  await measureExport({
    url,
    plugin,
    endpoints: hosts.map((host) => `${host}=${address}`),
    connection: { credentials, tenant: { key: 'bench', name: 'Bench' }, grant: { way: 'own-client', tokens, scopes } },
  }),
);
process.disconnect();

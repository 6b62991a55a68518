/** An app as it is registered in the developer portal. */
export interface Client {
  id: string;
  /** What people call the app. */
  name: string;
  secret: string;
  kind: 'web app' | 'custom connection';
  scopes: readonly string[];
  /** The one organisation a custom connection is for. */
  tenantId?: string;
  redirectUris: readonly string[];
}

const GRANULAR = [
  'accounting.invoices',
  'accounting.payments',
  'accounting.banktransactions',
  'accounting.manualjournals',
  'accounting.settings',
  'accounting.contacts',
  'accounting.attachments',
];
const BROAD = ['accounting.transactions'];
const IDENTITY = ['openid', 'profile', 'email', 'offline_access'];

const withReading = (scopes: readonly string[]) => scopes.flatMap((scope) => [scope, `${scope}.read`]);

/** Apps from before March 2026 have the broad scopes too; custom connections have no identity and nothing to refresh. */
export const WEB_SCOPES = [...IDENTITY, ...withReading([...GRANULAR, ...BROAD])];
export const CUSTOM_SCOPES = withReading(GRANULAR);

/** Which scopes open a resource; `.read` of each opens it for reading. */
const OPENED_BY: Record<string, readonly string[]> = {
  organisation: ['accounting.settings'],
  accounts: ['accounting.settings'],
  taxrates: ['accounting.settings'],
  trackingcategories: ['accounting.settings'],
  currencies: ['accounting.settings'],
  users: ['accounting.settings'],
  brandingthemes: ['accounting.settings'],
  items: ['accounting.settings', 'accounting.invoices', 'accounting.transactions'],
  contacts: ['accounting.contacts'],
  invoices: ['accounting.invoices', 'accounting.transactions'],
  creditnotes: ['accounting.invoices', 'accounting.transactions'],
  purchaseorders: ['accounting.invoices', 'accounting.transactions'],
  payments: ['accounting.payments', 'accounting.transactions'],
  batchpayments: ['accounting.payments', 'accounting.transactions'],
  overpayments: ['accounting.payments', 'accounting.transactions'],
  prepayments: ['accounting.payments', 'accounting.transactions'],
  banktransactions: ['accounting.banktransactions', 'accounting.transactions'],
  banktransfers: ['accounting.banktransactions', 'accounting.transactions'],
  manualjournals: ['accounting.manualjournals', 'accounting.transactions'],
};

/** Whether a token's scopes let a request through to a resource. */
export function opens(scopes: readonly string[], resource: string, method: string): boolean {
  const keys = OPENED_BY[resource] ?? [];
  return keys.some((key) => scopes.includes(key) || (method === 'GET' && scopes.includes(`${key}.read`)));
}

const LOCAL = /^http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?(\/|$)/;

/** Exactly a registered address, or any on this machine. */
export const takesRedirect = (client: Client, uri: string): boolean =>
  client.redirectUris.includes(uri) || LOCAL.test(uri);

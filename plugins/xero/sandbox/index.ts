import type { SandboxOptions } from 'patchbay/sdk';
import { Accounting, apology, BASE } from './accounting.js';
import { Books, type BooksState } from './books/books.js';
import { demoPart } from './demo-part.js';
import { type Answer, notFound } from './desk/answers.js';
import { xmlOf } from './desk/xml.js';
import { Idempotency } from './gate/idempotency.js';
import { Limits, NO_LIMITS, REAL_LIMITS } from './gate/limits.js';
import { homePage } from './home.js';
import { type Client, CUSTOM_SCOPES, WEB_SCOPES } from './identity/clients.js';
import { Identity } from './identity/identity.js';
import { Tenancy, type TenancyState } from './identity/tenancy.js';
import type { XeroSandbox, XeroSandboxOptions } from './options.js';
import { personIn } from './person.js';
import { seedLife } from './seed/life.js';
import { seededOrganisations } from './seed/organisations.js';
import { Webhooks } from './webhooks.js';

export type { XeroSandbox, XeroSandboxOptions } from './options.js';

const WEB_APP = { id: 'FERNANDFIG00000000000000000WEB01', secret: 'web-app-secret-that-opens-nothing-else' };
const CUSTOM = { clientId: 'FERNANDFIG000000000000000CUSTOM1', clientSecret: 'custom-secret-that-opens-nothing-else' };
// Where the hub sends people back to in specs that have no server of their own.
const HUB = 'https://hub.example/connections/callback';
const FEW_SALES = 4;
const LARGEST_BODY = 3_500_000;

interface State {
  version: 1;
  revision: number;
  tenancy: TenancyState;
  books: BooksState[];
}

/**
 * Xero, with two organisations, speaking its own protocol: the identity service (login.xero.com, identity.xero.com,
 * api.xero.com/connections) and the accounting API. All three hosts may lead to one twin.
 */
export function createSandbox(options: SandboxOptions & XeroSandboxOptions = {}): XeroSandbox {
  const { now = Date.now, limits: wanted, latency = 0, keysBelongTo = 'app', largestBody = LARGEST_BODY } = options;
  const state = options.state === undefined ? undefined : earlierState(options.state);
  let revision = state?.revision ?? 0;
  const all = openBooks(state, now, options.sales ?? FEW_SALES);
  const byTenant = new Map(all.map((books) => [books.organisation.id, books]));
  const clients = clientsOf(all[0]!.organisation.id, [HUB, ...(options.redirectUris ?? [])]);
  const tenancy = openTenancy(state, clients, now);
  const limits = new Limits(wanted === false ? NO_LIMITS : { ...REAL_LIMITS, ...wanted }, now);
  const webhooks = new Webhooks(options.webhook, options.notify);
  const touched = () => {
    revision += 1;
  };
  const changed = (books: Books) => {
    touched();
    webhooks.flush(books);
  };
  const organisations = all.map(({ organisation: { id, name, currency, version } }) => ({
    id,
    name,
    about: `${version}, ${currency}`,
  }));
  const identity = new Identity({ clients, tenancy, now, organisations }, touched);
  const accounting = new Accounting({
    identity,
    tenancy,
    limits,
    idempotency: new Idempotency(now),
    keysBelongTo,
    largestBody,
    latency,
    unchanged: options.unchanged ?? 200,
    books: (tenantId) => byTenant.get(tenantId),
    changed,
  });
  const answer = async (request: Request): Promise<Answer> => {
    const url = new URL(request.url);
    if (url.pathname.startsWith(`${BASE}/`)) return accounting.answer(request, url);
    if (url.pathname === '/' && request.method === 'GET') return homePage(all, CUSTOM, WEB_APP);
    const known = identity.answer(request, url, request.method === 'GET' ? '' : await request.text());
    if (!known) throw notFound();
    return known;
  };
  const person = (books: Books) => personIn(books, () => changed(books));
  return {
    credentials: CUSTOM,
    oauthClient: WEB_APP,
    answers: answersIn(all[0]!),
    demo: demoPart(person(all[0]!)),
    get revision() {
      return revision;
    },
    snapshot: () =>
      structuredClone<State>({
        version: 1,
        revision,
        tenancy: tenancy.state(),
        books: all.map((books) => books.state()),
      }),
    async handle(request) {
      const { headers } = request;
      return respond(await answer(request).catch(apology), headers.get('accept') ?? '');
    },
    agree: async (authorize) => respond(identity.agree(new URL(authorize.url)), ''),
    ...person(all[0]!),
    organisations: () => organisations.map(({ id, name }) => ({ id, name })),
    personIn: (tenantId) => person(known(byTenant.get(tenantId), tenantId)),
    disconnect(tenantId) {
      tenancy.disconnect((connection) => tenantId === undefined || connection.tenantId === tenantId);
      touched();
    },
    revoke() {
      for (const grant of tenancy.grants) grant.revoked = true;
      touched();
    },
    expireAccessTokens() {
      tenancy.expiredUpTo = tenancy.counter;
      touched();
    },
    setWebhook: (subscription) => webhooks.subscribe(subscription),
    intentToReceive: () => webhooks.intentToReceive(),
    settled: () => webhooks.settled(),
    setLimits: (rules) => limits.change(rules === false ? NO_LIMITS : { ...REAL_LIMITS, ...rules }),
  };
}

function known(books: Books | undefined, tenantId: string): Books {
  if (!books) throw new Error(`There is no organisation ${tenantId}`);
  return books;
}

/** What Fern would choose from the lists of her chart. */
function answersIn(books: Books): Record<string, string> {
  const [clearing] = books.accounts.by('code', '611');
  return {
    workflow: 'alone',
    salesAccount: '200',
    shippingAccount: '210',
    surchargeAccount: '211',
    discountAccount: '215',
    paymentAccount: clearing?.id ?? '',
    vouchersAccount: '830',
    overpaymentsAccount: '831',
    taxedCode: 'OUTPUT',
    untaxedCode: 'EXEMPTOUTPUT',
  };
}

function openBooks(state: State | undefined, now: () => number, sales: number): Books[] {
  if (state) return state.books.map((books) => new Books(books, now));
  const all = seededOrganisations().map((books) => new Books(books, now));
  all.forEach((books, at) => {
    seedLife(books, at === 0 ? sales : 0);
  });
  return all;
}

function clientsOf(tenantId: string, redirectUris: readonly string[]): Client[] {
  return [
    { ...WEB_APP, name: 'Patchbay', kind: 'web app', scopes: WEB_SCOPES, redirectUris },
    {
      id: CUSTOM.clientId,
      name: 'Patchbay (custom connection)',
      secret: CUSTOM.clientSecret,
      kind: 'custom connection',
      scopes: CUSTOM_SCOPES,
      tenantId,
      redirectUris: [],
    },
  ];
}

/** A custom connection is connected from the start: it was made in the developer portal. */
function openTenancy(state: State | undefined, clients: readonly Client[], now: () => number): Tenancy {
  const tenancy = new Tenancy(state?.tenancy ?? Tenancy.empty(), now);
  if (state) return tenancy;
  for (const { id, tenantId } of clients) if (tenantId) tenancy.connect(id, [tenantId], tenantId);
  return tenancy;
}

function earlierState(state: unknown): State {
  if (typeof state === 'object' && state !== null && 'version' in state && state.version === 1 && 'tenancy' in state) {
    return structuredClone(state as State);
  }
  throw new Error('This is not a snapshot of the Xero sandbox');
}

/** The app speaks XML to whoever does not ask for JSON. */
function respond({ status, text, type, headers = {} }: Answer, accept: string): Response {
  const body = status === 204 || status === 304 ? null : text;
  const isJson = type?.startsWith('application/json') ?? false;
  if (isJson && headers['x-daylimit-remaining'] && !accept.includes('json')) {
    return new Response(xmlOf(text), {
      status,
      headers: { ...headers, 'content-type': 'application/xml; charset=utf-8' },
    });
  }
  return new Response(body, { status, headers: { ...headers, ...(type ? { 'content-type': type } : {}) } });
}

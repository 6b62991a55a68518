import type { XeroSandbox } from './index.js';

const TOKEN = 'https://identity.xero.com/connect/token';
const API = 'https://api.xero.com/api.xro/2.0';
const BACK = 'http://localhost:3000/callback';

/** Every scope a connector asks for. */
const SCOPES =
  'openid offline_access accounting.invoices accounting.payments accounting.banktransactions accounting.contacts accounting.settings accounting.manualjournals';

/** Specs look into answers as freely as a client may, and say what they expect there. */
export type Body = ReturnType<typeof JSON.parse>;

export interface Answered {
  status: number;
  headers: Headers;
  body: Body;
}

async function read(response: Response): Promise<Answered> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parsed(text) };
}

function parsed(text: string): Body {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A form-encoded POST to the token endpoint. */
export function tokenRequest(
  twin: XeroSandbox,
  form: Record<string, string>,
  client = twin.oauthClient,
): Promise<Answered> {
  const basic = Buffer.from(`${client.id}:${client.secret}`).toString('base64');
  const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
  return twin.handle(new Request(TOKEN, { method: 'POST', headers, body: new URLSearchParams(form) })).then(read);
}

export const customClient = (twin: XeroSandbox) => ({
  id: twin.credentials.clientId!,
  secret: twin.credentials.clientSecret!,
});

/** Where the person is sent back to once they allowed it. */
export async function allow(twin: XeroSandbox, query: Record<string, string> = {}, tenants?: string[]): Promise<URL> {
  const asked = {
    response_type: 'code',
    client_id: twin.oauthClient.id,
    redirect_uri: BACK,
    scope: SCOPES,
    state: 'st4te',
    ...query,
  };
  const form = new URLSearchParams({ decision: 'allow' });
  for (const id of tenants ?? [twin.organisations()[0]!.id]) form.append('organisation', id);
  const url = `https://login.xero.com/identity/connect/authorize?${new URLSearchParams(asked)}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await twin.handle(new Request(url, { method: 'POST', headers, body: form }));
  return new URL(response.headers.get('location') ?? 'about:blank');
}

export interface Tokens {
  access_token: string;
  refresh_token: string;
}

/** The whole way from consent to tokens. */
export async function connect(twin: XeroSandbox, tenants?: string[]): Promise<Tokens> {
  const back = await allow(twin, {}, tenants);
  const form = { grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', redirect_uri: BACK };
  return (await tokenRequest(twin, form)).body;
}

type More = { headers?: Record<string, string> };

/** Someone who asks the accounting API for one organisation. */
export class Asker {
  constructor(
    private readonly twin: XeroSandbox,
    readonly token: string,
    readonly tenantId: string | undefined,
  ) {}

  async ask(method: string, path: string, body?: unknown, { headers = {} }: More = {}): Promise<Answered> {
    return read(await this.twin.handle(this.request(method, path, body, { headers })));
  }

  get = (path: string, more?: More) => this.ask('GET', path, undefined, more);
  put = (path: string, body: unknown, more?: More) => this.ask('PUT', path, body, more);
  post = (path: string, body: unknown, more?: More) => this.ask('POST', path, body, more);

  request(method: string, path: string, body?: unknown, { headers = {} }: More = {}): Request {
    return new Request(path.startsWith('https') ? path : `${API}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${this.token}`,
        ...(this.tenantId ? { 'xero-tenant-id': this.tenantId } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
  }
}

/** By the custom connection: the quickest way in. */
export async function asker(twin: XeroSandbox): Promise<Asker> {
  const { body } = await tokenRequest(twin, { grant_type: 'client_credentials' }, customClient(twin));
  return new Asker(twin, body.access_token, undefined);
}

/** A small good sale: one line of 100 plus GST. */
export const sale = (changes: Record<string, unknown> = {}) => ({
  Type: 'ACCREC',
  Contact: { Name: 'Web Sales' },
  InvoiceNumber: 'N1001',
  Date: '2026-11-20',
  DueDate: '2026-11-27',
  LineAmountTypes: 'Exclusive',
  Status: 'AUTHORISED',
  LineItems: [line()],
  ...changes,
});

export const line = (changes: Record<string, unknown> = {}) => ({
  Description: 'Fern',
  Quantity: 1,
  UnitAmount: 100,
  AccountCode: '200',
  ...changes,
});

/** Creates what must succeed, and returns it. */
export async function made(who: Asker, noun: string, element: object, query = ''): Promise<Body> {
  const { status, body } = await who.put(`/${noun}${query}`, { [noun]: [element] });
  if (status !== 200) throw new Error(`${noun}: ${status} ${JSON.stringify(body)}`);
  return body[noun][0];
}

/** What a refusal tells the merchant. */
export const wrongs = (body: Body): string[] =>
  (body.Elements ?? []).flatMap((element: Body) => element.ValidationErrors.map((one: Body) => one.Message));

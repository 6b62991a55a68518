import type { Sandbox, SandboxOptions } from 'patchbay/sdk';
import { type Held, HUB, OWN, Refused, Registry } from './registry.js';

export interface InkwellSandbox extends Sandbox {
  readonly registry: Registry;
  /** What it holds may be changed by a test. */
  readonly held: Held;
  agree(authorize: Request): Promise<Response>;
}

const ITEMS = [
  { id: '1', code: 'QUILL', title: 'Quill' },
  { id: '2', code: 'INK', title: 'Ink' },
  { id: '3', code: 'PAPER', title: 'Paper' },
];

export function createSandbox({ state, now = Date.now }: SandboxOptions): InkwellSandbox {
  const held = structuredClone((state as Held | undefined) ?? fresh());
  const registry = new Registry(held, now);
  let revision = 0;

  async function handle(request: Request): Promise<Response> {
    if (request.method !== 'GET') revision++;
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/authorize') {
      return request.method === 'GET' ? consentPage(held) : agreed(searchParams, await request.formData());
    }
    if (pathname === '/token') return token(request);
    if (pathname === '/revoke') {
      registry.revoke(String((await request.formData()).get('token')));
      return new Response(null, { status: 200 });
    }
    return api(request, pathname);
  }

  function agreed(asked: URLSearchParams, form: FormData): Response {
    const redirect = asked.get('redirect_uri') ?? '';
    const answer = new URL(redirect);
    answer.searchParams.set('state', asked.get('state') ?? '');
    if (form.get('answer') === 'no') answer.searchParams.set('error', 'access_denied');
    else {
      const keys = form.getAll('organisation').map(String);
      answer.searchParams.set('code', registry.agree(redirect, asked.get('code_challenge'), keys));
    }
    return Response.redirect(answer, 302);
  }

  async function token(request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    const [id, secret] = clientOf(request);
    const own = form.get('grant_type') === 'client_credentials';
    const known = own ? [OWN.clientId, OWN.clientSecret] : [HUB.id, HUB.secret];
    if (id !== known[0] || secret !== known[1]) return Response.json({ error: 'invalid_client' }, { status: 401 });
    try {
      return Response.json(granted(form));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return Response.json({ error: error.message }, { status: 400 });
    }
  }

  function granted(form: URLSearchParams) {
    const given = (name: string) => form.get(name) ?? '';
    if (given('grant_type') === 'client_credentials') return registry.byOwnClient();
    if (given('grant_type') === 'refresh_token') return registry.byRefresh(given('refresh_token'));
    return registry.byCode(given('code'), given('redirect_uri'), form.get('code_verifier'));
  }

  function api(request: Request, path: string): Response {
    const bearer = request.headers.get('authorization')?.replace('Bearer ', '') ?? '';
    const seats = registry.seatsOf(bearer);
    if (!seats) return Response.json({ detail: 'TokenExpired' }, { status: 401 });
    if (path === '/seats') {
      return Response.json(seats.map(({ id, key, name }) => ({ id, organisation: key, name })));
    }
    if (path.startsWith('/seats/')) {
      return new Response(null, { status: registry.leave(bearer, path.slice('/seats/'.length)) ? 204 : 404 });
    }
    const asked = request.headers.get('inkwell-organisation');
    const seat = asked === null ? seats.find(({ id }) => id === 'own') : seats.find(({ key }) => key === asked);
    if (!seat) return Response.json({ detail: 'Disconnected' }, { status: 403 });
    if (path === '/v1/organisation') return Response.json({ key: seat.key, name: seat.name });
    if (path === '/v1/items') return Response.json(ITEMS);
    return Response.json({}, { status: 404 });
  }

  return {
    credentials: OWN,
    oauthClient: HUB,
    registry,
    held,
    handle,
    async agree(authorize) {
      const form = new FormData();
      for (const { key } of held.organisations) form.append('organisation', key);
      revision++;
      return agreed(new URL(authorize.url).searchParams, form);
    },
    snapshot: () => structuredClone(held),
    get revision() {
      return revision;
    },
  };
}

function fresh(): Held {
  return {
    organisations: [
      { key: 'org-fern', name: 'Fern & Fig Pty Ltd' },
      { key: 'org-moss', name: 'Moss Pty Ltd' },
    ],
    consents: {},
    codes: {},
    tokens: {},
    made: 0,
  };
}

function consentPage({ organisations }: Held): Response {
  const boxes = organisations.map(
    ({ key, name }) =>
      `<label><input type="checkbox" name="organisation" value="${key}"> ${name.replace('&', '&amp;')}</label>`,
  );
  const buttons = '<button name="answer" value="yes">Allow</button><button name="answer" value="no">Cancel</button>';
  const html = `<!doctype html><title>Inkwell</title><form method="post"><h1>Allow access?</h1>${boxes.join('')}${buttons}</form>`;
  return new Response(html, { headers: { 'content-type': 'text/html' } });
}

function clientOf(request: Request): string[] {
  const pair = Buffer.from(request.headers.get('authorization')?.replace('Basic ', '') ?? '', 'base64').toString();
  return pair.split(':').map(decodeURIComponent);
}

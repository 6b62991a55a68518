import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type XeroSandbox } from '../index.js';
import { Asker, allow, connect, customClient, tokenRequest } from '../testing.js';

const MINUTE = 60_000;
const BACK = 'http://localhost:3000/callback';
const AUTHORIZE = 'https://login.xero.com/identity/connect/authorize';

let at: number;
let twin: XeroSandbox;

beforeEach(() => {
  at = Date.UTC(2026, 10, 24);
  twin = createSandbox({ now: () => at, redirectUris: ['https://hub.example/back'] });
});

const refresh = (token: string) => tokenRequest(twin, { grant_type: 'refresh_token', refresh_token: token });
const exchange = (code: string | null, more: Record<string, string> = {}) =>
  tokenRequest(twin, { grant_type: 'authorization_code', code: code ?? '', redirect_uri: BACK, ...more });
const page = async (query: Record<string, string>) => {
  const asked = {
    response_type: 'code',
    client_id: twin.oauthClient.id,
    redirect_uri: BACK,
    scope: 'openid',
    ...query,
  };
  return twin.handle(new Request(`${AUTHORIZE}?${new URLSearchParams(asked)}`));
};
const organisation = (token: string, tenantId = twin.organisations()[0]!.id) =>
  new Asker(twin, token, tenantId).get('/Organisation');

describe('the consent page', () => {
  it('lists the organisations and needs no script', async () => {
    const response = await page({});
    const html = await response.text();
    expect(response.status).toBe(200);
    for (const text of ['Fern &amp; Fig Pty Ltd', 'Kōwhai &amp; Co Limited', 'value="allow"', 'value="deny"']) {
      expect(html).toContain(text);
    }
    expect(html).not.toMatch(/<script|<link|<img|src=|onclick/i);
  });

  it('goes only to addresses that are registered or on this machine', async () => {
    for (const good of ['https://hub.example/back', 'http://localhost:1/x', 'http://127.0.0.1:8080/']) {
      expect((await page({ redirect_uri: good })).status).toBe(200);
    }
    for (const bad of [
      'https://hub.example/back2',
      'https://hub.example/back/',
      'http://localhost.evil.example/',
      '',
    ]) {
      expect((await page({ redirect_uri: bad })).status).toBe(400);
    }
    expect((await page({ client_id: 'nobody' })).status).toBe(400);
  });

  it('sends back with the state, a code or an error', async () => {
    const back = await allow(twin);
    expect(back.href.startsWith(BACK)).toBe(true);
    expect([back.searchParams.get('state'), back.searchParams.get('code')?.length]).toEqual(['st4te', 43]);
    expect((await allow(twin, { scope: 'accounting.everything' })).searchParams.get('error')).toBe('invalid_scope');
    expect((await allow(twin, { response_type: 'token' })).searchParams.get('error')).toBe('unsupported_response_type');
    const denied = await twin.handle(
      new Request(
        `${AUTHORIZE}?response_type=code&client_id=${twin.oauthClient.id}&redirect_uri=${BACK}&scope=openid&state=s`,
        { method: 'POST', body: new URLSearchParams({ decision: 'deny' }) },
      ),
    );
    expect(denied.headers.get('location')).toBe(`${BACK}?error=access_denied&state=s`);
  });

  it('asks again where nothing was ticked', async () => {
    expect((await allow(twin, {}, [])).href).toBe('about:blank');
  });
});

describe('a code', () => {
  it('works once and dies after five minutes', async () => {
    const code = (await allow(twin)).searchParams.get('code');
    expect((await exchange(code)).status).toBe(200);
    expect((await exchange(code)).body).toEqual({ error: 'invalid_grant' });
    const late = (await allow(twin)).searchParams.get('code');
    at += 5 * MINUTE;
    expect((await exchange(late)).body).toEqual({ error: 'invalid_grant' });
  });

  it('is bound to its address and to the proof that was announced', async () => {
    const code = (await allow(twin)).searchParams.get('code');
    expect((await exchange(code, { redirect_uri: 'http://localhost:4000/' })).status).toBe(400);
    const verifier = 'v'.repeat(50);
    const code_challenge = createHash('sha256').update(verifier).digest('base64url');
    const proven = async (more: Record<string, string>) => {
      const back = await allow(twin, { code_challenge, code_challenge_method: 'S256' });
      return (await exchange(back.searchParams.get('code'), more)).status;
    };
    expect(await proven({})).toBe(400);
    expect(await proven({ code_verifier: 'w'.repeat(50) })).toBe(400);
    expect(await proven({ code_verifier: verifier })).toBe(200);
  });
});

describe('the token endpoint', () => {
  it('says what is wrong as the app does', async () => {
    const json = await twin.handle(
      new Request('https://identity.xero.com/connect/token', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      }),
    );
    expect([json.status, await json.json()]).toEqual([400, { error: 'invalid_request' }]);
    const error = async (form: Record<string, string>, client = twin.oauthClient) =>
      (await tokenRequest(twin, form, client)).body.error;
    const own = { grant_type: 'client_credentials' };
    expect(await error(own, { id: '', secret: '' })).toBe('invalid_request');
    expect(await error(own, { ...customClient(twin), secret: 'wrong' })).toBe('invalid_client');
    expect(await error({ ...own, scope: 'accounting.journals.read' }, customClient(twin))).toBe('invalid_scope');
    expect(await error(own)).toBe('unauthorized_client');
    expect(await error({ grant_type: 'refresh_token', refresh_token: 'x' }, customClient(twin))).toBe(
      'unauthorized_client',
    );
  });

  it('gives a custom connection a token without a refresh token, and needs no tenant', async () => {
    const { body } = await tokenRequest(twin, { grant_type: 'client_credentials' }, customClient(twin));
    expect(body).toMatchObject({ expires_in: 1800, token_type: 'Bearer' });
    expect(body).not.toHaveProperty('refresh_token');
    expect((await new Asker(twin, body.access_token, undefined).get('/Organisation')).status).toBe(200);
    const other = twin.organisations()[1]!.id;
    expect((await new Asker(twin, body.access_token, other).get('/Organisation')).status).toBe(403);
  });

  it('refreshes only what may be used offline', async () => {
    const back = await allow(twin, { scope: 'accounting.invoices' });
    expect((await exchange(back.searchParams.get('code'))).body).not.toHaveProperty('refresh_token');
  });
});

describe('tokens', () => {
  it('live for half an hour', async () => {
    const { access_token } = await connect(twin);
    expect((await organisation(access_token)).status).toBe(200);
    at += 30 * MINUTE;
    const { status, body } = await organisation(access_token);
    expect(status).toBe(401);
    expect(body.Detail).toContain('TokenExpired');
    expect((await organisation('made.up.token')).status).toBe(401);
  });

  it('are renewed by a refresh token that changes each time', async () => {
    const first = await connect(twin);
    const second = (await refresh(first.refresh_token)).body;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await refresh(second.refresh_token)).status).toBe(200);
  });

  it('survive a lost answer: the replaced refresh token works for half an hour more', async () => {
    const { refresh_token } = await connect(twin);
    await refresh(refresh_token);
    at += 29 * MINUTE;
    expect((await refresh(refresh_token)).status).toBe(200);
    at += MINUTE;
    expect((await refresh(refresh_token)).body).toEqual({ error: 'invalid_grant' });
  });

  it('break each other where two refresh copies of one token', async () => {
    const { refresh_token } = await connect(twin);
    const one = (await refresh(refresh_token)).body;
    const other = (await refresh(refresh_token)).body;
    expect((await refresh(one.refresh_token)).body).toEqual({ error: 'invalid_grant' });
    expect((await refresh(other.refresh_token)).status).toBe(200);
  });

  it('die unused after sixty days', async () => {
    const { refresh_token } = await connect(twin);
    at += 59 * 24 * 60 * MINUTE;
    const { body } = await refresh(refresh_token);
    at += 60 * 24 * 60 * MINUTE;
    expect((await refresh(body.refresh_token)).body).toEqual({ error: 'invalid_grant' });
  });

  it('end when they are revoked', async () => {
    const { refresh_token, access_token } = await connect(twin);
    const basic = Buffer.from(`${twin.oauthClient.id}:${twin.oauthClient.secret}`).toString('base64');
    const revoked = await twin.handle(
      new Request('https://identity.xero.com/connect/revocation', {
        method: 'POST',
        headers: { authorization: `Basic ${basic}` },
        body: new URLSearchParams({ token: refresh_token }),
      }),
    );
    expect(revoked.status).toBe(200);
    expect((await refresh(refresh_token)).body).toEqual({ error: 'invalid_grant' });
    expect((await organisation(access_token)).status).toBe(403);
  });

  it('reach only what their scopes cover', async () => {
    const back = await allow(twin, { scope: 'accounting.settings.read' });
    const { access_token } = (await exchange(back.searchParams.get('code'))).body;
    expect((await organisation(access_token)).status).toBe(200);
    const who = new Asker(twin, access_token, twin.organisations()[0]!.id);
    expect((await who.put('/Accounts', {})).status).toBe(403);
    expect((await who.get('/Invoices')).body.Detail).toContain('AuthorizationUnsuccessful');
  });
});

describe('connections', () => {
  const list = (token: string, query = '') =>
    new Asker(twin, token, undefined).get(`https://api.xero.com/connections${query}`);

  it('are what the person ticked, narrowed to one consent where asked', async () => {
    const [fern, kowhai] = twin.organisations();
    await connect(twin, [fern!.id]);
    const { access_token } = await connect(twin, [kowhai!.id]);
    const { body } = await list(access_token);
    expect(body).toMatchObject([
      { tenantId: fern!.id, tenantType: 'ORGANISATION', tenantName: 'Fern & Fig Pty Ltd' },
      { tenantId: kowhai!.id },
    ]);
    const narrowed = (await list(access_token, `?authEventId=${body[1].authEventId}`)).body;
    expect(narrowed).toMatchObject([{ tenantId: kowhai!.id }]);
    const claims = JSON.parse(Buffer.from(access_token.split('.')[1]!, 'base64url').toString());
    expect(claims.authentication_event_id).toBe(body[1].authEventId);
  });

  it('are cut by their own id, not by the organisation', async () => {
    const { access_token } = await connect(twin);
    const [{ id, tenantId }] = (await list(access_token)).body;
    const cut = (key: string) =>
      new Asker(twin, access_token, undefined).ask('DELETE', `https://api.xero.com/connections/${key}`);
    expect((await cut(tenantId)).status).toBe(404);
    expect((await cut(id)).status).toBe(204);
    const { status, body } = await organisation(access_token);
    expect([status, body.Title, body.Detail]).toEqual([403, 'Forbidden', 'AuthenticationUnsuccessful']);
  });

  it('are needed for every organisation that is asked for', async () => {
    const { access_token } = await connect(twin);
    expect((await new Asker(twin, access_token, undefined).get('/Organisation')).status).toBe(403);
    expect((await organisation(access_token, twin.organisations()[1]!.id)).status).toBe(403);
  });
});

it('goes on with its tokens from a snapshot', async () => {
  const { access_token, refresh_token } = await connect(twin);
  const resumed = createSandbox({ now: () => at, state: JSON.parse(JSON.stringify(twin.snapshot())) });
  expect((await new Asker(resumed, access_token, resumed.organisations()[0]!.id).get('/Organisation')).status).toBe(
    200,
  );
  expect((await tokenRequest(resumed, { grant_type: 'refresh_token', refresh_token })).status).toBe(200);
});

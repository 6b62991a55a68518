import { describe, expect, it } from 'vitest';
import { createSandbox, type UnleashedSandbox } from './index.js';
import { ask, signed } from './testing.js';

const credentials = { id: 'spec-id', key: 'spec-key' };
const base = { accept: 'application/json', 'api-auth-id': 'spec-id' };

const knock = (twin: UnleashedSandbox, pathAndQuery: string, headers: Record<string, string>, method = 'GET') =>
  twin.handle(new Request(`http://twin.example${pathAndQuery}`, { method, headers }));

describe('the door', () => {
  // Made with: printf '%s' '<query>' | openssl dgst -sha256 -hmac 'spec-key' -binary | base64
  it.each([
    ['/Companies', 'XGsz/Fla0bvuXEcRlVin4BTtcA8edlwL8RvSmCClpIs='],
    ['/Products/1?pageSize=200&modifiedSince=2026-01-01', 'yKCU4HlZsyboaqcMXN6sN0jFL70A7xfTLgJYZsdGdjw='],
    ['/Products/1?product=blue%20pot', 'J+OT0X0P0e90X7pTELNWc0NRNV8vMNb0IQ6idOBWCPU='],
  ])('opens %s to a signature computed elsewhere', async (path, signature) => {
    const response = await knock(createSandbox({ credentials }), path, { ...base, 'api-auth-signature': signature });
    expect(response.status).toBe(200);
  });

  it('stays shut to a wrong signature, a wrong id, and to none', async () => {
    const twin = createSandbox({ credentials });
    const right = 'XGsz/Fla0bvuXEcRlVin4BTtcA8edlwL8RvSmCClpIs=';
    expect((await knock(twin, '/Companies', base)).status).toBe(403);
    expect((await knock(twin, '/Companies', { ...base, 'api-auth-signature': 'nonsense' })).status).toBe(403);
    const stranger = { ...base, 'api-auth-id': 'someone', 'api-auth-signature': right };
    expect((await knock(twin, '/Companies', stranger)).status).toBe(403);
    const otherQuery = { ...base, 'api-auth-signature': right };
    expect((await knock(twin, '/Companies?pageSize=1', otherQuery)).status).toBe(403);
  });

  it('does not mind a missing client-type', async () => {
    const request = signed(createSandbox(), 'GET', '/Companies');
    request.headers.delete('client-type');
    expect((await createSandbox().handle(request)).status).toBe(200);
  });

  it('speaks JSON only', async () => {
    const twin = createSandbox();
    const wantsXml = signed(twin, 'GET', '/Companies');
    wantsXml.headers.set('accept', 'application/xml');
    expect((await twin.handle(wantsXml)).status).toBe(406);
    const sendsXml = signed(twin, 'POST', '/SalesOrders', {});
    sendsXml.headers.set('content-type', 'application/xml');
    expect((await twin.handle(sendsXml)).status).toBe(415);
  });

  it('blocks everything once the monthly quota is used up, until the next month', async () => {
    let now = Date.UTC(2026, 10, 30, 23);
    const twin = createSandbox({ quota: { requests: 2 }, now: () => now });
    const status = async () => (await ask(twin, 'GET', '/Companies')).status;
    expect([await status(), await status(), await status()]).toEqual([200, 200, 403]);
    expect((await ask(twin, 'GET', '/Companies')).body.Message).toContain('monthly quota');
    now = Date.UTC(2026, 11, 1);
    expect(await status()).toBe(200);
  });

  it('blocks with the status it was told to', async () => {
    const twin = createSandbox({ quota: { requests: 0, status: 402 } });
    expect((await ask(twin, 'GET', '/Companies')).status).toBe(402);
  });

  it('lets in only so many at a time', async () => {
    const twin = createSandbox({ concurrency: 2, latency: 5 });
    const answers = await Promise.all([1, 2, 3].map(() => ask(twin, 'GET', '/Companies')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
    expect((await ask(twin, 'GET', '/Companies')).status).toBe(200);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type XeroSandbox } from '../index.js';
import { Asker, asker, connect, customClient, sale, tokenRequest, wrongs } from '../testing.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let at: number;
let twin: XeroSandbox;
let who: Asker;

async function open(options: Parameters<typeof createSandbox>[0] = {}) {
  at = Date.UTC(2026, 10, 24);
  twin = createSandbox({ now: () => at, sales: 0, ...options });
  who = await asker(twin);
}

const times = (count: number, path = '/Organisation') =>
  Promise.all(Array.from({ length: count }, () => who.get(path))).then((all) => all.map(({ status }) => status));

describe('limits', () => {
  it('tell with every answer what is left', async () => {
    await open();
    const { headers } = await who.get('/Organisation');
    expect([
      headers.get('x-daylimit-remaining'),
      headers.get('x-minlimit-remaining'),
      headers.get('x-appminlimit-remaining'),
    ]).toEqual(['4999', '59', '9999']);
    expect((await who.get('/Invoices/unknown')).headers.get('x-minlimit-remaining')).toBe('58');
  });

  it('let sixty pass in any minute and say when to come back', async () => {
    await open({ limits: { concurrent: Number.POSITIVE_INFINITY } });
    expect(new Set(await times(30))).toEqual(new Set([200]));
    at += 20_000;
    await times(30);
    const refused = await who.get('/Organisation');
    expect([refused.status, refused.headers.get('x-rate-limit-problem'), refused.headers.get('retry-after')]).toEqual([
      429,
      'minute',
      '40',
    ]);
    at += 40_000;
    expect(await times(31)).toEqual([...Array(30).fill(200), 429]);
  });

  it('end the day after so many and name the seconds until the next', async () => {
    await open({ limits: { perDay: 2 } });
    await times(2);
    at += 2 * MINUTE;
    const { status, headers } = await who.get('/Organisation');
    expect([status, headers.get('x-rate-limit-problem'), headers.get('retry-after')]).toEqual([429, 'day', '86280']);
    expect([headers.get('x-daylimit-remaining'), headers.get('x-minlimit-remaining')]).toEqual(['0', '60']);
    at += DAY;
    who = await asker(twin);
    expect((await who.get('/Organisation')).status).toBe(200);
  });

  it('let five in at a time', async () => {
    await open({ latency: 20 });
    const statuses = await times(7);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    expect(await times(1)).toEqual([200]);
  });

  it('are counted for each organisation by itself', async () => {
    await open({ limits: { perMinute: 1 } });
    const ids = twin.organisations().map(({ id }) => id);
    const { access_token } = await connect(twin, ids);
    const [fern, kowhai] = ids.map((id) => new Asker(twin, access_token, id));
    expect((await fern!.get('/Organisation')).status).toBe(200);
    expect((await fern!.get('/Organisation')).status).toBe(429);
    expect((await kowhai!.get('/Organisation')).status).toBe(200);
  });

  it('can be switched off, and on again', async () => {
    await open({ limits: false });
    expect(new Set(await times(200))).toEqual(new Set([200]));
    twin.setLimits({ perMinute: 1 });
    expect(await times(2)).toEqual([200, 429]);
  });
});

describe('the Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'key-1' };
  const create = (number: string, more = {}) =>
    who.put('/Invoices', { Invoices: [sale({ InvoiceNumber: number })] }, { headers, ...more });
  const count = async () => (await who.get('/Invoices?page=1')).body.pagination.itemCount;

  it('repeats the answer for six minutes, then carries the request out anew', async () => {
    await open();
    const first = await create('N1');
    at += 6 * MINUTE - 1;
    expect((await create('N1')).body).toEqual(first.body);
    expect(await count()).toBe(1);
    at += 1;
    expect(wrongs((await create('N1')).body)).toEqual(['Invoice # must be unique.']);
  });

  it('keeps errors too, and counts repeats against the limits', async () => {
    await open();
    const wrong = { Invoices: [sale({ Contact: {} })] };
    const first = await who.put('/Invoices', wrong, { headers });
    const again = await who.put('/Invoices', wrong, { headers });
    expect([first.status, again.body]).toEqual([400, first.body]);
    expect(again.headers.get('x-minlimit-remaining')).toBe('58');
  });

  it('refuses the same key with another request, and a key that is too long', async () => {
    await open();
    await create('N1');
    const { status, body } = await create('N2');
    expect([status, body.Message]).toEqual([400, expect.stringContaining('different request')]);
    expect((await create('N1', { headers: { 'idempotency-key': 'k'.repeat(129) } })).status).toBe(400);
  });

  it('counts beyond a refresh, unless keys belong to the token', async () => {
    for (const [keysBelongTo, status] of [
      ['app', 200],
      ['token', 400],
    ] as const) {
      await open({ keysBelongTo });
      await create('N1');
      const { body } = await tokenRequest(twin, { grant_type: 'client_credentials' }, customClient(twin));
      who = new Asker(twin, body.access_token, undefined);
      expect((await create('N1')).status).toBe(status);
    }
  });
});

describe('the door', () => {
  beforeEach(() => open());

  it('answers an unknown place with 404, a wrong method with 405 and a broken body with 400', async () => {
    expect((await who.get('/Nothing')).status).toBe(404);
    expect((await who.ask('DELETE', '/Invoices')).status).toBe(405);
    expect((await who.put('/Invoices', '{"Invoices":')).body).toMatchObject({ Type: 'PostDataInvalidException' });
    expect((await who.put('/Invoices', { Invoices: [sale({ Type: 'SALE' })] })).status).toBe(400);
    expect((await who.get('/Invoices?where=Colour%3D%3D1')).body).toMatchObject({ Type: 'QueryParseException' });
  });

  it('refuses a body that is too large', async () => {
    await open({ largestBody: 1000 });
    const many = { Invoices: Array.from({ length: 10 }, (_, at) => sale({ InvoiceNumber: `N${at}` })) };
    expect((await who.put('/Invoices', many)).status).toBe(413);
  });

  it('speaks XML to who does not ask for JSON', async () => {
    const request = who.request('GET', '/Organisation', undefined, { headers: { accept: '*/*' } });
    const response = await twin.handle(request);
    expect(response.headers.get('content-type')).toContain('xml');
    expect(await response.text()).toContain('<Organisations><Organisation><Name>Fern &amp; Fig Pty Ltd</Name>');
  });

  it('takes nonsense for what it is, and never throws', async () => {
    expect((await who.get('/Contacts/%E0%A4%A')).status).toBe(404);
    for (const query of ['page=abc', 'page=1&order=Colour', 'where=%22']) {
      expect((await who.get(`/Invoices?${query}`)).status).toBe(400);
    }
    for (const body of [
      'null',
      '[]',
      '7',
      '{"Invoices":7}',
      '{"Invoices":[null]}',
      '{"Invoices":[{"LineItems":{}}]}',
      '',
    ]) {
      expect([200, 400]).toContain((await who.put('/Invoices', body)).status);
    }
    const odd = { Quantity: 1e300, UnitAmount: 1e300 };
    expect((await who.put('/Invoices', { Invoices: [sale({ LineItems: [odd] })] })).status).toBe(400);
    for (const path of ['Payments', 'Accounts', 'TaxRates', 'BatchPayments', 'BankTransfers', 'ManualJournals']) {
      expect((await who.put(`/${path}`, {})).status).toBe(400);
    }
    const response = await twin.handle(new Request('http://localhost/somewhere'));
    expect(response.status).toBe(404);
  });
});

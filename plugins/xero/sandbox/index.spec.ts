import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSandbox } from './index.js';
import { Asker, asker, connect, line, made, sale } from './testing.js';

const AT = Date.UTC(2026, 10, 24);

describe('the twin as a whole', () => {
  it('is the same twin again from the same seed', async () => {
    const [one, other] = [createSandbox({ now: () => AT }), createSandbox({ now: () => AT })];
    expect(one.snapshot()).toEqual(other.snapshot());
  });

  it('goes on from a snapshot with the same answers', async () => {
    const twin = createSandbox({ now: () => AT, sales: 6 });
    const who = await asker(twin);
    await made(who, 'Invoices', sale());
    twin.pay('N1001', { account: '611', amount: '10' });
    const state: unknown = JSON.parse(JSON.stringify(twin.snapshot()));
    const resumed = createSandbox({ state, now: () => AT, sales: 9 });
    expect(resumed.revision).toBe(twin.revision);
    const again = new Asker(resumed, who.token, undefined);
    for (const noun of ['Accounts', 'TaxRates', 'Contacts', 'Items', 'Invoices', 'Payments', 'TrackingCategories']) {
      const path = `/${noun}?page=1`;
      expect((await again.get(path)).body[noun]).toEqual((await who.get(path)).body[noun]);
    }
    const next = { Invoices: [sale({ InvoiceNumber: 'N1002' })] };
    expect((await again.put('/Invoices', next)).body.Invoices).toEqual(
      (await who.put('/Invoices', next)).body.Invoices,
    );
  });

  it('refuses a snapshot that is not its own', () => {
    expect(() => createSandbox({ state: { hello: 'world' } })).toThrow('not a snapshot');
  });

  it('counts changes, and no questions', async () => {
    const twin = createSandbox({ now: () => AT });
    const who = await asker(twin);
    const before = twin.revision;
    await who.get('/Invoices');
    expect(twin.revision).toBe(before);
    await made(who, 'Invoices', sale());
    twin.voidInvoice('N1001');
    expect(twin.revision).toBe(before + 2);
  });

  it('keeps organisations apart', async () => {
    const twin = createSandbox({ now: () => AT, sales: 0 });
    const ids = twin.organisations().map(({ id }) => id);
    const { access_token } = await connect(twin, ids);
    const [fern, kowhai] = ids.map((id) => new Asker(twin, access_token, id));
    await made(fern!, 'Invoices', sale());
    const lines = [line({ UnitAmount: 10.03 }), line({ UnitAmount: 10.03 }), line({ UnitAmount: 10.03 })];
    const { Total, TotalTax, CurrencyCode } = await made(kowhai!, 'Invoices', sale({ LineItems: lines }));
    expect({ Total, TotalTax, CurrencyCode }).toEqual({ Total: 34.59, TotalTax: 4.5, CurrencyCode: 'NZD' });
    expect(twin.personIn(ids[1]!).documents('Invoices')).toHaveLength(1);
  });

  it('loses its access when a person disconnects it, while its tokens live on', async () => {
    const twin = createSandbox({ now: () => AT });
    const [fern] = twin.organisations();
    const { access_token } = await connect(twin);
    twin.disconnect(fern!.id);
    expect((await new Asker(twin, access_token, fern!.id).get('/Organisation')).status).toBe(403);
    expect((await new Asker(twin, access_token, undefined).get('https://api.xero.com/connections')).body).toEqual([]);
    twin.expireAccessTokens();
    expect((await new Asker(twin, access_token, fern!.id).get('/Organisation')).status).toBe(401);
  });

  it('agrees for a person, to every organisation', async () => {
    const twin = createSandbox({ now: () => AT });
    const asked = {
      response_type: 'code',
      client_id: twin.oauthClient.id,
      redirect_uri: 'https://hub.example/connections/callback',
      scope: 'accounting.invoices',
      state: 's',
    };
    const url = `https://login.xero.com/identity/connect/authorize?${new URLSearchParams(asked)}`;
    const back = new URL((await twin.agree(new Request(url))).headers.get('location') ?? '');
    expect([back.host, back.searchParams.get('state'), back.searchParams.has('code')]).toEqual([
      'hub.example',
      's',
      true,
    ]);
  });
});

describe('the page of the twin', () => {
  it('tells a person what it is, what to type and what it holds', async () => {
    const twin = createSandbox({ now: () => AT });
    await made(await asker(twin), 'Invoices', sale({ Reference: '<script>alert(1)</script>' }));
    const response = await twin.handle(new Request('http://localhost/'));
    const html = await response.text();
    for (const text of ['Fern &amp; Fig Pty Ltd', ...Object.values(twin.credentials), 'FF-1001', '&lt;script&gt;']) {
      expect(html).toContain(text);
    }
    expect(html).not.toMatch(/<script|<link|<img|src=|onclick/i);
  });
});

describe('webhooks', () => {
  async function listened() {
    const heard: { good: boolean; body: { events: Record<string, unknown>[]; firstEventSequence: number } }[] = [];
    const notify = async (request: Request) => {
      const text = await request.text();
      const signature = createHmac('sha256', 'signing-key').update(text).digest('base64');
      heard.push({ good: signature === request.headers.get('x-xero-signature'), body: JSON.parse(text) });
    };
    const webhook = { url: 'https://hub.example/webhooks/xero', key: 'signing-key' };
    const twin = createSandbox({ now: () => AT, sales: 0, notify, webhook });
    return { twin, heard, who: await asker(twin) };
  }

  it('tell of invoices, credit notes and contacts: thin, signed, in order', async () => {
    const { twin, heard, who } = await listened();
    await made(who, 'Invoices', sale({ Contact: { Name: 'Somebody new' } }));
    twin.pay('N1001', { account: '611', amount: '10' });
    await twin.settled();
    expect(heard.every(({ good }) => good)).toBe(true);
    const events = heard.flatMap(({ body }) => body.events);
    expect(events.map(({ eventCategory, eventType }) => `${eventCategory} ${eventType}`)).toEqual([
      'CONTACT CREATE',
      'INVOICE CREATE',
      'INVOICE UPDATE',
    ]);
    expect(events[1]).toMatchObject({ tenantId: twin.organisations()[0]!.id, tenantType: 'ORGANISATION' });
    expect(heard.map(({ body }) => body.firstEventSequence)).toEqual([1, 3]);
  });

  it('do not tell of what was refused', async () => {
    const { twin, heard, who } = await listened();
    await who.put('/Invoices', { Invoices: [sale(), sale()] });
    await twin.settled();
    expect(heard).toEqual([]);
  });

  it('try an address with good and bad signatures before they trust it', async () => {
    const { twin, heard } = await listened();
    await twin.intentToReceive();
    expect(heard.map(({ good }) => good)).toEqual([true, false, true, false]);
    expect(heard.every(({ body }) => body.events.length === 0)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { asker } from '../sandbox/testing.js';
import { invoice, line, shopOf, TASK } from './sales.js';
import { open } from './shop.js';

async function shop(options: Parameters<typeof open>[0] = {}) {
  const { app, twin } = open(options);
  return { app, twin, ...(await shopOf(app)) };
}

const one = (number: string, more: Parameters<typeof invoice>[1] = {}) =>
  invoice([line('FERN', 1, '11')], { number, ...more });

describe('invoices on their way', () => {
  it('go fifty at a time, and a bad one holds nobody up', async () => {
    const { app, sale } = await shop();
    const documents = await Promise.all(Array.from({ length: 50 }, (_, at) => sale(one(`N${at}`))));
    documents[7]!.payload.lines[0]!.account = '999';
    const shipments = documents.map((document) => app.shipment(document));
    const results = await app.step(TASK, 'create', shipments);
    expect(results.map((result) => 'done' in result)).toEqual(shipments.map((_, at) => at !== 7));
    expect(results[7]).toEqual({
      rejected: 'Account 999 can’t be used here. Choose one of another kind: Setup & Tools → step “Configure”.',
    });
    const [contacts, invoices] = app.exchanges.slice(-2);
    expect(JSON.parse(contacts!.body!).Contacts).toHaveLength(1);
    expect(invoices!.url).toContain('summarizeErrors=false&unitdp=4');
    expect(invoices!.method).toBe('PUT');
  });

  it('are created once, however often they are sent', async () => {
    const { app, sale } = await shop();
    const shipment = app.shipment(await sale(one('N1')));
    app.faults.next('drop after', { when: ({ path }) => path === 'Invoices', times: 3 });
    await expect(app.step(TASK, 'create', [shipment])).rejects.toThrow('before the app had answered');
    // A later try finds the number taken, and by whom.
    const again = await app.step(TASK, 'create', [{ ...shipment, key: 'another try' }]);
    expect(again).toMatchObject([{ done: true, number: 'N1', data: { total: 11 } }]);
    expect(await app.find(TASK, [shipment])).toMatchObject([{ number: 'N1', steps: ['create'] }]);
  });

  it('adopt nothing that doesn’t carry this store’s mark, and say what to do about it', async () => {
    const { app, sale } = await shop();
    const other = await shop({
      twin: undefined,
      sandbox: app.sandbox,
      store: { id: 2, address: 'https://hub.example/logs/exports?store=2&text=' },
    });
    expect(await other.send(await other.sale(one('N1')))).toMatchObject({ result: { done: true } });
    const shipment = app.shipment(await sale(one('N1')));
    expect(await app.find(TASK, [shipment])).toEqual([undefined]);
    expect(await app.step(TASK, 'create', [shipment])).toEqual([
      {
        rejected:
          'Xero has another invoice of this number. Set a number prefix under Setup & Tools → Advanced configuration, or rename the one in Xero.',
      },
    ]);
  });

  it('are a failure when the total differs, whatever the app said: rule 7', async () => {
    const { app, sale, send } = await shop();
    const document = await sale(one('N1'));
    document.payload.total = '12';
    const { result, shipment } = await send(document);
    expect(shipment.done.create).not.toHaveProperty('also');
    expect(result).toEqual({
      needsPerson:
        'N1 comes to 11.00 AUD in Xero, but the store’s total is 12.00 AUD. Mend it in Xero, then try again.',
    });
    // Tried again later it is read anew, for somebody may have mended it.
    shipment.done.create!.data = { total: 11, at: 0 };
    shipment.payload = { ...(shipment.payload as object), total: '11' };
    expect(await app.step(TASK, 'verify', [shipment])).toMatchObject([{ done: true }]);
    expect(app.exchanges.at(-1)!.url).toContain(`IDs=${shipment.done.create!.remoteId}`);
  });

  it('are a failure in another currency, be the total the same: rule 7', async () => {
    const { app, twin, sale } = await shop();
    const { handle } = twin;
    twin.handle = async (request) => {
      const answer = await handle(request);
      if (request.method !== 'PUT' || !request.url.includes('/Invoices?')) return answer;
      return new Response((await answer.text()).replaceAll('"CurrencyCode":"AUD"', '"CurrencyCode":"NZD"'), answer);
    };
    const shipment = app.shipment(await sale(one('N1')));
    const [created] = await app.step(TASK, 'create', [shipment]);
    expect(created).not.toHaveProperty('also');
    shipment.done.create = created as (typeof shipment)['done'][string];
    expect(await app.step(TASK, 'verify', [shipment])).toEqual([
      {
        needsPerson:
          'N1 comes to 11.00 NZD in Xero, but the store’s total is 11.00 AUD. Mend it in Xero, then try again.',
      },
    ]);
  });

  it('are a failure when the app dropped an account from a draft', async () => {
    const { sale, send } = await shop({ advanced: { status: 'DRAFT' } });
    const document = await sale(one('N1'));
    document.payload.lines[0]!.account = '999';
    const { result, shipment } = await send(document);
    expect(shipment.done.create).toBeDefined();
    expect(result).toMatchObject({ needsPerson: expect.stringContaining('Xero has no account 999 in use') });
  });

  it('say that they were voided over there', async () => {
    const { app, sale, send, twin } = await shop();
    const { shipment } = await send(await sale(one('N1')));
    const who = await asker(twin);
    await who.post(`/Invoices/${shipment.done.create!.remoteId}`, { Status: 'VOIDED' });
    shipment.done.create!.data = undefined;
    expect(await app.step(TASK, 'verify', [shipment])).toMatchObject([
      { needsPerson: expect.stringContaining('N1 was voided in Xero') },
    ]);
  });

  it('leave a note in the history where the merchant wants one', async () => {
    const { sale, send } = await shop({ advanced: { notes: true } });
    const document = await sale(one('N1'));
    expect(document.steps).toEqual(['create', 'verify', 'note']);
    expect((await send(document)).result).toMatchObject({ done: true });
  });
});

describe('keys of requests', () => {
  it('are the same within one try and others in the next', async () => {
    const { app, sale } = await shop();
    const shipment = app.shipment(await sale(one('N1')));
    app.faults.next('error after', { when: ({ path }) => path === 'Invoices' });
    // The first answer was lost; the app gives it again under the same key.
    expect(await app.step(TASK, 'create', [shipment])).toMatchObject([{ done: true }]);
    const tries = app.exchanges.filter(({ method, url }) => method === 'PUT' && url.includes('/Invoices'));
    expect(tries).toHaveLength(2);
  });
});

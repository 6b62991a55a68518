import { NeedsPerson, NoAnswer, Reconnect, type Sandbox, TryLater } from 'patchbay/sdk';
import { pluginUnderTest } from 'patchbay/sdk/testing';
import { describe, expect, it } from 'vitest';
import neto from '../plugin.js';
import { createSandbox } from '../sandbox/index.js';
import { connected, sent } from './neto.js';

/** A shop that answers in its own way whatever is asked. */
function answering(respond: (action: string) => Response): ReturnType<typeof pluginUnderTest> {
  const shop = createSandbox();
  const sandbox: Sandbox = {
    credentials: shop.credentials,
    revision: 0,
    snapshot: () => undefined,
    handle: async (request) => respond(request.headers.get('NETOAPI_ACTION') ?? ''),
  };
  return pluginUnderTest(neto, { sandbox });
}

const refusing = (Message: string) =>
  answering(() => Response.json({ Ack: 'Error', Messages: { Error: { Message } } }));
const product = (app: ReturnType<typeof answering>) => app.record('product', { sku: 'A', name: 'A' });

describe('connecting', () => {
  it('tries each thing the API user must be allowed to read, one call after the other', async () => {
    const { app } = connected();
    const { passed, tenant } = await app.connect();
    expect(passed).toHaveLength(5);
    expect(tenant).toEqual({ key: 'fernandfig.example', name: 'fernandfig.example' });
    expect(app.exchanges[0]).toMatchObject({ method: 'POST', url: 'https://fernandfig.example/do/WS/NetoAPI' });
  });

  it('takes a domain, not an address', () => {
    const { pattern } = connected().app.manifest.connection!.fields[0]!;
    const fits = (text: string) => new RegExp(pattern!).test(text);
    expect(fits('www.fern-and-fig.com.au')).toBe(true);
    for (const text of [
      'https://www.x.com',
      'x.com/',
      'x.com/_cpanel',
      'localhost',
      'x..com',
      '-x.com',
      'x.com:8080',
      '',
    ])
      expect(fits(text), text).toBe(false);
  });

  it('stays below the limit that the store sets for everybody together', () => {
    expect(connected().app.manifest.limits).toEqual({ perMinute: 480, concurrent: 4 });
  });
});

describe('what the store refuses', () => {
  it('for the key, asks to reconnect', async () => {
    await expect(refusing('Authentication Error: the API key is not valid').pull('import-orders')).rejects.toThrow(
      Reconnect,
    );
    const gone = answering(() => new Response('', { status: 401 }));
    await expect(gone.pull('import-orders')).rejects.toThrow(Reconnect);
    await expect(sent(gone, 'export-products', [product(gone)])).rejects.toThrow(Reconnect);
  });

  it('for lack of rights, asks a person, and names the action', async () => {
    const app = refusing('You do not have permission for this');
    await expect(app.pull('import-returns')).rejects.toThrow(NeedsPerson);
    await expect(app.pull('import-returns')).rejects.toThrow(/GetRma/);
  });

  it('at an address where there is no store, says so', async () => {
    const app = answering(() => new Response('Not here', { status: 404 }));
    await expect(app.connect()).rejects.toThrow(/404.*store domain/);
  });

  it('while it is busy, is tried again later', async () => {
    const { app } = connected({ shop: { requestsPerMinute: 1 } });
    await expect(app.connect()).rejects.toThrow(TryLater);
  });
});

describe('an answer that is no envelope', () => {
  const maintenance = () => answering(() => new Response('<html>Back soon</html>'));

  it('to a question is no answer yet', async () => {
    await expect(maintenance().pull('import-orders')).rejects.toThrow(TryLater);
  });

  it('to a write leaves open whether it was carried out', async () => {
    const app = maintenance();
    await expect(sent(app, 'export-products', [product(app)])).rejects.toThrow(NoAnswer);
  });
});

describe('a batch', () => {
  it('that is refused without a name is sent again one by one', async () => {
    const asked: string[] = [];
    const app = answering((action) => {
      asked.push(action);
      const Ack = asked.length === 1 ? 'Error' : 'Success';
      return Response.json({ Ack, Item: '', Messages: Ack === 'Error' ? { Error: { Message: 'Bad thing' } } : '' });
    });
    const records = ['A', 'B'].map((sku) => app.record('product', { sku, name: sku }, { remoteId: sku }));
    expect(await sent(app, 'export-products', records)).toEqual([
      { done: true, remoteId: 'A' },
      { done: true, remoteId: 'B' },
    ]);
    expect(asked).toEqual(['UpdateItem', 'UpdateItem', 'UpdateItem']);
  });

  it('of which one alone is refused says why', async () => {
    const app = refusing('Bad thing');
    expect(await sent(app, 'export-products', [product(app)])).toEqual([{ rejected: 'Bad thing' }]);
  });

  it('whose answer got lost may simply be sent again', async () => {
    const { app, shop } = connected();
    const fern = app.record('product', { sku: 'PLANT-FERN', name: 'Fern', price: '19.95' });
    app.faults.next('drop after', { when: ({ purpose }) => purpose === 'AddItem' });
    await expect(sent(app, 'export-products', [fern])).rejects.toThrow(NoAnswer);
    expect(await sent(app, 'export-products', [fern])).toMatchObject([{ done: true }]);
    expect(shop.items().filter(({ sku }) => sku === 'PLANT-FERN')).toHaveLength(1);
  });

  it('is never repeated behind the hub’s back, while a question is', async () => {
    const { app } = connected();
    app.faults.next('drop before', { when: ({ purpose }) => purpose === 'GetOrder' });
    expect((await app.pull('import-orders')).records).toHaveLength(40);
    app.faults.next('drop before', { when: ({ purpose }) => purpose === 'UpdateItem' });
    await expect(sent(app, 'export-products', [product(app)])).rejects.toThrow(NoAnswer);
  });
});

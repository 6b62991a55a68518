import { describe, expect, it } from 'vitest';
import { NOON, opened } from './calling.js';

const someOrders = { Filter: { OrderStatus: ['Pick', 'Dispatched'], Limit: 2, OutputSelector: ['GrandTotal'] } };

describe('the door', () => {
  it('refuses a wrong key inside the envelope, with HTTP status 200', async () => {
    const answer = await opened().send('GetOrder', someOrders, { NETOAPI_KEY: 'guess' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ Ack: 'Error', Messages: { Error: { SeverityCode: 'Error' } } });
  });

  it('opens to the key alone, but not to the wrong user', async () => {
    const { send } = opened();
    const alone = await send('GetOrder', someOrders, { NETOAPI_USERNAME: '' });
    const stranger = await send('GetOrder', someOrders, { NETOAPI_USERNAME: 'gus' });
    expect(await alone.json()).toMatchObject({ Ack: 'Success' });
    expect(await stranger.json()).toMatchObject({ Ack: 'Error' });
  });

  it('says JSON Error to what is no JSON', async () => {
    const { call } = opened();
    for (const body of ['{"Filter":', '[]', '7']) {
      expect(await call('GetOrder', body)).toMatchObject({
        Ack: 'Error',
        Messages: { Error: { Message: 'JSON Error' } },
      });
    }
  });

  it('knows its actions', async () => {
    for (const name of ['GetTea', 'constructor', 'toString']) {
      expect(await opened().call(name, {})).toMatchObject({ Ack: 'Error' });
    }
  });

  it('demands a criterion and a selector', async () => {
    const { call } = opened();
    const bare = await call('GetOrder', { Filter: { Page: 0, Limit: 5, OrderStatus: [], OutputSelector: ['ID'] } });
    expect(bare).toMatchObject({ Ack: 'Error', Messages: { Error: { Message: expect.stringMatching(/criterion/) } } });
    const mute = await call('GetOrder', { Filter: { OrderStatus: 'New' } });
    expect(mute).toMatchObject({
      Ack: 'Error',
      Messages: { Error: { Message: expect.stringMatching(/OutputSelector/) } },
    });
  });

  it('tells only what was asked for and ignores unknown selectors', async () => {
    const { rows } = opened();
    const [order] = await rows('GetOrder', {
      OrderID: 'N10001',
      OutputSelector: ['GrandTotal', 'Horoscope', 'toString'],
    });
    expect(Object.keys(order!)).toEqual(['OrderID', 'GrandTotal']);
  });

  it('tells the time of the store, not of the machine', async () => {
    const told = await opened().call('GetOrder', someOrders);
    expect(told.CurrentTime).toBe('2026-03-02 12:00:00');
  });

  it('answers in XML unless JSON is asked for', async () => {
    const answer = await opened().send('GetOrder', someOrders, { Accept: '*/*' });
    expect(answer.headers.get('content-type')).toMatch(/xml/);
    const xml = await answer.text();
    expect(xml).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<GetOrderResponse><Order><OrderID>N\d+</);
    expect(xml.match(/<Order>/g)).toHaveLength(2);
    expect(xml).toContain('<Ack>Success</Ack>');
  });

  it('understands XML as well as JSON', async () => {
    const { call, shop } = opened();
    const items = ['Ivy &amp; Moss', '<![CDATA[Fern <3]]>'].map(
      (name, at) => `<Item><SKU>XML-${at}</SKU><Name>${name}</Name></Item>`,
    );
    const added = await call(
      'AddItem',
      `<?xml version="1.0"?>\n<AddItem>\n ${items.join('\n ')}<!-- both -->\n</AddItem>`,
    );
    expect(added).toMatchObject({ Ack: 'Success', Item: [{ SKU: 'XML-0' }, { SKU: 'XML-1' }] });
    expect(['XML-0', 'XML-1'].map((sku) => shop.item(sku)!.texts.Name)).toEqual(['Ivy & Moss', 'Fern <3']);
    const filter = '<Filter><SKU>XML-0</SKU><SKU>XML-1</SKU><OutputSelector>Name</OutputSelector></Filter>';
    expect((await call('GetItem', `<GetItem>${filter}</GetItem>`)).Item).toHaveLength(2);
    for (const broken of [
      '<GetItem>',
      '<GetItem></GetTea>',
      '<GetItem/><GetItem/>',
      '<a>&nonsense;</a>',
      '<a>&#x110000;</a>',
    ]) {
      expect(await call('GetItem', broken)).toMatchObject({
        Ack: 'Error',
        Messages: { Error: { Message: 'XML Error' } },
      });
    }
  });

  it('collapses lists of one and empty lists, unless its quirks are off', async () => {
    const one = { Filter: { OrderID: ['N10001'], OutputSelector: ['ID'] } };
    const none = { Filter: { OrderID: ['N1'], OutputSelector: ['ID'] } };
    const quirky = opened();
    expect((await quirky.call('GetOrder', one)).Order).toMatchObject({ ID: 'N10001' });
    expect((await quirky.call('GetOrder', none)).Order).toBe('');
    const plain = opened({ quirks: false });
    expect((await plain.call('GetOrder', one)).Order).toMatchObject([{ ID: 'N10001' }]);
    expect((await plain.call('GetOrder', none)).Order).toEqual([]);
  });

  it('tells every scalar as a string', async () => {
    const { call } = opened({ quirks: false });
    const told = await call('GetOrder', {
      Filter: {
        OrderStatus: 'Dispatched',
        OutputSelector: ['GrandTotal', 'TaxInclusive', 'OrderLine.Quantity', 'OrderPayment'],
      },
    });
    const kinds = new Set<string>();
    JSON.stringify(told, (_, value: unknown) => {
      kinds.add(typeof value);
      return value;
    });
    expect([...kinds].sort()).toEqual(['object', 'string']);
  });

  it('sends away whoever calls too often, and says until when only if told to', async () => {
    let now = NOON;
    const { send } = opened({ now: () => now, requestsPerMinute: 3, retryAfter: true });
    for (let nth = 0; nth < 3; nth++) expect((await send('GetOrder', someOrders)).status).toBe(200);
    now += 20_000;
    const refused = await send('GetOrder', someOrders);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '40']);
    now += 40_001;
    expect((await send('GetOrder', someOrders)).status).toBe(200);
    const silent = opened({ requestsPerMinute: 0 });
    expect((await silent.send('GetOrder', someOrders)).headers.has('retry-after')).toBe(false);
  });
});

import { expect, it } from 'vitest';
import { opened } from './calling.js';

function listening(webhookUrl?: string) {
  const heard: Request[] = [];
  const notify = async (request: Request) => {
    heard.push(request);
  };
  return { ...opened({ notify, webhookUrl }), heard };
}

const body = '<Event><CurrentTime>2026-03-02 12:00:00</CurrentTime><EventID>1</EventID><EventType>Order</EventType>';

it('tells of a new order in XML, with the token of the store', async () => {
  const { shop, heard } = listening('https://hub.example/hooks/7');
  const { id } = shop.placeOrder();
  await shop.settled();
  expect(heard).toHaveLength(1);
  expect(heard[0]).toMatchObject({ method: 'POST', url: 'https://hub.example/hooks/7' });
  expect(heard[0]!.headers.get('NETO_NOTIFICATION')).toBe('Order');
  expect(heard[0]!.headers.get('NETOAPI_KEY')).toBe(shop.credentials.webhookToken);
  expect(await heard[0]!.text()).toContain(
    `${body}<Order><OrderID>${id}</OrderID><OrderStatus>New</OrderStatus></Order></Event>`,
  );
});

it('tells of a change of status, and of nothing else', async () => {
  const { shop, call, heard } = listening('https://hub.example/hooks/7');
  await call('UpdateOrder', { Order: { OrderID: 'N10001', SalesPerson: 'Gus' } });
  await call('UpdateOrder', { Order: { OrderID: 'N10040', OrderStatus: 'Pick' } });
  await shop.settled();
  expect(await Promise.all(heard.map((one) => one.text()))).toEqual([
    expect.stringContaining('<OrderID>N10040</OrderID><OrderStatus>Pick</OrderStatus>'),
  ]);
});

it('stays silent until it knows where to call, and when told to', async () => {
  const { shop, heard } = listening();
  shop.placeOrder();
  shop.setWebhook('https://hub.example/hooks/8');
  shop.placeOrder();
  shop.setWebhook(undefined);
  shop.placeOrder();
  await shop.settled();
  expect(heard.map((one) => one.url)).toEqual(['https://hub.example/hooks/8']);
});

it('places the order though nobody listens, and shows what was not delivered', async () => {
  const notify = () => Promise.reject(new Error('connection refused'));
  const { shop } = opened({ notify, webhookUrl: 'https://hub.example/' });
  const { id } = shop.placeOrder();
  await shop.settled();
  const page = await (await shop.handle(new Request('http://shop.test/'))).text();
  expect(page).toContain('connection refused');
  expect(shop.order(id)).toBeDefined();
});

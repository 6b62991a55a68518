import { expect, it } from 'vitest';
import { opened } from './calling.js';

const get = async (path: string, { shop } = opened()) => shop.handle(new Request(`http://shop.test${path}`));

function post(form: Record<string, string>, { shop } = opened()) {
  return shop.handle(new Request('http://shop.test/', { method: 'POST', body: new URLSearchParams(form) }));
}

it('shows people the credentials, the catalogue and the latest orders, without scripts', async () => {
  const open = opened();
  const answer = await get('/', open);
  expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
  const page = await answer.text();
  for (const shown of [...Object.values(open.shop.credentials), 'OLD-CAN-ENAMEL', 'N10040', 'Catalogue: 6 items']) {
    expect(page).toContain(shown);
  }
  expect(page).not.toMatch(/<script|https?:\/\//i);
});

it('lets a newcomer place an order and dispatch it', async () => {
  const open = opened();
  const placed = await post({ sku: 'OLD-CAN-ENAMEL', quantity: '2' }, open);
  expect([placed.status, placed.headers.get('location')]).toEqual([
    303,
    expect.stringMatching(/^\?said=Order%20N10041/),
  ]);
  expect(open.shop.order('N10041')).toMatchObject({
    status: 'New',
    completeStatus: 'Approved',
    paymentStatus: 'FullyPaid',
  });
  await post({ orderId: 'N10041' }, open);
  expect(open.shop.order('N10041')!.status).toBe('Dispatched');
  expect(await (await get('/', open)).text()).toContain('N10041');
});

it('says in words what it cannot do', async () => {
  const answer = await post({ orderId: 'N3' });
  expect(decodeURIComponent(answer.headers.get('location')!)).toContain('Cannot find Order N3');
});

it('never lets a visitor’s words become markup', async () => {
  const open = opened();
  await post({ sku: '<b>bold</b>' }, open);
  const page = await (await get('/?said=%3Cimg%20src=x%3E', open)).text();
  expect(page).not.toContain('<img');
  expect(page).toContain('&lt;img');
});

it('has nothing elsewhere', async () => {
  expect((await get('/admin')).status).toBe(404);
  expect((await get('/do/WS/NetoAPI')).status).toBe(404);
});

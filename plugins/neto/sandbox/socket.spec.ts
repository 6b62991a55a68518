import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { asking } from './calling.js';
import { createSandbox, type NetoSandbox } from './index.js';

let shop: NetoSandbox;
let address: string;
let close: () => Promise<void>;

beforeEach(async () => {
  shop = createSandbox();
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
});

afterEach(() => close());

async function serve(incoming: IncomingMessage, outgoing: ServerResponse) {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = 'GET' } = incoming;
  const answer = await shop.handle(
    new Request(address + incoming.url, {
      method,
      headers: incoming.headers as Record<string, string>,
      body: method === 'POST' ? Buffer.concat(chunks) : undefined,
    }),
  );
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
  outgoing.end(Buffer.from(await answer.arrayBuffer()));
}

async function call(action: string, body: object) {
  const answer = await fetch(asking(shop, action, body, { origin: address }));
  return (await answer.json()) as Record<string, unknown>;
}

it('takes a product in, sells it and tells of the sale over a real socket', async () => {
  const Item = { SKU: 'PLANT-MAIDEN-12', Name: 'Farn für Zuhause', DefaultPrice: '24.95' };
  expect(await call('AddItem', { Item })).toMatchObject({ Ack: 'Success' });
  const sold = await fetch(address, { method: 'POST', body: new URLSearchParams({ sku: Item.SKU, quantity: '2' }) });
  expect(await sold.text()).toContain('has been placed');
  const told = await call('GetOrder', {
    Filter: { OrderID: 'N10041', OutputSelector: ['GrandTotal', 'OrderLine.ProductName', 'OrderLine.Quantity'] },
  });
  expect(told).toMatchObject({
    Ack: 'Success',
    Order: { OrderID: 'N10041', GrandTotal: '59.85', OrderLine: { ProductName: 'Farn für Zuhause', Quantity: '2' } },
  });
});

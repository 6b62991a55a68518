import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type UnleashedSandbox } from './index.js';
import { GUID, type Listed, order, signed } from './testing.js';

let server: Server;
let origin: string;
let twin: UnleashedSandbox;

async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = 'GET', url = '/' } = incoming;
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
  const response = await twin.handle(new Request(new URL(url, origin), { method, headers, body }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

function send(method: string, path: string, query = '', body?: unknown): Promise<Response> {
  return fetch(signed(twin, method, `${path}${query && `?${query}`}`, body, origin));
}

beforeEach(async () => {
  twin = createSandbox({ sales: 0 });
  server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error as Error));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

describe('over a real socket', () => {
  it('reads every page of the products', async () => {
    const seen: unknown[] = [];
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const response = await send('GET', `/Products/${page}`, 'pageSize=25&modifiedSince=2026-01-01T00:00:00');
      const { Pagination, Items } = (await response.json()) as Listed;
      pages = Pagination.NumberOfPages;
      seen.push(...Items.map((item) => item.ProductCode));
    }
    expect(new Set(seen).size).toBe(59);
  });

  it('honours the signature of the query exactly as it went over the wire', async () => {
    for (const query of ['product=Pot%20%3Cb%3E%26%20Saucer', 'product=Pot+%3Cb%3E', '']) {
      expect((await send('GET', '/Products/1', query)).status).toBe(200);
    }
  });

  it('stays shut where the client encoded after it signed', async () => {
    // fetch sends the apostrophe as %27.
    expect((await send('GET', '/Products/1', "customerCode=O'BRIEN")).status).toBe(403);
  });

  it('carries names of every alphabet unharmed', async () => {
    const { Items } = (await (await send('GET', '/Products/1', 'productCode=HOME-MACRAME')).json()) as Listed;
    expect(Items[0]?.ProductDescription).toBe('Macramé plant hanger');
  });

  it('takes an order from creation to its invoice', async () => {
    expect((await send('POST', `/SalesOrders/${GUID}`, '', order())).status).toBe(201);
    expect((await send('POST', `/SalesOrders/${GUID}/Complete`)).status).toBe(200);
    const { Items } = (await (await send('GET', '/Invoices/1', 'orderNumber=SO-00000001')).json()) as Listed;
    expect(Items).toMatchObject([{ Total: 42.9, SourceId: 'shop:N1001' }]);
  });

  it('answers a body that is no JSON with 400', async () => {
    const { headers } = signed(twin, 'POST', '/SalesOrders');
    const response = await fetch(`${origin}/SalesOrders`, { method: 'POST', headers, body: '{"Customer":' });
    expect(response.status).toBe(400);
  });
});

import { expect, it } from 'vitest';
import { createSandbox, type UnleashedSandbox } from './index.js';
import { ask, GUID, order } from './testing.js';

const home = async (twin: UnleashedSandbox) => {
  const response = await twin.handle(new Request('http://localhost/'));
  return { status: response.status, type: response.headers.get('content-type'), html: await response.text() };
};

it('tells a person, without a signature, what the twin is and what to type', async () => {
  const twin = createSandbox();
  const { status, type, html } = await home(twin);
  expect(status).toBe(200);
  expect(type).toContain('text/html');
  for (const text of ['Fern &amp; Fig', ...Object.values(twin.credentials), '<b>60</b> products', 'SO-00000006']) {
    expect(html).toContain(text);
  }
});

it('needs nothing from elsewhere and runs no script', async () => {
  const { html } = await home(createSandbox());
  expect(html).not.toMatch(/<script|<link|<img|src=|url\(|onclick/i);
});

it('shows the latest twenty orders with their state, and what is written in them as plain text', async () => {
  const twin = createSandbox({ sales: 25 });
  await ask(twin, 'POST', `/SalesOrders/${GUID}`, order({ SourceId: '<script>alert(1)</script>' }));
  const { html } = await home(twin);
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).not.toContain('<script');
  expect(html.match(/SO-\d{8}/g)).toHaveLength(20);
  expect(html).toContain('<span class="pill placed">Placed</span>');
  expect(html).toContain('No stock adjustments yet');
});

it('is the only page that is open', async () => {
  const twin = createSandbox();
  expect((await twin.handle(new Request('http://localhost/Products/1'))).status).toBe(403);
  expect((await twin.handle(new Request('http://localhost/', { method: 'POST' }))).status).toBe(403);
});

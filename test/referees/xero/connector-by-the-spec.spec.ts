import { describe, expect, it } from 'vitest';
import { createSandbox } from '../../../plugins/xero/sandbox/index.js';
import { invoice, line, shopOf, TASK } from '../../../plugins/xero/test/sales.js';
import { NOW, open } from '../../../plugins/xero/test/shop.js';
import { officialSpec } from './official-spec.js';
import { refereed } from './refereed.js';

const spec = officialSpec();

/** The connector, with the specification between it and the twin. */
async function shop(advanced: Record<string, unknown> = {}) {
  const between = refereed(createSandbox({ now: () => NOW, limits: false }), spec!);
  const { app } = open({ sandbox: between.twin, advanced });
  return { app, ...between, ...(await shopOf(app)) };
}

describe.skipIf(!spec)('every request of the connector', () => {
  it('is one that the official specification allows, where it connects and reads', async () => {
    const { app, wrongs, seen } = await shop();
    await app.connect();
    for (const { id, direction } of app.manifest.tasks) {
      if (direction === 'in') await app.pull(id, { since: new Date(NOW - 86_400_000) });
    }
    expect(wrongs).toEqual([]);
    expect(new Set(seen.map(({ path }) => path)).size).toBeGreaterThan(5);
  });

  it('is one it allows where it sends invoices, looks for them and changes them', async () => {
    const { app, wrongs, seen, sale, send } = await shop({ status: 'DRAFT' });
    const document = await sale(invoice([line('FERN', 2, '11.005'), line('POT', 1, '5', { discount: '0.5' })]));
    const { shipment, result } = await send(document);
    expect(result).toMatchObject({ done: true });
    expect(await app.find(TASK, [shipment])).toMatchObject([{ number: 'N1001' }]);
    await app.step(TASK, 'update', [shipment]);
    expect(wrongs).toEqual([]);
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(['PUT /Contacts', 'PUT /Invoices', 'GET /Invoices', 'POST /Invoices']),
    );
  });

  it('is one it allows where there are fifty at a time and one is bad', async () => {
    const { app, wrongs, sale } = await shop();
    const documents = await Promise.all(
      Array.from({ length: 50 }, (_, at) => sale(invoice([line('FERN', 1, '11')], { number: `N${at}` }))),
    );
    documents[7]!.payload.lines[0]!.account = '999';
    await app.step(
      TASK,
      'create',
      documents.map((one) => app.shipment(one)),
    );
    expect(wrongs).toEqual([]);
  });
});

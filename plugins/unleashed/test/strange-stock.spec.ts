import { expect, it } from 'vitest';
import { stockMapping } from '../mappings/stock-level.js';
import { open } from './shop.js';

it.each([['NaN'], [null], [Number.POSITIVE_INFINITY], [{}], ['many']])('refuses %j as a quantity', (QtyOnHand) => {
  const ctx = {} as Parameters<NonNullable<typeof stockMapping.refuse>>[1];
  expect(stockMapping.refuse!({ QtyOnHand, AllocatedQty: 1 }, ctx)).toContain('QtyOnHand is no number');
  expect(stockMapping.refuse!({ QtyOnHand: -3, AllocatedQty: '1.5' }, ctx)).toBeUndefined();
});

it('takes in the rest of the shelf around a quantity that is none', async () => {
  const { app, twin } = open();
  const { handle } = twin;
  twin.handle = async (request) => {
    const answer = await handle(request);
    if (!new URL(request.url).pathname.startsWith('/StockOnHand')) return answer;
    const page = (await answer.json()) as { Items: { QtyOnHand: unknown }[] };
    page.Items[0]!.QtyOnHand = 'NaN';
    return Response.json(page);
  };
  const { rows } = await app.pull('import-stock');
  expect(rows.filter(({ refused }) => refused?.includes('no number')).length).toBeGreaterThan(0);
  expect(rows.filter(({ values }) => values).length).toBeGreaterThan(10);
});

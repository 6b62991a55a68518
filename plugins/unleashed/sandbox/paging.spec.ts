import { describe, expect, it } from 'vitest';
import { createSandbox } from './index.js';
import { ask, listed } from './testing.js';

const AT = Date.UTC(2026, 10, 22);
const codes = (items: Record<string, unknown>[]) => items.map((item) => item.ProductCode);

describe('lists', () => {
  it('puts the page number into the path and tells how many pages there are', async () => {
    const twin = createSandbox({ products: 450 });
    const { Pagination, Items } = await listed(twin, '/Products/3?pageSize=200&includeObsolete=true');
    expect(Pagination).toEqual({ NumberOfItems: 450, PageSize: 200, PageNumber: 3, NumberOfPages: 3 });
    expect(Items).toHaveLength(50);
    expect(await listed(twin, '/Products/Page/3?pageSize=200&includeObsolete=true')).toEqual({ Pagination, Items });
  });

  it('shows each record once over all pages, in the order of their codes', async () => {
    const twin = createSandbox({ products: 130 });
    const pages = await Promise.all([1, 2, 3].map((page) => listed(twin, `/Products/${page}?pageSize=50`)));
    const all = codes(pages.flatMap(({ Items }) => Items));
    expect(new Set(all).size).toBe(129);
    expect(all).toEqual([...all].sort());
  });

  it('answers 200 rows unless told, never more than 1000, and nothing behind the end', async () => {
    const twin = createSandbox({ products: 1100 });
    expect((await listed(twin, '/Products')).Items).toHaveLength(200);
    expect((await listed(twin, '/Products/1?pageSize=5000')).Items).toHaveLength(1000);
    expect((await listed(twin, '/Products/9')).Items).toEqual([]);
  });

  it('only counts when the page size is nought', async () => {
    const { Pagination, Items } = await listed(createSandbox(), '/Customers/1?pageSize=0');
    expect(Items).toEqual([]);
    expect(Pagination.NumberOfItems).toBe(24);
  });

  it('takes what changed since an instant or since a day, in UTC', async () => {
    const twin = createSandbox({ now: () => AT });
    twin.reprice('POT-SAUCER', 9);
    for (const since of ['2026-11-22', '2026-11-22T00:00:00', '2026-11-22T00:00:00.000Z']) {
      const { Items } = await listed(twin, `/Products/1?modifiedSince=${since}`);
      expect(codes(Items)).toEqual(['POT-SAUCER']);
    }
    expect((await listed(twin, '/Products/1?modifiedSince=2026-11-22T00:00:01')).Items).toEqual([]);
  });

  it('refuses a date that is none', async () => {
    expect((await ask(createSandbox(), 'GET', '/Products/1?modifiedSince=2026-02-31')).status).toBe(400);
  });

  it('writes dates the way .NET does', async () => {
    const { Items } = await listed(createSandbox({ now: () => AT }), '/Products/1?pageSize=1');
    expect(Items[0]?.LastModifiedOn).toMatch(/^\/Date\(\d{13}\)\/$/);
  });
});

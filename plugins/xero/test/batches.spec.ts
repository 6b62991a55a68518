import { describe, expect, it } from 'vitest';
import { invoice, line, shopOf } from './sales.js';
import { open } from './shop.js';

async function shop() {
  const { app, twin } = open({ answers: { mode: 'batched', customer: 'web' } });
  return { app, twin, ...(await shopOf(app)) };
}

describe('batches', () => {
  it('are one invoice to one contact for each day, currency and way of showing tax', async () => {
    const { sale } = await shop();
    const key = async (more: Parameters<typeof invoice>[1]) =>
      (await sale(invoice([line('POT', 1, '11')], more))).batchKey;
    expect(await key({})).toBe('web|2026-08-01|AUD|app|inclusive');
    expect(await key({ number: 'N2', username: 'somebody' })).toBe('web|2026-08-01|AUD|app|inclusive');
    const others = [
      await key({ date: '2026-08-02' }),
      await key({ currency: 'NZD' }),
      await key({ taxInclusive: false, total: '12.1' }),
    ];
    expect(new Set([...others, 'web|2026-08-01|AUD|app|inclusive']).size).toBe(4);
  });

  it('have a line for each account and tax, and come to the sum of their orders', async () => {
    const { sale, merge, send } = await shop();
    const bodies = [
      invoice([line('POT', 1, '9.95')], { number: 'N1' }),
      invoice([line('POT', 3, '9.95'), line('BOOK', 1, '24.15', { taxCode: 'FREE' })], { number: 'N2' }),
      invoice([line('POT', 2, '8.00')], { number: 'N3', shipping: '5', shippingTax: '0.45', total: '21' }),
    ];
    const merged = await merge(await Promise.all(bodies.map((body) => sale(body))));
    expect(merged.reference).toBe('2026-08-01-AUD');
    expect(merged.payload).toMatchObject({
      total: '84.95',
      numbers: ['N1', 'N2', 'N3'],
      reference: '3 orders: N1, N2, N3',
    });
    expect(
      merged.payload.lines.map(({ description, amount, taxCode, account }) => [description, amount, taxCode, account]),
    ).toEqual([
      ['Sales', '55.8', 'OUTPUT', '200'],
      ['Sales', '24.15', 'EXEMPTOUTPUT', '200'],
      ['Shipping', '5', 'OUTPUT', '210'],
    ]);
    expect((await send(merged)).result).toMatchObject({ done: true });
  });

  it('come to the same without tax in prices, whatever their orders rounded', async () => {
    const { sale, merge, send } = await shop();
    const bodies = Array.from({ length: 40 }, (_, at) =>
      invoice([line('POT', 1, '10.05')], { number: `N${at}`, taxInclusive: false, total: '11.06' }),
    );
    const merged = await merge(await Promise.all(bodies.map((body) => sale(body))));
    expect(merged.payload.total).toBe('442.4');
    expect(merged.payload.lines.at(-1)).toMatchObject({ description: 'Rounding', amount: '0.2' });
    expect((await send(merged)).result).toMatchObject({ done: true });
  });

  it('stay what they were when their mode is changed later', async () => {
    const batched = await shop();
    const document = await batched.sale(invoice([line('POT', 1, '11')]));
    const merged = await batched.merge([document]);
    const alone = await shopOf(open().app);
    const shipped = [{ part: '', reference: merged.reference, payload: merged.payload, done: ['create'] }];
    expect((await alone.sale(invoice([line('POT', 1, '11')]), shipped)).batchKey).toBeDefined();
  });

  it('of one order are compared with that order, and corrected under its number', async () => {
    const { app, sale, merge } = await shop();
    const body = invoice([line('POT', 2, '11')]);
    const merged = await merge([await sale(body)]);
    const change = (now: Awaited<ReturnType<typeof sale>> | undefined) =>
      app.change('export-invoices', { ...merged, done: ['create', 'verify'] }, now);
    expect(await change(await sale({ ...body, email: 'new@mond.example' }))).toBe('nothing');
    expect(await change(undefined)).toMatchObject({
      difference: { reference: '2026-08-01-AUD-C', payload: { number: 'N1001', total: '22' } },
    });
  });

  it('go to the contact of the advanced configuration as well: rule 4', async () => {
    const contactId = '025867f1-d741-4d6b-b1af-9ac774b59ba7';
    for (const mode of ['individually', 'batched']) {
      const { app } = open({ answers: { mode, customer: 'web' }, advanced: { contactId } });
      const { sale } = await shopOf(app);
      const document = await sale(invoice([line('POT', 1, '11')]));
      expect(document.payload.contact, mode).toEqual({ id: contactId, name: '' });
      expect(await app.parents('export-invoices', app.record('invoice', invoice([])))).toEqual([]);
    }
  });
});

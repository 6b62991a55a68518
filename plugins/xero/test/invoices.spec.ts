import { describe, expect, it } from 'vitest';
import { invoice, line, shopOf, TASK } from './sales.js';
import { open } from './shop.js';

async function shop(options: Parameters<typeof open>[0] = {}, extra: Parameters<typeof shopOf>[1] = []) {
  const { app, twin } = open(options);
  return { app, twin, ...(await shopOf(app, extra)) };
}

describe('a store order', () => {
  it('becomes an invoice of its customer, with tax in its prices as the store has it', async () => {
    const { sale } = await shop();
    const body = invoice([line('FERN', 2, '11.00'), line('POT', 1, '5.50')], { reference: 'PO 7', channel: 'Website' });
    const { reference, steps, payload } = await sale(body);
    expect({ reference, steps }).toEqual({ reference: 'N1001', steps: ['create', 'verify'] });
    expect(payload).toMatchObject({
      number: 'N1001',
      date: '2026-08-01',
      dueDate: '2026-08-01',
      reference: 'N1001 / PO 7',
      url: 'https://hub.example/logs/exports?store=1&text=N1001',
      contact: { number: 'almond', name: 'Al Mond', email: 'al@mond.example' },
      inclusive: true,
      status: 'AUTHORISED',
      tax: '2.5',
      total: '27.5',
    });
    expect(payload.lines[0]).toMatchObject({
      description: 'A FERN (FERN)',
      quantity: '2',
      unitAmount: '11',
      account: '200',
      taxCode: 'OUTPUT',
      tracking: [{ category: 'Channel', option: 'Web shop' }],
      amount: '22',
      tax: '2',
    });
  });

  it('is created with its contact, and compared with the store afterwards', async () => {
    const { app, sale, send } = await shop();
    const { result, shipment } = await send(await sale(invoice([line('FERN', 2, '11.00')])));
    expect(result).toMatchObject({ done: true });
    expect(shipment.done.create).toMatchObject({ number: 'N1001', data: { total: 22, status: 'AUTHORISED' } });
    expect(await app.find(TASK, [shipment])).toMatchObject([{ number: 'N1001', steps: ['create'] }]);
    expect(app.exchanges.map(({ purpose }) => purpose).slice(-3)).toEqual([
      'Create 1 contact',
      'Create 1 invoice',
      'Read invoices, page 1',
    ]);
  });
});

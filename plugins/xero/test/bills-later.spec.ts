import { describe, expect, it } from 'vitest';
import { asker } from '../sandbox/testing.js';
import { bought, order, shop, TASK } from './purchases.js';

describe('bills that are there already', () => {
  it('say what came in the end, and follow it while they are drafts: rule 5', async () => {
    const { app, bill, send, inBooks } = await shop();
    const lines = [bought('REAM', 3, '10'), bought('CARD', 5, '2')];
    const document = await bill(order(lines));
    const { shipment } = await send(document);
    const came = order([bought('REAM', 3, '10', { received: '2' }), bought('CARD', 5, '2', { received: '5' })], {
      status: 'received',
      receivedOn: '2026-08-02',
      total: '44',
    });
    const shipped = [{ part: '', reference: 'PO-7', payload: document.payload, done: ['create', 'verify'] }];
    const now = await bill(came, shipped);
    expect(await app.change(TASK, { ...document, done: ['create', 'verify'] }, now)).toEqual({
      steps: ['update', 'verify'],
    });
    // Stopped on its way, it is taken up again, whatever else of the order changed.
    const stopped = { ...now, steps: ['create', 'update', 'verify'], done: ['create'] };
    expect(await app.change(TASK, stopped, now)).toEqual({ steps: ['update', 'verify'] });
    shipment.payload = now.payload;
    expect(await app.step(TASK, 'update', [shipment])).toMatchObject([{ done: true, data: { total: 33 } }]);
    const row = await inBooks(shipment.done.create!.remoteId);
    expect(row).toMatchObject({ Total: 33, DateString: '2026-08-02T00:00:00', Type: 'ACCPAY' });
    expect(row.LineItems).toHaveLength(2);
  });

  it('are never altered in silence once they are approved: rule 5', async () => {
    const { app, bill, send, twin } = await shop({ advanced: { billStatus: 'AUTHORISED' } });
    const document = await bill(order([bought('REAM', 3, '10')]));
    expect((await send(document)).result).toMatchObject({ done: true });
    const now = await bill(order([bought('REAM', 4, '10')]));
    expect(await app.change(TASK, { ...document, done: ['create', 'verify'] }, now)).toBe('ask');
    expect(await app.change(TASK, { ...document, done: ['create', 'verify'] }, undefined)).toBe('ask');
    const drafts = await shop({ sandbox: twin });
    const { shipment } = await drafts.send(await drafts.bill(order([bought('REAM', 3, '10')], { number: 'PO-8' })));
    const who = await asker(twin);
    await who.post(`/Invoices/${shipment.done.create!.remoteId}`, { Status: 'AUTHORISED' });
    expect(await drafts.app.step(TASK, 'update', [shipment])).toMatchObject([
      { needsPerson: expect.stringContaining('PO-8 was authorised in Xero meanwhile') },
    ]);
  });

  it('are deleted as drafts when their order is cancelled, and by nothing else', async () => {
    const { app, twin, bill, build, send } = await shop();
    const document = await bill(order([bought('REAM', 1, '10')]));
    const { shipment } = await send(document);
    const shipped = [{ part: '', reference: 'PO-7', payload: document.payload, done: ['create'] }];
    expect(await build(order([bought('REAM', 1, '10')], { status: 'cancelled' }), shipped)).toEqual({
      notDue: 'It was cancelled.',
    });
    expect(await app.change(TASK, { ...document, done: ['create', 'verify'] }, undefined)).toEqual({
      steps: ['delete'],
    });
    expect(await app.step(TASK, 'delete', [shipment])).toMatchObject([{ done: true, data: { status: 'DELETED' } }]);
    expect(await app.find(TASK, [shipment])).toMatchObject([{ steps: ['create', 'delete'] }]);
    const approved = (await send(await bill(order([bought('REAM', 1, '10')], { number: 'PO-9' })))).shipment;
    const id = approved.done.create!.remoteId;
    await (await asker(twin)).post(`/Invoices/${id}`, { InvoiceID: id, Status: 'AUTHORISED' });
    expect(await app.step(TASK, 'delete', [approved])).toMatchObject([
      { needsPerson: expect.stringContaining('PO-9 was approved in Xero meanwhile') },
    ]);
    // Somebody chose another workflow since.
    const other = await shop({ answers: { workflow: 'beside-stock' } });
    expect(await other.build(order([bought('REAM', 1, '10')]), shipped)).toHaveProperty('documents');
  });

  it('are found by their link though the app takes a number twice, even when somebody changed the number', async () => {
    const { app, bill, send, twin } = await shop();
    const shipment = app.shipment(await bill(order([bought('REAM', 1, '10')])));
    const other = await shop({
      sandbox: twin,
      store: { id: 2, address: 'https://hub.example/logs/exports?store=2&text=' },
    });
    await other.send(await other.bill(order([bought('REAM', 9, '10')])));
    expect(await app.find(TASK, [shipment])).toEqual([undefined]);
    app.faults.next('drop after', { when: ({ path, method }) => method === 'PUT' && path === 'Invoices' });
    await expect(app.step(TASK, 'create', [shipment])).rejects.toThrow('before the app had answered');
    const [found] = await app.find(TASK, [shipment]);
    expect(found).toMatchObject({ number: 'PO-7', steps: ['create'] });
    // Sent once more, it is not written twice.
    expect(await app.step(TASK, 'create', [{ ...shipment, key: 'another try' }])).toEqual([{ exists: true }]);
    const who = await asker(twin);
    await who.post(`/Invoices/${found!.remoteId}`, { InvoiceNumber: 'SUPPLIERS-OWN-1' });
    expect(await app.find(TASK, [shipment])).toMatchObject([{ remoteId: found!.remoteId }]);
    expect(app.manifest.tasks.find(({ id }) => id === TASK)).toHaveProperty('doublesUnlessFound', true);
    await send(await bill(order([bought('REAM', 1, '10')], { number: 'PO-9' })));
  });
});

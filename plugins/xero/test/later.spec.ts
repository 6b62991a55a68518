import type { Document } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import { invoice, line, type Sale, shopOf, TASK } from './sales.js';
import { open } from './shop.js';

async function shop(advanced: Record<string, unknown> = {}) {
  const { app, twin } = open({ advanced });
  const sales = await shopOf(app);
  const sent = async (body = invoice([line('FERN', 2, '11')])) => {
    const document = await sales.sale(body);
    const { shipment } = await sales.send(document);
    return { document, shipment };
  };
  const change = (document: Document, now: Document | undefined, done = ['create', 'verify']) =>
    app.change(TASK, { ...document, done }, now);
  return { app, twin, ...sales, sent, change };
}

const edited = (sale: Sale, total: string): Sale => ({ ...sale, payload: { ...sale.payload, total } });

describe('an order that changes after export (rule 5)', () => {
  it('brings a draft up to date in place, lines and all', async () => {
    const { app, sale, sent, change } = await shop({ status: 'DRAFT' });
    const { document, shipment } = await sent();
    const now = await sale(invoice([line('FERN', 3, '11'), line('POT', 1, '5')]));
    expect(await change(document, now)).toEqual({ steps: ['update', 'verify'] });
    shipment.payload = now.payload;
    const [updated] = await app.step(TASK, 'update', [shipment]);
    expect(updated).toMatchObject({ done: true, data: { total: 38 } });
    const sentBody = JSON.parse(app.exchanges.at(-1)!.body!).Invoices[0];
    expect(sentBody.LineItems.map((one: { LineItemID?: string }) => Boolean(one.LineItemID))).toEqual([true, false]);
  });

  it('takes an update up again that was stopped on its way, though the next change is of nothing that is booked', async () => {
    const { sale, sent, change } = await shop({ status: 'DRAFT' });
    const { document } = await sent();
    const more = [line('FERN', 3, '11')];
    const now = await sale(invoice(more));
    // As the hub keeps it while the update has not landed: what it was to say by then, and what is left to do.
    const stopped = { ...document, payload: now.payload, steps: ['create', 'update', 'verify', 'note'] };
    const readdressed = await sale(invoice(more, { email: 'new@mond.example' }));
    expect(await change(stopped, readdressed, ['create'])).toEqual({ steps: ['update', 'verify', 'note'] });
    expect(await change(stopped, document, ['create'])).toEqual({ steps: ['update', 'verify', 'note'] });
    const landed = ['create', 'update', 'verify'];
    expect(await change(stopped, readdressed, landed)).toBe('nothing');
    const deleting = { ...stopped, steps: ['create', 'delete'] };
    expect(await change(deleting, readdressed, ['create'])).toEqual({ steps: ['verify'] });
  });

  it('takes nothing back because a setting was changed, or the order was put on hold', async () => {
    const { build, sent } = await shop();
    const { document } = await sent();
    const shipped = [{ part: '', reference: 'N1001', payload: document.payload, done: ['create', 'verify'] }];
    for (const status of ['open', 'partly-dispatched', 'hold']) {
      const body = invoice([line('FERN', 2, '11')], { status });
      expect(await build(body), status).toHaveProperty('notDue');
      expect(await build(body, shipped), status).toHaveProperty('documents');
    }
    expect(await build(invoice([line('FERN', 2, '11')], { status: 'cancelled' }), shipped)).toEqual({
      notDue: 'It was cancelled.',
    });
  });

  it('leaves a draft alone that was approved meanwhile', async () => {
    const { app, sent } = await shop({ status: 'DRAFT' });
    const { shipment } = await sent();
    const id = shipment.done.create!.remoteId;
    await approve(app, id!);
    const [result] = await app.step(TASK, 'update', [shipment]);
    expect(result).toMatchObject({ needsPerson: expect.stringContaining('was authorised in Xero meanwhile') });
  });

  it('never alters an approved one in silence', async () => {
    const { sent, change } = await shop();
    const { document } = await sent();
    expect(await change(document, edited(document as Sale, '30'))).toBe('ask');
  });

  it('minds what is booked, not a telephone number or a contact that is known by now', async () => {
    const { sent, change, sale } = await shop();
    const { document } = await sent();
    const parent = { task: 'export-contacts', key: 'almond', state: 'exported' as const, remoteId: 'c-1', parts: [] };
    const now = await sale(invoice([line('FERN', 2, '11')], { email: 'new@mond.example' }), [], [parent]);
    expect(now.payload.contact.id).toBe('c-1');
    expect(await change(document, now)).toBe('nothing');
    expect(await change(document, now, ['create'])).toEqual({ steps: ['verify'] });
  });

  it('deletes a draft when the order is cancelled', async () => {
    const { app, sent, change } = await shop({ status: 'DRAFT' });
    const { document, shipment } = await sent();
    expect(await change(document, undefined)).toEqual({ steps: ['delete'], serialBy: 'credits of N1001' });
    expect(await app.step(TASK, 'delete', [shipment])).toMatchObject([{ done: true, data: { status: 'DELETED' } }]);
    expect(await app.find(TASK, [shipment])).toMatchObject([{ steps: ['create', 'delete'] }]);
    // Once more, as after an answer that was lost.
    expect(await app.step(TASK, 'delete', [shipment])).toMatchObject([{ done: true }]);
  });

  it('takes out none that was approved meanwhile, unless the merchant wants such voided', async () => {
    const asked = await shop({ status: 'DRAFT' });
    const { shipment } = await asked.sent();
    await approve(asked.app, shipment.done.create!.remoteId!);
    expect(await asked.app.step(TASK, 'delete', [shipment])).toMatchObject([
      { needsPerson: expect.stringMatching(/N1001 was approved in Xero meanwhile.*Credit it there.*mark this line/) },
    ]);
    const voids = await shop({ status: 'DRAFT', cancelled: 'void' });
    const other = await voids.sent();
    await approve(voids.app, other.shipment.done.create!.remoteId!);
    expect(await voids.app.step(TASK, 'delete', [other.shipment])).toMatchObject([{ data: { status: 'VOIDED' } }]);
  });

  it('voids an approved one where the merchant wants that', async () => {
    const { app, sent, change } = await shop({ cancelled: 'void' });
    const { document, shipment } = await sent();
    expect(await change(document, undefined)).toEqual({ steps: ['void'], serialBy: 'credits of N1001' });
    expect(await app.step(TASK, 'void', [shipment])).toMatchObject([{ done: true, data: { status: 'VOIDED' } }]);
  });
});

/** Somebody approves a draft over there. */
async function approve(app: Awaited<ReturnType<typeof shop>>['app'], id: string): Promise<void> {
  const { sandbox } = app;
  const { asker } = await import('../sandbox/testing.js');
  const who = await asker(sandbox as Parameters<typeof asker>[0]);
  const { status, body } = await who.post(`/Invoices/${id}`, { InvoiceID: id, Status: 'AUTHORISED' });
  if (status !== 200) throw new Error(JSON.stringify(body));
}

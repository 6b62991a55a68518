import type { Document } from 'patchbay/sdk';
import type { PluginUnderTest } from 'patchbay/sdk/testing';
import { describe, expect, it } from 'vitest';
import type { Credit } from '../sales/credit.js';
import { invoice, line, type SalesOrder, shopOf } from './sales.js';
import { open } from './shop.js';

const TASK = 'export-invoices';
const DONE = ['create', 'verify', 'complete'];

type CreditDocument = Document<Credit>;

/** A completed order for three saucers and two trowels, with shipping. */
async function completed(options: Parameters<typeof open>[0] = {}) {
  const { app, twin } = open(options);
  const { order } = await shopOf(app);
  const body = invoice([line('POT-SAUCER', 3, '11'), line('TOOL-TROWEL', 2, '22')], {
    shipping: '5.50',
    total: '82.50',
  });
  const sent = await order(body);
  const shipment = app.shipment(sent);
  for (const step of DONE) expect(await app.step(TASK, step, [shipment])).toMatchObject([{ done: true }]);
  const shipped = [{ part: 'MAIN', reference: 'N1001', payload: sent.payload, done: DONE }];
  return { app, twin, body, sent, now: (changed: typeof body) => order(changed, shipped) };
}

async function difference(app: PluginUnderTest, sent: SalesOrder, now: SalesOrder | undefined) {
  const change = await app.change(TASK, { ...sent, done: DONE }, now);
  return typeof change === 'object' && 'difference' in change
    ? { document: change.difference as CreditDocument, ask: change.ask }
    : change;
}

async function credited(app: PluginUnderTest, document: CreditDocument) {
  const shipment = app.shipment(document);
  const [made] = await app.step(TASK, 'credit', [shipment]);
  if (!made || !('done' in made)) throw new Error(JSON.stringify(made));
  const next = { ...shipment, done: { credit: made } };
  return { shipment, completed: await app.step(TASK, 'complete-credit', [next]) };
}

describe('rule 10: a completed order that came to less', () => {
  it('is credited for the pieces that are missing now, and they go back on the shelf', async () => {
    const { app, twin, body, sent, now } = await completed();
    const before = twin.quantityOnHand('POT-SAUCER', 'MAIN');
    const lines = body.lines!.map((one) => (one.sku === 'POT-SAUCER' ? { ...one, quantity: '1' } : one));
    const fewer = await difference(app, sent, await now({ ...body, lines, total: '60.50' }));
    if (typeof fewer !== 'object' || !('document' in fewer)) throw new Error(JSON.stringify(fewer));
    expect(fewer.ask).toBe(true);
    expect(fewer.document).toMatchObject({
      reference: 'N1001-C',
      payload: { total: '22', lines: [{ sku: 'POT-SAUCER', quantity: '2', returns: true }] },
    });
    expect((await credited(app, fewer.document)).completed).toMatchObject([{ done: true }]);
    expect(twin.credits()).toMatchObject([{ Status: 'Completed', Total: 22, Reference: 'N1001-C' }]);
    expect(twin.quantityOnHand('POT-SAUCER', 'MAIN')).toBe(before + 2);
  });

  it('is credited in money only for a lower price and a lower charge', async () => {
    const { app, twin, body, sent, now } = await completed();
    const before = twin.quantityOnHand('TOOL-TROWEL', 'MAIN');
    const lines = body.lines!.map((one) => (one.sku === 'TOOL-TROWEL' ? { ...one, unitPrice: '19.80' } : one));
    const cheaper = await difference(app, sent, await now({ ...body, lines, shipping: '0', total: '72.60' }));
    if (typeof cheaper !== 'object' || !('document' in cheaper)) throw new Error(JSON.stringify(cheaper));
    expect(cheaper.document.payload).toMatchObject({
      total: '9.9',
      lines: [
        { sku: 'TOOL-TROWEL', quantity: '2', unitPrice: '2', returns: false },
        { sku: 'SHIPPING', quantity: '1', unitPrice: '5.5', returns: false },
      ],
    });
    await credited(app, cheaper.document);
    expect(twin.quantityOnHand('TOOL-TROWEL', 'MAIN')).toBe(before);
  });

  it('is credited whole when it is cancelled', async () => {
    const { app, sent } = await completed();
    expect(await difference(app, sent, undefined)).toMatchObject({ document: { payload: { total: '82.5' } } });
  });

  it('is credited without asking where the merchant wants it so', async () => {
    const { app, sent } = await completed({ advanced: { edits: 'difference' } });
    expect(await difference(app, sent, undefined)).toMatchObject({ ask: false });
  });

  it('is for a person where anything became more', async () => {
    const { app, body, sent, now } = await completed();
    const lines = body.lines!.map((one) => ({ ...one, unitPrice: one.sku === 'POT-SAUCER' ? '12.10' : '11' }));
    expect(await difference(app, sent, await now({ ...body, lines, total: '63.80' }))).toBe('ask');
  });

  it('is found by its reference, and sent again only by a person', async () => {
    const { app, twin, sent } = await completed();
    const whole = await difference(app, sent, undefined);
    if (typeof whole !== 'object' || !('document' in whole)) throw new Error(JSON.stringify(whole));
    expect(whole.document.doublesUnlessFound).toBe(true);
    const order = app.shipment(sent);
    const lost = app.shipment(whole.document);
    expect(await app.find(TASK, [lost, order])).toEqual([undefined, undefined]);
    await credited(app, whole.document);
    const Guid = twin.credits()[0]!.Guid;
    expect(await app.find(TASK, [lost])).toMatchObject([{ remoteId: Guid, steps: ['credit', 'complete-credit'] }]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Credit } from '../sales/credit.js';
import { invoice, line, type SalesOrder, shopOf } from './sales.js';
import { open } from './shop.js';

const TASK = 'export-invoices';
const STEPS = ['create', 'verify', 'complete'];

async function shop() {
  const { app, twin } = open();
  const { order } = await shopOf(app);
  /** Takes a document through its steps, as the hub would; answers the last result. */
  const send = async (document: SalesOrder, shipment = app.shipment(document)) => {
    for (const step of document.steps.filter((one) => !shipment.done[one])) {
      const [result] = await app.step(TASK, step, [shipment]);
      if (!result || !('done' in result)) return { shipment, result };
      for (const other of result.also ?? []) shipment.done[other] = {};
      shipment.done[step] = result;
    }
    return { shipment, result: { done: true } };
  };
  /** From now on the app answers another total than it is sent. */
  const misadd = (Total: number, path = /^\/(SalesOrders|CreditNotes)\//) => {
    const { handle } = twin;
    twin.handle = async (request) => {
      const answer = await handle(request);
      if (!path.test(new URL(request.url).pathname) || answer.status >= 300) return answer;
      return Response.json({ ...((await answer.json()) as object), Total });
    };
    return () => {
      twin.handle = handle;
    };
  };
  const sold = () => order(invoice([line('POT-SAUCER', 2, '11')]));
  return { app, twin, order, send, sold, misadd };
}

describe('rule 7: a sales order', () => {
  it('is compared with the store’s total by the answer itself', async () => {
    const { app, send, sold } = await shop();
    const before = app.exchanges.length;
    const { shipment, result } = await send(await sold());
    expect(result).toEqual({ done: true });
    expect(Object.keys(shipment.done).sort()).toEqual([...STEPS].sort());
    expect(app.exchanges.slice(before).filter(({ url }) => /SalesOrders\/[\w-]{36}$/.test(url))).toHaveLength(1);
  });

  it('that comes to something else is a failure, whatever the app said, and issues no stock until it is mended', async () => {
    const { app, twin, send, sold, misadd } = await shop();
    const document = await sold();
    const held = twin.quantityOnHand('POT-SAUCER', 'MAIN');
    const mend = misadd(21.99);
    const { shipment, result } = await send(document);
    const wrong = {
      needsPerson: `The sales order ${shipment.done.create!.number} comes to 21.99 AUD in Unleashed, but the store’s total is 22.00 AUD. Mend it there, then try again.`,
    };
    expect(result).toEqual(wrong);
    // Later it is read anew.
    shipment.done.create!.data = { ...(shipment.done.create!.data as object), at: 0 };
    expect((await send(document, shipment)).result).toEqual(wrong);
    expect(twin.quantityOnHand('POT-SAUCER', 'MAIN')).toBe(held);
    mend();
    expect((await send(document, shipment)).result).toEqual({ done: true });
    expect(twin.quantityOnHand('POT-SAUCER', 'MAIN')).toBe(held - 2);
    expect(twin.orders().filter(({ Guid }) => Guid === shipment.key)).toHaveLength(1);
    expect(app.exchanges.filter(({ purpose }) => purpose === 'Create the sales order')).toHaveLength(1);
  });

  it('that was brought up to date is compared by what that answered', async () => {
    const { app, order, send, misadd } = await shop();
    const open = (quantity: number) => order(invoice([line('POT-SAUCER', quantity, '11')]));
    const { shipment } = await send({ ...(await open(2)), steps: ['create', 'verify'] });
    shipment.payload = (await open(3)).payload;
    const [updated] = await app.step(TASK, 'update', [shipment]);
    expect(updated).toMatchObject({ done: true, also: ['verify'] });
    misadd(22);
    const [other] = await app.step(TASK, 'update', [shipment]);
    expect(other).not.toHaveProperty('also');
    shipment.done.update = other as (typeof shipment)['done'][string];
    expect(await app.step(TASK, 'verify', [shipment])).toMatchObject([
      { needsPerson: expect.stringContaining('comes to 22.00 AUD in Unleashed, but the store’s total is 33.00 AUD') },
    ]);
  });

  it('is compared after an answer was lost, and is for a person once it is gone', async () => {
    const { app, twin, sold } = await shop();
    const document = await sold();
    const shipment = app.shipment(document);
    app.faults.next('drop after');
    await expect(app.step(TASK, 'create', [shipment])).rejects.toThrow();
    const [found] = await app.find(TASK, [shipment]);
    shipment.done.create = { remoteId: found!.remoteId, number: found!.number };
    expect(await app.step(TASK, 'verify', [shipment])).toMatchObject([{ done: true, remoteId: shipment.key }]);
    await app.step(TASK, 'delete', [shipment]);
    expect(twin.orders().at(-1)).toMatchObject({ OrderStatus: 'Deleted' });
    expect(await app.step(TASK, 'verify', [shipment])).toMatchObject([
      { needsPerson: expect.stringContaining('no longer in Unleashed') },
    ]);
  });

  it('goes on by its former steps where it left before orders were compared', async () => {
    const { app, send, sold } = await shop();
    const now = await sold();
    const former = ['create', 'complete'];
    const change = (steps: string[], done: string[], to: object = now) =>
      app.change(TASK, { ...now, steps, done }, to as SalesOrder);
    expect(await change(former, former)).toBe('nothing');
    expect(await change(former, ['create'])).toEqual({ steps: ['complete'] });
    expect(await change(['create'], ['create'], { ...now, steps: ['create', 'verify'] })).toBe('nothing');
    expect(await change(former, ['create'], { ...now, batchKey: 'one|day' })).toBe('nothing');
    expect(await change(STEPS, ['create'])).toEqual({ steps: ['verify', 'complete'] });
    expect((await send({ ...now, steps: former })).result).toEqual({ done: true });
  });
});

describe('rule 7: a credit for a completed order', () => {
  it('is compared before it puts anything back on the shelf', async () => {
    const { app, twin, send, sold, misadd } = await shop();
    const sent = await sold();
    await send(sent);
    const change = await app.change(TASK, { ...sent, done: STEPS }, undefined);
    const { difference } = change as { difference: SalesOrder & { payload: Credit } };
    expect(difference.steps).toEqual(['credit', 'verify-credit', 'complete-credit']);
    const held = twin.quantityOnHand('POT-SAUCER', 'MAIN');
    const mend = misadd(20);
    const { shipment, result } = await send(difference);
    const wrong = {
      needsPerson: `The credit note ${shipment.done.credit!.number} comes to 20.00 AUD in Unleashed, but the store’s total is 22.00 AUD. Mend it there, then try again.`,
    };
    expect(result).toEqual(wrong);
    shipment.done.credit!.data = undefined;
    expect((await send(difference, shipment)).result).toEqual(wrong);
    expect(twin.quantityOnHand('POT-SAUCER', 'MAIN')).toBe(held);
    mend();
    expect((await send(difference, shipment)).result).toEqual({ done: true });
    expect(twin.quantityOnHand('POT-SAUCER', 'MAIN')).toBe(held + 2);
    expect(twin.credits()).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';
import { desk, line, RETURNS, returned } from './returns.js';

describe('a return that was put back into stock is a failure when the app booked something else: rule 7', () => {
  type Booked = { NewQuantity: number; NewActualValue?: number };
  const sent = async (alter: (line: Booked) => void) => {
    const opened = await desk();
    const { app, twin, ready, later } = opened;
    const held = twin.quantityOnHand('POT-SAUCER', 'MAIN');
    const { handle } = twin;
    twin.handle = async (request) => {
      if (request.method !== 'POST') return handle(request);
      const body = (await request.json()) as { StockAdjustmentLines: Booked[] };
      body.StockAdjustmentLines.forEach(alter);
      return handle(new Request(request, { method: 'POST', body: JSON.stringify(body) }));
    };
    const shipment = await ready(returned([line('POT-SAUCER', '2')]));
    const [posted] = await app.step(RETURNS, 'post', [shipment]);
    shipment.done.post = posted as { data: unknown };
    const before = app.exchanges.length;
    const verify = async () => (await app.step(RETURNS, 'verify', [shipment]))[0];
    const asked = () => app.exchanges.slice(before).map(({ url }) => new URL(url).pathname.split('/')[1]);
    const worth = ((held + 2) * 2.2).toFixed(2);
    return { ...opened, shipment, verify, asked, later, held, ours: `${held + 2} worth ${worth}` };
  };
  const wrong = (theirs: string, ours: string) => ({
    needsPerson: expect.stringContaining(`not as it was sent (POT-SAUCER: ${theirs} instead of ${ours})`),
  });

  it('in worth, which the answer itself says, or in pieces', async () => {
    const right = await sent(() => undefined);
    expect(await right.verify()).toMatchObject({ done: true });
    expect(right.asked()).toEqual(['StockOnHand']);
    const cheap = await sent((one) => {
      one.NewActualValue! -= 0.01;
    });
    const theirs = `${cheap.held + 2} worth ${((cheap.held + 2) * 2.2 - 0.01).toFixed(2)}`;
    expect(await cheap.verify()).toEqual(wrong(theirs, cheap.ours));
    expect(cheap.asked()).toEqual([]);
    const few = await sent((one) => {
      one.NewQuantity -= 1;
    });
    expect(await few.verify()).toMatchObject({ needsPerson: expect.stringContaining(`${few.held + 1} worth`) });
  });

  it('and when that is read anew, later or because its answer got lost', async () => {
    const { verify, later, asked, shipment, held, ours } = await sent((one) => {
      one.NewActualValue = 1;
    });
    later(600_000);
    expect(await verify()).toEqual(wrong(`${held + 2} worth 1.00`, ours));
    shipment.done.post = { remoteId: shipment.key };
    expect(await verify()).toEqual(wrong(`${held + 2} worth 1.00`, ours));
    expect(asked()).toEqual(['StockAdjustments', 'StockAdjustments']);
  });

  it('but for worth that nobody can know: of another reading, whose answer got lost', async () => {
    const { verify, shipment, twin } = await sent(() => undefined);
    shipment.done.post = { remoteId: shipment.key };
    shipment.prepared = { at: 0, lines: [{ sku: 'POT-SAUCER', onHand: '5', value: '11', unitCost: '2.2' }] };
    expect(await verify()).toMatchObject({ done: true });
    twin.receive('POT-SAUCER', 'MAIN', 5);
    expect(await verify()).toMatchObject({ needsPerson: expect.stringContaining('moved meanwhile') });
  });
});

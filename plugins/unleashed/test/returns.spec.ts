import type { RecordBody } from 'patchbay/sdk';
import { describe, expect, it } from 'vitest';
import type { Adjustment } from '../returns/adjustment.js';
import { recordsOf, type Shipped } from './sales.js';
import { NOW, open } from './shop.js';

const TASK = 'export-returns';
type Return = RecordBody<'return'>;
type Line = NonNullable<Return['lines']>[number];

const line = (sku: string, quantity = '1', more: Partial<Line> = {}): Line => ({
  id: sku,
  sku,
  quantity,
  reason: 'Changed my mind',
  restocked: true,
  warehouse: 'brunswick',
  ...more,
});

const returned = (lines: Line[], more: Partial<Return> = {}): Return => ({
  number: 'RMA7',
  status: 'closed',
  approvedOn: '2026-08-01',
  lines,
  ...more,
});

async function desk(options: Parameters<typeof open>[0] = {}) {
  let now = NOW;
  const { app, twin } = open({ now: () => now, ...options });
  const all = await recordsOf(app);
  const build = async (body: Return, shipped: Shipped = []) => {
    const record = app.record('return', body);
    const refs = await app.uses(TASK, record);
    return app.build(
      TASK,
      record,
      all.filter(({ type, key }) => refs.some((ref) => ref.type === type && ref.key === key)),
      shipped,
    );
  };
  const documents = async (body: Return, shipped: Shipped = []) => {
    const built = await build(body, shipped);
    if ('documents' in built) return built.documents;
    throw new Error(JSON.stringify(built));
  };
  const ready = async (body: Return) => {
    const [document] = await documents(body);
    const shipment = app.shipment(document!);
    return { ...shipment, prepared: JSON.parse(JSON.stringify(await app.prepare(TASK, shipment))) };
  };
  return { app, twin, build, documents, ready, later: (ms: number) => (now += ms) };
}

describe('a return that was put back into stock', () => {
  it('raises the stock and its worth in the warehouse it came back to', async () => {
    const { app, twin, ready } = await desk();
    const held = twin.quantityOnHand('POT-SAUCER', 'MAIN');
    const shipment = await ready(returned([line('POT-SAUCER', '2')]));
    expect(await app.step(TASK, 'post', [shipment])).toMatchObject([{ done: true, remoteId: shipment.key }]);
    expect(twin.quantityOnHand('POT-SAUCER', 'MAIN')).toBe(held + 2);
    const [adjustment] = twin.adjustments();
    expect(adjustment).toMatchObject({
      AdjustmentReason: 'Change of mind',
      AdjustmentDate: `/Date(${Date.UTC(2026, 7, 1)})/`,
      Warehouse: { WarehouseCode: 'MAIN' },
      StockAdjustmentLines: [{ NewQuantity: held + 2, Comments: 'Return RMA7' }],
    });
    expect(adjustment!.StockAdjustmentLines[0]!.NewActualValue).toBeCloseTo((held + 2) * 2.2, 4);
    expect(await app.step(TASK, 'verify', [shipment])).toMatchObject([{ done: true }]);
  });

  it('is booked against the account that the merchant chose, and asks nobody when they choose another', async () => {
    const { app, twin, ready } = await desk({ answers: { adjustmentAccount: '630' } });
    const shipment = await ready(returned([line('POT-SAUCER')]));
    await app.step(TASK, 'post', [shipment]);
    expect(twin.adjustments()[0]).toMatchObject({ AccountCode: '630' });
    const [now] = await (await desk()).documents(returned([line('POT-SAUCER')]));
    expect(await app.change(TASK, { ...now!, payload: shipment.payload, done: ['post', 'verify'] }, now)).toBe(
      'nothing',
    );
  });

  it('begins from nothing where a product never moved', async () => {
    const { app, twin, ready } = await desk();
    const shipment = await ready(returned([line('TOOL-METER')]));
    expect(await app.step(TASK, 'post', [shipment])).toMatchObject([{ done: true }]);
    expect(twin.quantityOnHand('TOOL-METER', 'MAIN')).toBe(1);
    expect(twin.adjustments()[0]!.StockAdjustmentLines[0]).toMatchObject({ NewActualValue: 6.95 });
  });

  it('is booked once, however often it is sent', async () => {
    const { app, twin, ready } = await desk();
    const held = twin.quantityOnHand('POT-SAUCER', 'MAIN');
    const shipment = await ready(returned([line('POT-SAUCER')]));
    expect(await app.find(TASK, [shipment])).toEqual([undefined]);
    app.faults.next('drop after');
    await expect(app.step(TASK, 'post', [shipment])).rejects.toThrow();
    expect(await app.find(TASK, [shipment])).toMatchObject([{ remoteId: shipment.key, steps: ['post'] }]);
    expect(await app.step(TASK, 'post', [shipment])).toEqual([{ exists: true }]);
    expect(twin.quantityOnHand('POT-SAUCER', 'MAIN')).toBe(held + 1);
  });

  it('reads the stock anew when the reading has grown old, so that no sale is undone', async () => {
    const { app, twin, ready, later } = await desk();
    const held = twin.quantityOnHand('POT-SAUCER', 'MAIN');
    const shipment = await ready(returned([line('POT-SAUCER')]));
    twin.receive('POT-SAUCER', 'MAIN', 5);
    later(6000);
    await app.step(TASK, 'post', [shipment]);
    expect(twin.quantityOnHand('POT-SAUCER', 'MAIN')).toBe(held + 6);
  });

  it('is looked after by a person when the stock moved meanwhile', async () => {
    const { app, twin, ready } = await desk();
    const shipment = await ready(returned([line('POT-SAUCER')]));
    await app.step(TASK, 'post', [shipment]);
    twin.receive('POT-SAUCER', 'MAIN', 5);
    const [result] = await app.step(TASK, 'verify', [shipment]);
    expect(result).toMatchObject({ needsPerson: expect.stringContaining('moved meanwhile (POT-SAUCER:') });
  });

  describe('is a failure when the app booked something else, whatever it said: rule 7', () => {
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
      const [posted] = await app.step(TASK, 'post', [shipment]);
      shipment.done.post = posted as { data: unknown };
      const before = app.exchanges.length;
      const verify = async () => (await app.step(TASK, 'verify', [shipment]))[0];
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

  it('becomes one adjustment for each warehouse, and one for each reason in it', async () => {
    const { documents } = await desk();
    const two = await documents(
      returned([line('POT-SAUCER'), line('TOOL-TROWEL', '1', { warehouse: 'marrickville' })]),
    );
    expect(two.map(({ part, reference, serialBy }) => [part, reference, serialBy])).toEqual([
      ['MAIN/Change of mind', 'RMA7-MAIN', 'stock MAIN'],
      ['EAST/Change of mind', 'RMA7-EAST', 'stock EAST'],
    ]);
    const reasons = await documents(
      returned([line('POT-SAUCER'), line('TOOL-TROWEL', '1', { reason: 'Broken on arrival' })]),
    );
    expect(reasons.map(({ part }) => part)).toEqual(['MAIN/Change of mind', 'MAIN/Faulty']);
  });

  describe('of which a part is on the shelves already', () => {
    const booked = async (lines: Line[]) => {
      const { documents } = await desk();
      const shipped = (await documents(returned(lines))).map((document) => ({
        ...document,
        part: document.part!,
        done: ['post', 'verify'],
      }));
      return (now: Line[]) => documents(returned(now), shipped);
    };
    const goods = (document: { payload: unknown } | undefined) =>
      (document!.payload as Adjustment).lines.map(({ sku }) => sku);

    it('books what comes later for another reason, and leaves the first alone', async () => {
      const documents = await booked([line('POT-SAUCER')]);
      const faulty = line('TOOL-TROWEL', '1', { reason: 'Broken on arrival' });
      const [first, later, ...more] = await documents([line('POT-SAUCER'), faulty]);
      expect([goods(first), goods(later), more]).toEqual([['POT-SAUCER'], ['TOOL-TROWEL'], []]);
      expect(first!.part).toBe('MAIN/Change of mind');
    });

    it.each([
      ['reason', { reason: 'Broken on arrival' }],
      ['warehouse', { warehouse: 'marrickville' }],
    ])('never books the same goods again because their %s was corrected', async (_, correction) => {
      const documents = await booked([line('POT-SAUCER', '3')]);
      expect(await documents([line('POT-SAUCER', '3', correction)])).toEqual([]);
      const [only, ...more] = await documents([
        line('POT-SAUCER', '3', correction),
        line('TOOL-TROWEL', '1', correction),
      ]);
      expect([goods(only), more]).toEqual([['TOOL-TROWEL'], []]);
    });

    it('books in full what came back on another line, though the same product was booked where it isn’t any more', async () => {
      const kit = line('KIT-REPOT', '3', { warehouse: 'marrickville' });
      const documents = await booked([kit]);
      const trowels = line('TOOL-TROWEL', '4');
      const [main, ...more] = await documents([{ ...kit, restocked: false }, trowels]);
      expect(main).toMatchObject({
        part: 'MAIN/Change of mind',
        payload: { lines: [{ sku: 'TOOL-TROWEL', quantity: '4' }] },
      });
      expect(more).toEqual([]);
    });
  });

  it('puts no more on the shelves than came back when a part of it turns out to be booked under another reason', async () => {
    const { documents } = await desk();
    const [booked] = await documents(returned([line('POT-SAUCER', '1', { reason: 'Broken on arrival' })]));
    const shipped = [{ ...booked!, part: booked!.part!, done: ['post', 'verify'] }];
    const [only, ...more] = await documents(returned([line('POT-SAUCER', '4')]), shipped);
    expect((only!.payload as Adjustment).lines).toMatchObject([{ sku: 'POT-SAUCER', quantity: '3' }]);
    expect(more).toEqual([]);
  });

  it('names one new total for a product that came back on two lines', async () => {
    const { documents } = await desk();
    const [document] = await documents(returned([line('POT-SAUCER'), line('POT-SAUCER', '2', { id: 'b' })]));
    expect((document!.payload as Adjustment).lines).toEqual([
      { sku: 'POT-SAUCER', quantity: '3', comment: 'Return RMA7', of: { 'POT-SAUCER': '1', b: '2' } },
    ]);
  });

  it('brings a kit back as the components that left', async () => {
    const { documents } = await desk();
    const [document] = await documents(returned([line('KIT-HERB', '2')]));
    expect((document!.payload as Adjustment).lines).toContainEqual({
      sku: 'POT-TERRA-10',
      quantity: '6',
      comment: 'Return RMA7',
      of: { 'KIT-HERB': '6' },
    });
  });

  it('is rejected with the app’s words when the reason isn’t set up there', async () => {
    const { app, ready } = await desk();
    const shipment = await ready(returned([line('POT-SAUCER', '1', { reason: 'Other' })]));
    expect(await app.step(TASK, 'post', [shipment])).toEqual([
      { rejected: 'Adjustment reason Not in the app does not exist.' },
    ]);
  });

  it('is never changed afterwards without a person', async () => {
    const { app, documents } = await desk();
    const [one] = await documents(returned([line('POT-SAUCER')]));
    const [other] = await documents(returned([line('POT-SAUCER', '2')]));
    const before = { ...one!, done: ['post', 'verify'] };
    expect(await app.change(TASK, before, one)).toBe('nothing');
    const [renumbered] = await documents(returned([line('POT-SAUCER', '1', { id: 'b' })]));
    expect(await app.change(TASK, before, renumbered)).toBe('nothing');
    expect(await app.change(TASK, before, other)).toBe('ask');
    expect(await app.change(TASK, before, undefined)).toBe('ask');
  });
});

describe('a return that isn’t booked', () => {
  it('is one of which nothing was put back into stock', async () => {
    const { build } = await desk();
    const built = await build(returned([line('POT-SAUCER', '1', { restocked: false })]));
    expect(built).toEqual({ notDue: 'Nothing of it was put back into stock.' });
  });

  it('is not approved, or was before the start date', async () => {
    const { app, build } = await desk();
    expect(await build(returned([line('POT-SAUCER')], { approvedOn: null }))).toEqual({
      notDue: 'It isn’t approved yet.',
    });
    const { eligible } = app.manifest.tasks.find(({ id }) => id === TASK)!;
    expect(eligible).toMatchObject([{ head: 'date', from: 'answers.startDate' }]);
  });

  it('is of something that keeps no stock', async () => {
    expect(await (await desk()).build(returned([line('SHIPPING')]))).toHaveProperty('notDue');
  });

  it.each([
    ['an unmapped reason', line('POT-SAUCER', '1', { reason: 'Ate it' }), 'Ate it'],
    ['no reason', line('POT-SAUCER', '1', { reason: null }), 'no reason'],
    ['an unmapped warehouse', line('POT-SAUCER', '1', { warehouse: 'attic' }), 'attic'],
    ['no warehouse', line('POT-SAUCER', '1', { warehouse: null }), 'which warehouse'],
    ['batch numbers', line('CARE-NEEM-250'), 'serial or batch numbers'],
  ])('needs a person: %s', async (_, one, what) => {
    const built = await (await desk()).build(returned([one]));
    expect(built).toMatchObject({ needsPerson: expect.stringContaining(what) });
  });
});

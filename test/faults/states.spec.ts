import 'reflect-metadata';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { Database } from '../../src/database/database.js';
import { manifestOf } from '../../src/sdk/host/index.js';
import { NeedsPerson } from '../../src/sdk/index.js';
import type { Runs } from '../../src/tasks/runs.service.js';
import { ChangeQuestions } from '../../src/transactions/change-questions.js';
import { ExportActions } from '../../src/transactions/export-actions.js';
import { OutboxStore } from '../../src/transactions/outbox.store.js';
import type { ParentWaits } from '../../src/transactions/parents/parent-waits.store.js';
import { ShipmentStore } from '../../src/transactions/shipments.store.js';
import { ownSource } from '../support/own-source.js';
import { Chance } from './chance.js';
import { Life } from './life.js';
import { runExport } from './process.js';
import { Shelf, shelf } from './shelf.js';
import { type Shop, Surroundings } from './surroundings.js';
import { UnreliableApp } from './unreliable-app.js';
import { VirtualClock } from './virtual-clock.js';

const TASK = 'show-prices';

const source = ownSource();
let surroundings: Surroundings;
let clock: VirtualClock;
let app: Shelf;
let line: UnreliableApp;
let shop: Shop;

beforeAll(() => {
  surroundings = new Surroundings(source());
});

beforeEach(async () => {
  clock = new VirtualClock();
  await open(new Chance(1));
  line.calmDown();
});

async function open(chance: Chance): Promise<void> {
  app = new Shelf();
  line = new UnreliableApp(app, manifestOf(shelf), chance, clock, 120_000);
  shop = await surroundings.shop(manifestOf(shelf), {}, {}, clock.date());
}

async function price(prices: Record<string, string | null>, more: Record<string, unknown> = {}): Promise<void> {
  clock.moveTo(clock.now() + 1000);
  const planted = Object.entries(prices).map(([sku, value]) => ({
    type: 'product' as const,
    body: { sku, price: value, ...more },
  }));
  await surroundings.plant(shop, planted, clock.date());
}

async function run(life = new Life(Number.POSITIVE_INFINITY)): Promise<void> {
  clock.moveTo(clock.now() + 60_000);
  await runExport({ source: source(), clock, app: line, shop, plugin: shelf, task: TASK }, life);
}

/** Somebody looks at what is asked, agrees, and lets it go on. */
async function agree(): Promise<void> {
  const key = { storeId: shop.storeId, installationId: shop.installationId, task: TASK };
  await new ChangeQuestions(new Database(source())).approve(key, 1, clock.date());
}

const hundred = (value: string) => Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`P${n}`, value]));

async function log(): Promise<Record<string, string>> {
  const rows = await surroundings.log(shop, TASK);
  return Object.fromEntries(rows.map(({ key, state, reason }) => [key, reason ? `${state}: ${reason}` : state]));
}

it('tells the app what it doesn’t know, and nothing twice', async () => {
  await price({ A: '10.00', B: '20.00' });
  await run();
  await run();
  expect(Object.fromEntries(app.prices)).toEqual({ A: '10', B: '20' });
  expect(app.revision).toBe(2);
  await price({ A: '10.00', B: '21.00' });
  await run();
  expect(app.revision).toBe(3);
});

it('tells once more what a person asks to be told', async () => {
  await price({ A: '10.00', B: '20.00' });
  await run();
  app.prices.set('A', '12');
  const runs = { start: async () => ({ id: 1, isNew: true }) } as unknown as Runs;
  const database = new Database(source());
  const waits = {} as ParentWaits;
  const actions = new ExportActions(
    database,
    clock,
    runs,
    waits,
    new ShipmentStore(database),
    new OutboxStore(database),
  );
  const { id } = (await database.one<{ id: number }>("select id from records where record_key = 'A' and store_id = ?", [
    shop.storeId,
  ]))!;
  await actions.reexport(shop.storeId, [{ installationId: shop.installationId, task: TASK, recordId: id }]);
  await run();
  expect(Object.fromEntries(app.prices)).toEqual({ A: '10', B: '20' });
  expect(app.revision).toBe(3);
});

it('tells nothing when only what the app isn’t told has changed', async () => {
  await price({ A: '10.00' });
  await run();
  await price({ A: '10.00' }, { name: 'Another name' });
  await run();
  expect(app.revision).toBe(1);
});

it('lets a bad one wait with its reason while the others go', async () => {
  app.refuse('B');
  await price({ A: '1', B: '2', C: null, D: '4' });
  await run();
  expect(await log()).toEqual({
    A: 'exported',
    B: 'rejected: B does not fit',
    C: 'rejected: It has no price.',
    D: 'exported',
  });
});

it('stops and asks before it would change more than a tenth of the prices, and goes on once a person agrees', async () => {
  await price(hundred('10.00'));
  await run();
  await price({ ...hundred('10.00'), ...Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`P${n}`, '1.00'])) });
  const told = app.revision;
  await expect(run()).rejects.toThrow(NeedsPerson);
  expect(app.revision).toBe(told);
  await expect(run()).rejects.toThrow(NeedsPerson);
  await agree();
  await run();
  expect(app.prices.get('P0')).toBe('1');
  expect(app.revision).toBe(told + 11);
});

it('asks nothing about a few, and nothing about what the app sees for the first time', async () => {
  await price(hundred('10.00'));
  await run();
  expect(app.prices.size).toBe(100);
  await price({ P0: '1', P1: '1', P2: '1' });
  await run();
  expect(app.prices.get('P2')).toBe('1');
});

it('asks about two of ten, and not about one', async () => {
  const ten = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`P${n}`, '10.00']));
  await price(ten);
  await run();
  await price({ P0: '1.00' });
  await run();
  expect(app.prices.get('P0')).toBe('1');
  await price({ P1: '1.00', P2: '1.00' });
  await expect(run()).rejects.toThrow('would change 2 of 10, more than 10 %');
});

it('ends with the app saying what we say, whatever went wrong on the way', { timeout: 180_000 }, async () => {
  for (let seed = 1; seed <= 25; seed++) {
    const chance = new Chance(seed);
    await open(chance.fork(1));
    const wanted: Record<string, string> = {};
    for (let round = 0; round < 6; round++) {
      for (const sku of ['A', 'B', 'C', 'D']) if (chance.happens(0.5)) wanted[sku] = `${chance.between(1, 99)}`;
      await price(wanted);
      await agree();
      await run(new Life(chance.happens(0.5) ? chance.between(1, 40) : Number.POSITIVE_INFINITY)).catch(
        () => undefined,
      );
      clock.moveTo(clock.now() + chance.between(1, 4) * 60_000);
      await line.catchUp();
    }
    line.calmDown();
    for (let round = 0; round < 8; round++) {
      await run().catch(agree);
      clock.moveTo(clock.now() + 3_600_000);
      await line.catchUp();
    }
    expect({ seed, ...Object.fromEntries(app.prices) }, line.story.join('\n')).toEqual({ seed, ...wanted });
  }
});

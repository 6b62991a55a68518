import 'reflect-metadata';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UnleashedSandbox } from '../../plugins/unleashed/sandbox/index.js';
import type { Planted } from './export-case.js';
import { Killing } from './killing.js';
import { unleashedInvoices } from './tasks/unleashed-invoices.js';
import { drawSale } from './unleashed/sale.js';
import { ANSWERS, imported, MAPS, stockedTwin } from './unleashed/shop.js';

const KILLS = 20;
const answers = { ...ANSWERS, mode: 'individually', exportWhen: 'dispatched' };

let killing: Killing<UnleashedSandbox>;

beforeAll(async () => {
  killing = await Killing.prepare({
    plugin: unleashedInvoices.plugin,
    tasks: ['export-invoices'],
    answers,
    maps: MAPS,
    twin: stockedTwin(Date.now),
    surroundings: await imported(),
    sell: (chance, number): Planted[] => [{ type: 'invoice', body: { ...drawSale(chance, number, true) } }],
    isWrite: ({ method }) => method !== 'GET',
  });
});
afterAll(() => killing?.stop());

it(`has each invoice in the app once after ${KILLS} kills in the middle of exporting`, {
  timeout: 300_000,
}, async () => {
  await killing.kill(KILLS);
  const log = new Map((await killing.drain()).map(({ key, state }) => [key, state]));
  const { records, shop, of } = killing;
  const verdict = unleashedInvoices.verify({
    sandbox: of.twin,
    records,
    answers,
    advanced: {},
    storeId: shop.storeId,
    log,
  });
  expect(verdict).toEqual({ lost: [], doubled: [], wrong: [] });
  expect(of.twin.invoices().length).toBeGreaterThan(20);
});

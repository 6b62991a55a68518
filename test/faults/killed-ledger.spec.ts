import 'reflect-metadata';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { XeroSandbox } from '../../plugins/xero/sandbox/index.js';
import { money } from '../../src/sdk/index.js';
import type { Chance } from './chance.js';
import type { Planted } from './export-case.js';
import { Killing } from './killing.js';
import { xeroMoney } from './tasks/xero-money.js';
import { drawSale, isDue, type Sale } from './xero/sale.js';
import { answersOf, openTwin } from './xero/shop.js';

const KILLS = 20;
const twin = openTwin(Date.now);
const answers = {
  ...answersOf(twin),
  mode: 'individually',
  exportWhen: 'dispatched',
  overpaymentsAccount: '831',
};

let killing: Killing<XeroSandbox>;

beforeAll(async () => {
  killing = await Killing.prepare({
    plugin: xeroMoney.plugin,
    tasks: ['export-contacts', 'export-invoices', 'export-payments'],
    answers,
    advanced: { overpaymentPrefix: 'OVER-' },
    maps: xeroMoney.maps,
    twin,
    surroundings: await xeroMoney.surroundings(),
    sell: sold,
    isWrite: ({ method, url }) => method !== 'GET' && url.includes('/api.xro/'),
  });
});
afterAll(() => killing?.stop());

/** An order and what was paid for it, at times too much. */
function sold(chance: Chance, number: string): Planted[] {
  const sale = { ...drawSale(chance, number), currency: 'AUD' };
  const amount = chance.happens(0.2) ? money.add(sale.total, 5) : sale.total;
  const payment = { number: `${number}-0`, amount, paidOn: '2026-11-20' };
  const method = chance.pick(['card', 'deposit']);
  return [
    { type: 'invoice', body: { ...sale, payments: [payment] } },
    { type: 'payment', body: { ...payment, invoice: number, currency: 'AUD', method } },
  ];
}

interface Held {
  InvoiceNumber?: string;
  Reference?: string;
  Status?: string;
}

/** By what documents in force are called in the books. */
function held(...nouns: ('Invoices' | 'Payments' | 'BankTransactions')[]): string[] {
  const rows = nouns.flatMap((noun) => twin.documents(noun) as Held[]);
  return rows
    .filter(({ Status }) => Status !== 'DELETED' && Status !== 'VOIDED')
    .map(({ InvoiceNumber, Reference = '' }) => InvoiceNumber ?? Reference)
    .sort();
}

it(`has each invoice, each payment and what was too much in the books once after ${KILLS} kills`, {
  timeout: 300_000,
}, async () => {
  await killing.kill(KILLS);
  // Money that may have left and isn't there is sent again only by a person, who looks before.
  const log = await killing.drain((asked) => {
    const there = held('Payments', 'BankTransactions');
    return !asked.some((reference) => there.includes(reference));
  });
  const sales = killing.records.filter(({ type }) => type === 'invoice').map(({ body }) => body as unknown as Sale);
  const due = sales.filter((sale) => isDue(sale, answers));
  const numbers = due.map(({ number }) => number);
  const owing = sales.filter((sale) => sale.status === 'cancelled' || (due.includes(sale) && isTooMuch(sale)));
  expect(held('Invoices').filter((number) => /^N\d+$/.test(number))).toEqual(numbers);
  const references = held('Payments', 'BankTransactions');
  expect(references.filter((one) => /^N\d+-0$/.test(one))).toEqual(numbers.map((number) => `${number}-0`));
  expect(references.filter((one) => one.startsWith('OVER-'))).toEqual(owing.map(({ number }) => `OVER-${number}-0`));
  const exported = (task: string) => log.filter((line) => line.task === task && line.state === 'exported');
  expect(exported('export-invoices')).toHaveLength(numbers.length);
  expect(exported('export-payments')).toHaveLength(new Set([...due, ...owing]).size);
  expect([numbers.length > 20, owing.length > 5]).toEqual([true, true]);
});

const isTooMuch = ({ payments, total }: Sale) => money.compare(payments![0]!.amount, total) > 0;

import type { Chance } from '../chance.js';
import type { ExportCase, Planted, Verdict } from '../export-case.js';
import { TillApp, till } from '../till.js';

/** Customers, invoices to them and payments of those, in whatever order their tasks run. */
export const tillPayments: ExportCase = {
  name: 'till/export-payments',
  plugin: till,
  task: 'export-payments',
  tasks: ['tell-customers', 'export-invoices', 'export-payments'],
  seeds: 100,
  answers: (chance) => ({ mode: chance.pick(['individually', 'batched']) }),
  maps: {},
  sandbox: () => new TillApp(),
  surroundings: async () => [],
  records: (chance) => [
    ...['mia', 'noah', 'zoe'].map((username): Planted => customer(username, chance.happens(0.8))),
    ...Array.from({ length: chance.between(2, 8) }, (_, n) => invoice(chance, n)),
    ...Array.from({ length: chance.between(2, 8) }, (_, n) => payment(chance, n)),
  ],
  edit(chance, body) {
    if (body.status === 'quote') return { ...body, status: 'dispatched' };
    if (body.active === false && chance.happens(0.5)) return { ...body, active: true };
    return undefined;
  },
  verify({ sandbox, records }) {
    const app = sandbox as TillApp;
    const bodies = (type: Planted['type']) => records.filter((record) => record.type === type).map(({ body }) => body);
    const customers = new Set(bodies('customer').flatMap((body) => (body.active === false ? [] : [body.username])));
    const due = bodies('invoice').filter(({ status, username }) => status !== 'quote' && customers.has(username));
    const invoices = new Set(due.map(({ number }) => number));
    const paid = bodies('payment').filter(({ invoice }) => invoices.has(invoice as string));
    const verdict: Verdict = {
      lost: [],
      doubled: [],
      wrong: app.orphans.map((reference) => `${reference} came first`),
    };
    compare(verdict, invoices, app.invoices);
    compare(verdict, new Set(paid.map(({ number }) => number)), app.payments);
    return verdict;
  },
};

function compare(verdict: Verdict, due: Set<unknown>, held: TillApp['invoices']): void {
  const found = [...held.values()].flatMap(({ members }) => members);
  for (const number of due) if (!found.includes(number as string)) verdict.lost.push(String(number));
  for (const [at, number] of found.entries()) {
    if (found.indexOf(number) !== at) verdict.doubled.push(number);
    if (!due.has(number)) verdict.wrong.push(`${number} was not due`);
  }
}

const customer = (username: string, active: boolean): Planted => ({
  type: 'customer',
  body: { username, name: username, active },
});

const invoice = (chance: Chance, n: number): Planted => ({
  type: 'invoice',
  body: {
    number: `N${n}`,
    username: chance.pick(['mia', 'noah', 'zoe', 'nobody']),
    status: chance.pick(['dispatched', 'dispatched', 'quote']),
    date: '2026-11-20',
    currency: 'AUD',
    total: '10.00',
  },
});

const payment = (chance: Chance, n: number): Planted => ({
  type: 'payment',
  body: {
    number: `P${n}`,
    invoice: `N${chance.between(0, 9)}`,
    amount: '10.00',
    paidOn: '2026-11-20',
    currency: 'AUD',
  },
});

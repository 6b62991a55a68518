import { AcmeApp, acme } from '../acme.js';
import type { Chance } from '../chance.js';
import type { ExportCase, Planted, Verdict } from '../export-case.js';

const STATUSES = ['dispatched', 'dispatched', 'dispatched', 'open', 'quote', 'cancelled'];

/** The outbox by itself, with the smallest of apps. */
export const acmeInvoices: ExportCase = {
  name: 'acme/export-invoices',
  plugin: acme,
  task: 'export-invoices',
  answers: (chance) => ({ startDate: '2026-11-01', mode: chance.pick(['individually', 'batched']) }),
  maps: {},
  sandbox: (_, chance) => new AcmeApp(chance.happens(0.5)),
  surroundings: async () => [],
  records: (chance) => Array.from({ length: chance.between(3, 12) }, (_, n) => invoice(chance, n)),
  verify({ sandbox, records, answers }) {
    const app = sandbox as AcmeApp;
    const times = new Map<string, number>();
    for (const { members } of app.orders.values()) for (const key of members) times.set(key, (times.get(key) ?? 0) + 1);
    const verdict: Verdict = { lost: [], doubled: [], wrong: [] };
    for (const { body } of records) {
      const key = String(body.number);
      const due =
        String(body.date) >= String(answers.startDate) && !['quote', 'cancelled'].includes(String(body.status));
      const found = times.get(key) ?? 0;
      if (due && found === 0) verdict.lost.push(key);
      if (found > 1) verdict.doubled.push(key);
      if (!due && found > 0) verdict.wrong.push(`${key} was not due`);
    }
    for (const [id, order] of app.orders) {
      if (!order.completed && verdict.doubled.length === 0)
        verdict.wrong.push(`${order.reference} was never completed`);
      if ((app.completions.get(id) ?? 0) > 1) verdict.doubled.push(`completion of ${order.reference}`);
    }
    return verdict;
  },
};

function invoice(chance: Chance, n: number): Planted {
  const body = {
    number: `N${1000 + n}`,
    status: chance.pick(STATUSES),
    approved: true,
    date: chance.happens(0.15) ? '2026-10-31' : '2026-11-20',
    currency: 'AUD',
    total: `${chance.between(1, 500)}.${chance.between(10, 99)}`,
  };
  return { type: 'invoice', body };
}

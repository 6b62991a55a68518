import { money } from '../../../src/sdk/index.js';
import { AcmeApp, acme } from '../acme.js';
import type { Chance } from '../chance.js';
import type { ExportCase, Planted, Verdict } from '../export-case.js';

/** Invoices that change after they were sent, and what makes up for that: the app's sum of each is always the store's total. */
export const acmeDifferences: ExportCase = {
  name: 'acme/differences',
  plugin: acme,
  task: 'export-invoices',
  seeds: 100,
  answers: (chance) => ({
    startDate: '2026-11-01',
    mode: chance.pick(['individually', 'batched']),
    differences: 'post',
  }),
  maps: {},
  sandbox: (_, chance) => new AcmeApp(chance.happens(0.5)),
  surroundings: async () => [],
  records: (chance) => Array.from({ length: chance.between(2, 8) }, (_, n) => invoice(chance, n)),
  edit(chance, body) {
    if (chance.happens(0.2)) return { ...body, status: body.status === 'cancelled' ? 'dispatched' : 'cancelled' };
    return { ...body, total: amount(chance) };
  },
  verify({ sandbox, records }) {
    const verdict: Verdict = { lost: [], doubled: [], wrong: [] };
    const sums = sumsOf(sandbox as AcmeApp);
    for (const { body } of records) {
      const number = String(body.number);
      const due = body.status === 'cancelled' ? '0' : String(body.total);
      const apart = money.compare(sums.get(number) ?? '0', due);
      if (apart < 0) verdict.lost.push(`${number}: ${sums.get(number)} of ${due}`);
      if (apart > 0) verdict.doubled.push(`${number}: ${sums.get(number)} of ${due}`);
    }
    return verdict;
  },
};

/** What the app holds of each invoice. A batch counts with what its members came to when it left. */
function sumsOf({ orders }: AcmeApp): Map<string, string> {
  const sums = new Map<string, string>();
  for (const { shares } of orders.values()) {
    for (const [number, total] of Object.entries(shares)) sums.set(number, money.add(sums.get(number) ?? '0', total));
  }
  return sums;
}

const amount = (chance: Chance) => `${chance.between(1, 500)}.${chance.between(10, 99)}`;

const invoice = (chance: Chance, n: number): Planted => ({
  type: 'invoice',
  body: {
    number: `N${1000 + n}`,
    status: chance.happens(0.9) ? 'dispatched' : 'cancelled',
    date: '2026-11-20',
    currency: 'AUD',
    total: amount(chance),
  },
});

import {
  apiKeys,
  definePlugin,
  documentTask,
  type HttpAnswer,
  NeedsPerson,
  type Shipment,
  type StepResult,
  secret,
} from '../../src/sdk/index.js';
import type { StoreInvoice } from './invoices.js';

// A plugin as an author would write it for the app in `ledger.ts`: one request for each invoice, or a second one to complete it.

interface Sale {
  reference: string;
  date: string;
  customer: string;
  currency: string;
  total: string;
  lines: { code: string; text: string; quantity: string; price: string }[];
}

/** As the ledger wants it. The plain script says the same. */
export function toSale(invoice: StoreInvoice): Sale {
  return {
    reference: invoice.number,
    date: invoice.date,
    customer: invoice.username,
    currency: invoice.currency,
    total: invoice.total,
    lines: invoice.lines.map(({ sku, name, quantity, unitPrice }) => ({
      code: sku,
      text: name,
      quantity,
      price: unitPrice,
    })),
  };
}

const exportInvoices = documentTask({
  id: 'export-invoices',
  title: 'Export invoices',
  record: 'invoice',
  schedule: 'every 15 minutes',
  eligible: [{ head: 'status', in: ['dispatched'], because: 'It has not left yet.' }],
  build(record, { answers }) {
    const sale = toSale(record.body as unknown as StoreInvoice);
    const steps = answers.steps === 2 ? ['create', 'complete'] : ['create'];
    return { reference: sale.reference, payload: sale, steps };
  },
  steps: {
    create: (sales: Shipment<Sale>[], { http }) =>
      Promise.all(
        sales.map(async ({ payload }) => {
          const answer = await http.send({ method: 'POST', path: 'invoices', json: payload });
          const { id, number } = said(answer) as { id: string; number: string };
          return { done: true, remoteId: id, number } satisfies StepResult;
        }),
      ),
    complete: (sales, { http }) =>
      Promise.all(
        sales.map(async ({ done }) => {
          said(await http.send({ method: 'POST', path: `invoices/${done.create!.remoteId}/complete`, json: {} }));
          return { done: true } satisfies StepResult;
        }),
      ),
  },
  find: () => {
    throw new NeedsPerson('The ledger answers every request, so nothing is ever looked up.');
  },
  settle: '2 minutes',
});

function said({ status, body }: HttpAnswer): unknown {
  if (status !== 201) throw new NeedsPerson(`The ledger answered ${status}.`);
  return JSON.parse(body);
}

export default definePlugin({
  id: 'ledger',
  name: 'Ledger',
  version: '1.0.0',
  sdk: '^1',
  listing: {
    summary: 'Takes invoices to measure with.',
    about: [],
    category: 'Accounting',
    icon: 'icon.svg',
    moves: { in: [], out: ['Invoices'] },
  },
  hosts: ['ledger.example.com'],
  connection: apiKeys({
    fields: { key: secret('Key') },
    baseUrl: 'https://ledger.example.com',
    headers: { authorization: 'Bearer {key}' },
    checks: [],
  }),
  limits: { concurrent: 5 },
  tasks: [exportInvoices],
});

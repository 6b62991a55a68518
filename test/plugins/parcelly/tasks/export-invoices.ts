import {
  type BuildContext,
  type Document,
  documentTask,
  type HttpAnswer,
  type HubRecord,
  money,
  needsPerson,
  notDue,
  oneByOne,
  type Shipment,
  type StepResult,
} from 'patchbay/sdk';
import { type Consignment, opensOn, type ParcellyClient, refusalOf } from '../client.js';

type Invoice = HubRecord<'invoice'>;

export const exportInvoices = documentTask<'invoice', ParcellyClient, Consignment>({
  id: 'export-invoices',
  title: 'Export invoices',
  record: 'invoice',
  schedule: '0 6,18 * * *',
  after: ['import-items'],
  batch: 2,
  eligible: [
    { head: 'date', from: 'answers.startDate', because: 'before the start date' },
    { head: 'status', in: ['dispatched'], because: 'not dispatched yet' },
  ],
  uses: ({ body }) => (body.lines ?? []).map(({ sku }) => ({ type: 'product' as const, key: sku })),
  build,
  merge(documents) {
    const [first] = documents as [Document<Consignment>];
    const payloads = documents.map(({ payload }) => payload);
    const sum = (field: 'total' | 'tax') => money.add(...payloads.map((payload) => payload[field]));
    const lines = payloads.flatMap((payload) => payload.lines);
    return { ...first, payload: { ...first.payload, lines, total: sum('total'), tax: sum('tax') } };
  },
  change(before, now) {
    if (!now) return 'ask';
    const same = JSON.stringify(before.payload) === JSON.stringify(now.payload);
    return same ? 'nothing' : before.done.includes('close') ? 'ask' : ['create', 'close'];
  },
  async prepare(_, { api, answers }) {
    const depots = await api.depots('');
    return { open: depots.some(({ value }) => value === answers.depot) };
  },
  steps: {
    create: oneByOne(async (shipment, { api }) => {
      // Sent anew it leaves under another reference than it was built with.
      const { payload, reference, key, day } = shipment;
      const answer = await api.createConsignment(key, { ...payload, reference, ...(day && { date: day }) });
      const offersDay = opensOn(answer);
      if (offersDay) return { waiting: refusalOf(answer), label: 'Closed', seconds: 12 * 3600, offersDay };
      return { ...resultOf(shipment, answer), ...(day && { day }) };
    }),
    close: oneByOne(async (shipment, { api }) => resultOf(shipment, await api.closeConsignment(shipment.key))),
  },
  async find(shipments, { api }) {
    const found = await api.consignments(shipments.map(({ reference }) => reference));
    return shipments.map(({ key }) => {
      const match = found.find(({ id }) => id === key);
      return (
        match && { remoteId: match.id, number: match.reference, steps: match.closed ? ['create', 'close'] : ['create'] }
      );
    });
  },
  settle: '2 minutes',
});

function build({ body }: Invoice, { advanced, answers, maps, related, store }: BuildContext) {
  const lines = (body.lines ?? []).filter(({ sku }) => related.get('product', sku)?.body.untracked !== true);
  if (lines.length === 0) notDue('nothing in it needs a parcel');
  const warehouse = lines[0]?.warehouse;
  const depot = warehouse ? maps.toApp('depots', warehouse) : answers.depot;
  if (typeof depot !== 'string') return needsPerson(`Choose the depot that serves ${warehouse ?? 'this shop'}.`);
  const customer = body.username ?? 'guest';
  const daily = answers.mode === 'daily' ? `${customer}-${body.date}` : undefined;
  const reference = `${String(advanced.prefix)}${body.number}`;
  return {
    reference,
    payload: {
      reference,
      customer,
      depot,
      date: body.date ?? '',
      total: body.total,
      tax: body.tax ?? '0',
      currency: body.currency ?? store.currency,
      lines: lines.map(({ sku, quantity }) => ({ code: sku, quantity })),
    },
    steps: ['create', 'close'],
    serialBy: depot,
    batchKey: daily,
    summary: `${lines.length} lines for ${customer}`,
  };
}

function resultOf({ key, reference }: Shipment<Consignment>, answer: HttpAnswer): StepResult {
  if (answer.status === 409) return { exists: true };
  return answer.status >= 400 ? { rejected: refusalOf(answer) } : { done: true, remoteId: key, number: reference };
}

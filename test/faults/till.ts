import {
  apiKeys,
  awaits,
  definePlugin,
  documentTask,
  type Http,
  type HttpAnswer,
  type HubRecord,
  money,
  NoAnswer,
  type Parent,
  Reconnect,
  type RecordBody,
  rejected,
  type Sandbox,
  type Shipment,
  type StepResult,
  stateTask,
} from '../../src/sdk/index.js';

// Three things that need each other: a customer, the invoice to it, the payment of that. The order in which things must reach an
// app is put to the test with them.

interface Kept {
  reference: string;
  /** The remote id of what it belongs to. */
  of: string;
  members: string[];
}

/** The app: it takes nothing that belongs to something it doesn't have. */
export class TillApp implements Sandbox {
  readonly credentials = {};
  readonly customers = new Set<string>();
  readonly invoices = new Map<string, Kept>();
  readonly payments = new Map<string, Kept>();
  /** What came before the thing it belongs to. */
  readonly orphans: string[] = [];
  revision = 0;
  private readonly refused = new Map<string, string>();

  refuse(reference: string, why = `No ${reference} here.`): void {
    this.refused.set(reference, why);
  }

  accept(reference: string): void {
    this.refused.delete(reference);
  }

  snapshot(): unknown {
    return [...this.invoices, ...this.payments];
  }

  async handle(request: Request): Promise<Response> {
    const [, room = '', id = ''] = new URL(request.url).pathname.split('/');
    if (room === 'customers') return this.meet((await request.json()) as string[]);
    const shelf = room === 'invoices' ? this.invoices : this.payments;
    const there = shelf.get(id);
    if (request.method === 'GET') return there ? Response.json(there) : Response.json({}, { status: 404 });
    if (there) return Response.json({ message: 'exists' }, { status: 409 });
    const kept = (await request.json()) as Kept;
    const parents = room === 'invoices' ? this.customers : this.invoices;
    if (!parents.has(kept.of)) this.orphans.push(kept.reference);
    if (this.refused.has(kept.reference))
      return Response.json({ message: this.refused.get(kept.reference) }, { status: 400 });
    shelf.set(id, kept);
    this.revision++;
    return Response.json({ id }, { status: 201 });
  }

  private meet(names: string[]): Response {
    const results = names.map((name) => {
      if (this.refused.has(name)) return { problem: `Nobody is called ${name}.` };
      this.customers.add(`C-${name}`);
      return { id: `C-${name}` };
    });
    return Response.json(results);
  }
}

type Payload = Pick<Kept, 'of' | 'members'>;

const tellCustomers = stateTask({
  id: 'tell-customers',
  title: 'Tell customers',
  record: 'customer',
  schedule: 'every 15 minutes',
  fields: ['name'],
  build: ({ key, body }: HubRecord<'customer'>) => (body.active === false ? { notDue: 'Not active.' } : key),
  async send(items, { http }) {
    const answer = await http.send({ method: 'POST', path: 'customers', json: items.map(({ payload }) => payload) });
    if (answer.status === 403) throw new Reconnect();
    const results = read(answer) as { id?: string; problem?: string }[];
    return results.map(({ id, problem }) => (problem ? { rejected: problem } : { done: true, remoteId: id }));
  },
});

const exportInvoices = documentTask({
  id: 'export-invoices',
  title: 'Export invoices',
  record: 'invoice',
  schedule: 'every 15 minutes',
  eligible: [{ head: 'status', notIn: ['quote'], because: 'A quote.' }],
  follows: ['tell-customers'],
  parents: ({ body }: HubRecord<'invoice'>) => [{ task: 'tell-customers', key: body.username ?? '' }],
  build({ body }: HubRecord<'invoice'>, { answers, parents }) {
    const customer = parents.get('tell-customers', body.username ?? '');
    if (body.status === 'cancelled') return { notDue: 'It was cancelled.' };
    if (!customer) return { notDue: 'Nobody knows the customer.' };
    if (!customer.remoteId) return { notDue: `Its customer is not in Till: ${customer.because}` };
    return {
      reference: `I-${body.number}`,
      payload: { of: customer.remoteId, members: [body.number] } satisfies Payload,
      steps: ['create'],
      ...(answers.mode === 'batched' && { batchKey: customer.remoteId }),
    };
  },
  merge(documents) {
    const members = documents.flatMap(({ payload }) => (payload as Payload).members);
    return { ...documents[0]!, payload: { ...(documents[0]!.payload as Payload), members } };
  },
  change({ reference, payload }, now, { answers }) {
    if (now || !answers.cancelled) return 'ask';
    const credit = { reference: `${reference}-C`, part: 'credit', payload, steps: ['create'] };
    return { difference: credit, ask: answers.cancelled === 'ask' };
  },
  steps: { create: (shipments: Shipment<Payload>[], { http }) => createIn('invoices', shipments, http) },
  find: (shipments, { http }) => findIn('invoices', shipments, http),
  settle: '2 minutes',
});

const exportPayments = documentTask<'payment', unknown, Payload>({
  id: 'export-payments',
  title: 'Export payments',
  record: 'payment',
  schedule: 'every 15 minutes',
  eligible: [],
  follows: ['export-invoices'],
  parents: ({ body }: HubRecord<'payment'>) => [{ task: 'export-invoices', key: body.invoice ?? '' }],
  build({ body }: HubRecord<'payment'>, { parents }) {
    const invoice = parents.get('export-invoices', body.invoice ?? '');
    if (!invoice) return { notDue: 'Nobody knows the invoice.' };
    if (!invoice.remoteId) return { notDue: `Its invoice is not in Till: ${invoice.because}` };
    const payload: Payload = { of: isMoneyBack(body) ? creditOf(invoice) : invoice.remoteId, members: [body.number] };
    return { reference: `P-${body.number}`, payload, steps: ['create'] };
  },
  steps: { create: (shipments: Shipment<Payload>[], { http }) => createIn('payments', shipments, http) },
  find: (shipments, { http }) => findIn('payments', shipments, http),
  settle: '2 minutes',
});

const isMoneyBack = ({ amount }: RecordBody<'payment'>) => money.compare(amount, 0) < 0;

/** Money goes back only from the credit that took its invoice back. */
function creditOf({ parts, changed, because = '' }: Parent): string {
  const credit = parts.find(({ part }) => part === 'credit')?.remoteId;
  if (credit) return credit;
  if (changed === 'soon') awaits(`Its credit goes first. ${because}`.trim());
  if (changed === 'asked') awaits('You are asked for its credit.');
  return rejected('There is no credit of it.');
}

export const till = definePlugin({
  id: 'till',
  name: 'Till',
  version: '1.0.0',
  sdk: '^1',
  listing: { summary: '', about: [], category: '', icon: 'icon.svg', moves: { in: [], out: ['Invoices'] } },
  hosts: ['api.till.example'],
  connection: apiKeys({ fields: {}, baseUrl: 'https://api.till.example', checks: [] }),
  limits: { concurrent: 3 },
  tasks: [tellCustomers, exportInvoices, exportPayments],
});

function createIn(room: string, shipments: Shipment<Payload>[], http: Http): Promise<StepResult[]> {
  return Promise.all(
    shipments.map(async ({ key, reference, payload }): Promise<StepResult> => {
      const answer = await http.send({ method: 'POST', path: `${room}/${key}`, json: { reference, ...payload } });
      if (answer.status === 409) return { exists: true };
      if (answer.status === 403) throw new Reconnect();
      const { message } = read(answer) as { message?: string };
      return answer.status < 300
        ? { done: true, remoteId: key, number: reference }
        : { rejected: message ?? 'Till says no.' };
    }),
  );
}

function findIn(room: string, shipments: Shipment<Payload>[], http: Http) {
  return Promise.all(
    shipments.map(async ({ key }) => {
      const answer = await http.send({ path: `${room}/${key}` });
      if (answer.status === 403) throw new Reconnect();
      if (answer.status === 404) return undefined;
      const { reference } = read(answer) as Kept;
      return { remoteId: key, number: reference, steps: ['create'] };
    }),
  );
}

function read({ body }: HttpAnswer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new NoAnswer('Till answered something that can’t be read.');
  }
}

import type { HttpAnswer } from '../../src/sdk/index.js';
import {
  apiKeys,
  definePlugin,
  documentTask,
  type HubRecord,
  money,
  NoAnswer,
  Reconnect,
  type Sandbox,
  type Shipment,
  type StepResult,
} from '../../src/sdk/index.js';

// The smallest app that creates things in two steps and refuses to create one twice, and a connector to it: the outbox is put
// to the test with it before any real connector is.

interface Order {
  reference: string;
  total: string;
  members: string[];
  /** What each member comes to. */
  shares: Record<string, string>;
  /** Only where the merchant dates orders. */
  date?: string;
  completed: boolean;
}

/** The app: orders by the id their maker gave them. A careless one makes another order when it is asked twice. */
export class AcmeApp implements Sandbox {
  constructor(private readonly careless = false) {}

  readonly credentials = { key: 'acme' };
  readonly orders = new Map<string, Order>();
  /** Completions of each order: more than one would be a stock movement too many. */
  readonly completions = new Map<string, number>();
  revision = 0;
  /** How often it has said no, and to what. */
  refusals = 0;
  refuseAll = false;
  /** How often somebody has looked for an order. */
  asked = 0;
  /** Turns everything away for its limits. */
  busy = false;
  /** Takes nothing that is dated on this day or before. */
  closedUpTo = '';
  private readonly refused = new Set<string>();

  refuse(member: string): void {
    this.refused.add(member);
  }

  accept(member: string): void {
    this.refused.delete(member);
  }

  snapshot(): unknown {
    return [...this.orders];
  }

  async handle(request: Request): Promise<Response> {
    const [, , id = '', verb] = new URL(request.url).pathname.split('/');
    const order = this.orders.get(id);
    if (request.method === 'GET') this.asked++;
    if (request.method === 'GET')
      return order ? Response.json(order) : Response.json({ message: 'unknown' }, { status: 404 });
    if (this.busy) return Response.json({ message: 'busy' }, { status: 429 });
    if (verb === 'complete') return this.complete(id, order);
    if (order && !this.careless) return Response.json({ message: 'exists' }, { status: 409 });
    const asked = (await request.json()) as Omit<Order, 'completed'>;
    if (asked.date !== undefined && asked.date <= this.closedUpTo) {
      this.refusals++;
      return Response.json({ closedUpTo: this.closedUpTo }, { status: 423 });
    }
    const refused = asked.members.filter((member) => this.refused.has(member));
    if (this.refuseAll || refused.length > 0) {
      this.refusals++;
      return Response.json({ message: `Acme refuses ${refused.join()}`, members: refused }, { status: 400 });
    }
    this.orders.set(order ? `${id}-${this.orders.size}` : id, {
      ...asked,
      completed: false,
    });
    this.revision++;
    return Response.json({ id }, { status: 201 });
  }

  private complete(id: string, order: Order | undefined): Response {
    if (!order) return Response.json({ message: 'unknown' }, { status: 404 });
    if (order.completed) return Response.json({ message: 'completed' }, { status: 409 });
    order.completed = true;
    this.completions.set(id, (this.completions.get(id) ?? 0) + 1);
    this.revision++;
    return Response.json({ id });
  }
}

type Payload = Pick<Order, 'total' | 'members' | 'shares' | 'date'>;

const exportInvoices = documentTask({
  id: 'export-invoices',
  title: 'Export invoices',
  record: 'invoice',
  schedule: 'every 15 minutes',
  eligible: [
    { head: 'date', from: 'answers.startDate', because: 'Before the start date.' },
    { head: 'status', notIn: ['quote'], because: 'A quote.' },
  ],
  build(invoice: HubRecord<'invoice'>, { answers }) {
    if (invoice.body.status === 'cancelled') return { notDue: 'It was cancelled.' };
    const { number, total, currency, date } = invoice.body;
    const dated = answers.dated && date ? { date } : {};
    return {
      reference: `A-${number}`,
      payload: { total, members: [number], shares: { [number]: total }, ...dated } satisfies Payload,
      steps: answers.differences && !answers.completes ? ['create'] : ['create', 'complete'],
      ...(answers.mode === 'batched' && { batchKey: `${currency}` }),
    };
  },
  merge(documents) {
    const payloads = documents.map((document) => document.payload as Payload);
    const cents = payloads.reduce((sum, { total }) => sum + Math.round(Number(total) * 100), 0);
    const payload: Payload = {
      total: (cents / 100).toFixed(2),
      members: payloads.flatMap(({ members }) => members),
      shares: Object.assign({}, ...payloads.map(({ shares }) => shares)),
      ...(payloads[0]?.date && { date: payloads[0].date }),
    };
    return { ...documents[0]!, reference: 'A-BATCH', payload };
  },
  change(before, now, { answers }) {
    if (!answers.differences) return 'ask';
    const { total: was, members } = (before.payload ?? { ...(now!.payload as Payload), total: '0' }) as Payload;
    const total = money.subtract((now?.payload as Payload | undefined)?.total ?? '0', was);
    const payload: Payload = { total, members, shares: { [members[0]!]: total } };
    return {
      difference: { reference: `${before.reference}-D`, part: 'difference', payload, steps: ['create'] },
      ask: answers.differences === 'ask',
    };
  },
  steps: {
    create: (shipments: Shipment<Payload>[], { http }) =>
      each(shipments, async ({ key, reference, payload, day }) => {
        const json = { reference, ...payload, ...(day && { date: day }) };
        const answer = await http.send({ method: 'POST', path: `orders/${key}`, json });
        if (answer.status === 409) return { exists: true };
        if (answer.status === 423) return closed(answer);
        return { ...resultOf(answer, key), ...(day && { day }) };
      }),
    complete: (shipments, { http }) =>
      each(shipments, async ({ key }) => {
        const answer = await http.send({ method: 'POST', path: `orders/${key}/complete` });
        if (answer.status === 409) return { exists: true };
        return resultOf(answer, key);
      }),
  },
  async find(shipments, { http }) {
    return Promise.all(
      shipments.map(async ({ key }) => {
        const answer = await http.send({ path: `orders/${key}` });
        if (answer.status === 403) throw new Reconnect();
        if (answer.status === 404) return undefined;
        const { completed } = JSON.parse(answer.body) as Order;
        return { remoteId: key, steps: completed ? ['create', 'complete'] : ['create'] };
      }),
    );
  },
  settle: '2 minutes',
});

export const acme = definePlugin({
  id: 'acme',
  name: 'Acme',
  version: '1.0.0',
  sdk: '^1',
  listing: { summary: '', about: [], category: '', icon: 'icon.svg', moves: { in: [], out: ['Invoices'] } },
  hosts: ['api.acme.example'],
  connection: apiKeys({ fields: {}, baseUrl: 'https://api.acme.example', checks: [] }),
  limits: { concurrent: 3 },
  tasks: [exportInvoices],
});

function resultOf(answer: HttpAnswer, key: string): StepResult {
  if (answer.status === 403) throw new Reconnect();
  const { message, members } = read(answer) as { message: string; members?: string[] };
  if (answer.status < 300) return { done: true, remoteId: key, number: key.slice(0, 8) };
  return { rejected: message, members };
}

function closed(answer: HttpAnswer): StepResult {
  const { closedUpTo } = read(answer) as { closedUpTo: string };
  const offersDay = new Date(Date.parse(closedUpTo) + 24 * 3_600_000).toISOString().slice(0, 10);
  return { waiting: `Acme is closed up to ${closedUpTo}.`, label: 'Closed', seconds: 12 * 3600, offersDay };
}

function read({ body }: HttpAnswer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new NoAnswer('Acme answered something that can’t be read.');
  }
}

async function each(
  shipments: Shipment<Payload>[],
  work: (shipment: Shipment<Payload>) => Promise<StepResult>,
): Promise<StepResult[]> {
  return Promise.all(shipments.map(work));
}

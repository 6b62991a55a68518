import {
  type AnswerProblem,
  activateStep,
  apiKeys,
  Choice,
  connectStep,
  DateField,
  definePlugin,
  documentTask,
  type Http,
  importTask,
  type Mapping,
  mapping,
  NumberField,
  Reconnect,
  RecordPicker,
  type RecordType,
  RemotePick,
  Step,
  Switch,
  secret,
  stateTask,
  Text,
  transform,
} from '../../sdk/index.js';

// A shop and an app beside it, made for the pages that stand between the two: each list of the twin is a record type.

const list = async function* (http: Http, name: string) {
  for (let page = 1; ; page++) {
    const { status, body } = await http.send({ path: name, query: { page } });
    if (status === 401) throw new Reconnect('The key is no longer accepted.');
    const { rows, more } = JSON.parse(body) as { rows: Record<string, unknown>[]; more: boolean };
    yield { rows, bookmark: page };
    if (!more) return;
  }
};

const imports = <T extends RecordType>(name: string, mapped: Mapping<T>, more: { first?: boolean } = {}) =>
  importTask<T, unknown>({
    id: `import-${name}`,
    title: `Import ${name}`,
    record: mapped.record,
    schedule: 'every 15 minutes',
    mapping: mapped,
    pulls: 'changes',
    pull: ({ http }) => list(http, name),
    ...more,
  });

const connection = (host: string) =>
  apiKeys({ fields: { key: secret('Key') }, baseUrl: `https://${host}`, headers: { 'x-key': '{key}' }, checks: [] });

const listing = (summary: string) => ({
  summary,
  about: [summary],
  category: 'Tests',
  icon: 'icon.svg',
  moves: { in: ['Products'], out: ['Orders'] },
});

const warehouses = () =>
  mapping('warehouses', 'warehouse', {
    title: 'Warehouses',
    remoteId: 'id',
    rows: [
      { from: 'code', to: 'code' },
      { from: 'name', to: 'name', master: 'fill' },
    ],
  });

const upper = transform('in capital letters', (value) => (typeof value === 'string' ? value.toUpperCase() : value));

/** What the app has to say against the answers. */
async function objections(http: Http): Promise<AnswerProblem[]> {
  const all: AnswerProblem[] = [];
  for await (const { rows } of list(http, 'objections')) all.push(...(rows as unknown as AnswerProblem[]));
  return all;
}

export const corner = definePlugin({
  id: 'corner',
  name: 'Corner Shop',
  version: '1.0.0',
  sdk: '^1',
  platform: true,
  listing: listing('A shop that exists to be tested'),
  hosts: ['shop.corner.test'],
  connection: connection('shop.corner.test'),
  wizard: [connectStep(), activateStep()],
  mappings: [],
  tasks: [
    imports('warehouses', warehouses()),
    imports(
      'products',
      mapping('products', 'product', {
        title: 'Products',
        remoteId: 'id',
        rows: [
          { from: 'sku', to: 'sku' },
          { from: 'name', to: 'name', master: 'fill' },
          { from: 'price', to: 'price', master: 'fill' },
        ],
      }),
    ),
    imports(
      'orders',
      mapping('orders', 'invoice', {
        title: 'Orders',
        remoteId: 'id',
        rows: (['number', 'status', 'date', 'currency', 'total', 'username', 'lines'] as const).map((name) => ({
          from: name,
          to: name,
        })),
      }),
    ),
    imports(
      'returns',
      mapping('returns', 'return', {
        title: 'Returns',
        remoteId: 'id',
        rows: (['number', 'status', 'total', 'lines'] as const).map((name) => ({ from: name, to: name })),
      }),
    ),
    stateTask<'product', unknown, { price: unknown; name: unknown }>({
      id: 'update-products',
      title: 'Update products',
      record: 'product',
      schedule: 'every 5 minutes',
      fields: ['name', 'price'],
      watch: { fields: ['price'], percent: 10 },
      build: ({ body }) =>
        body.price ? { price: body.price, name: body.name ?? null } : { notDue: 'It has no price.' },
      async send(items, { http }) {
        for (const { key, remoteId, payload } of items)
          await http.send({ method: 'PUT', path: `products/${remoteId ?? key}`, json: { sku: key, ...payload } });
        return items.map(({ key, remoteId }) => ({ done: true as const, remoteId: remoteId ?? key }));
      },
    }),
  ],
});

@Step({ title: 'Get started', check: (_, { http }) => objections(http) })
class GetStarted {
  @DateField({ label: 'Start date' })
  startDate!: string;

  @Choice({ label: 'Orders', options: { single: 'One by one', daily: 'One a day' }, initial: 'single' })
  mode!: string;
}

class AdvancedConfiguration {
  @Text({ label: 'Order prefix', initial: 'C-', required: false, maxLength: 6, numbers: 'invoice', group: 'Orders' })
  prefix?: string;

  @NumberField({ label: 'Days to keep', initial: 30, min: 1, max: 365, unit: 'days', whole: true, group: 'Orders' })
  days!: number;

  @Switch({ label: 'Send at once', group: 'Orders' })
  atOnce!: boolean;

  @RecordPicker('product', { label: 'Product for shipping', required: false, group: 'Charges' })
  shipping?: string;

  @RemotePick('lanes', { label: 'Lane', required: false, group: 'Charges' })
  lane?: string;
}

export const crates = definePlugin({
  id: 'crates',
  name: 'Crates',
  version: '1.0.0',
  sdk: '^1',
  listing: {
    ...listing('A stock app that exists to be tested'),
    setUp: { price: '149.00', currency: 'AUD', help: 'We map your warehouses with you.' },
  },
  hosts: ['api.crates.test'],
  connection: connection('api.crates.test'),
  wizard: [GetStarted, connectStep(), activateStep()],
  advanced: AdvancedConfiguration,
  pickLists: {
    lanes: async () => [
      { value: 'A', label: 'Lane A' },
      { value: 'B', label: 'Lane B' },
    ],
  },
  valueMaps: [
    {
      id: 'warehouses',
      title: 'Warehouses',
      help: 'Which warehouse of Crates is which of the store’s.',
      store: { records: 'warehouse' },
      app: { records: 'warehouse' },
      required: true,
      unique: true,
    },
    {
      id: 'reasons',
      title: 'Return reasons',
      help: 'What a return reason is called in Crates.',
      store: { seen: { record: 'return', list: 'lines', field: 'reason' } },
      app: { text: { maxLength: 12 } },
      confirm: 'Added in Crates under Settings → Reasons',
    },
  ],
  tasks: [
    imports('depots', warehouses(), { first: true }),
    imports(
      'goods',
      mapping('goods', 'product', {
        title: 'Goods',
        remoteId: 'id',
        rows: [
          { from: 'sku', to: 'sku', label: 'Good code' },
          { from: 'title', to: 'name', label: 'Title', as: upper },
          { from: 'price', to: 'price' },
          { from: 'ean', to: 'barcode', label: 'EAN', master: 'store' },
        ],
        refuse: ({ sku }) => (sku === '' ? 'It has no code. Give it one in Crates.' : undefined),
        skip: ({ kind }) => kind === 'voucher',
      }),
    ),
    // One alone goes as it is, a batch as the list of them.
    documentTask<'invoice', unknown, object>({
      id: 'export-orders',
      title: 'Export orders',
      record: 'invoice',
      schedule: 'every 1 hour',
      eligible: [
        { head: 'date', from: 'answers.startDate', because: 'Before the start date.' },
        { head: 'status', in: ['dispatched'], because: 'Not dispatched yet.' },
      ],
      build({ body }, { answers, advanced, maps }) {
        const lines = (body.lines ?? []).map(({ sku, quantity, warehouse }) => ({
          sku,
          quantity,
          depot: warehouse ? maps.toApp('warehouses', warehouse) : undefined,
        }));
        if (lines.some(({ depot }) => depot === undefined)) return { needsPerson: 'Map its warehouse first.' };
        if (body.username === 'blocked') return { rejected: 'Crates has blocked this customer.' };
        const reference = `${advanced.prefix ?? ''}${body.number}`;
        if (body.username === 'nobody') throw new Error('a bug of the connector');
        return {
          reference,
          payload: { reference, total: body.total, lines },
          steps: ['create'],
          ...(answers.mode === 'daily' && { batchKey: String(body.date) }),
        };
      },
      merge: (documents) => ({ ...documents[0]!, payload: documents.map(({ payload }) => payload) }),
      change: () => 'ask',
      steps: {
        async create(shipments, { http }) {
          for (const { key, payload } of shipments)
            await http.send({ method: 'PUT', path: `sales/${key}`, json: payload, repeatable: true });
          return shipments.map(({ key, reference }) => ({ done: true as const, remoteId: key, number: reference }));
        },
      },
      find: async (shipments) => shipments.map(() => undefined),
      settle: '1 minute',
    }),
    importTask<'stock-level', unknown>({
      id: 'import-shelves',
      title: 'Import stock',
      record: 'stock-level',
      schedule: 'every 1 hour',
      mapping: mapping('shelves', 'stock-level', {
        title: 'Shelves',
        remoteId: 'id',
        rows: (['key', 'sku', 'warehouse', 'available'] as const).map((name) => ({ from: name, to: name })),
      }),
      pulls: 'snapshot',
      missing: 'zero',
      pull: ({ http }) => list(http, 'shelves'),
    }),
  ],
});

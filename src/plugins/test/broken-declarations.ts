// Declarations that are wrong in one way each, as text for a plugin's module.

export const importing = (
  more: string,
) => `mappings: [products], tasks: [{ direction: 'in', id: 'import', title: 'Import', record: 'product',
  schedule: 'every hour', mapping: products, pulls: 'changes', async *pull() {}, ${more} }]`;

const exporting = (
  more: string,
) => `tasks: [documentTask({ id: 'export', title: 'Export', record: 'invoice', schedule: 'every hour',
  eligible: [], build: () => ({ notDue: 'never' }), steps: { create: async () => [] }, find: async () => [], settle: '2 minutes', ${more} })]`;

const sending = (
  more: string,
) => `tasks: [stateTask({ id: 'send', title: 'Send', record: 'product', schedule: 'every hour',
  fields: ['price'], build: () => undefined, send: async () => [], ${more} })]`;

const connecting = (
  more: string,
) => `hosts: ['api.example.test'], wizard: [connectStep(), activateStep()], connection: apiKeys({
  fields: { key: sdk.secret('Key') }, baseUrl: 'https://api.example.test', checks: [{ title: 'Read', run: async () => undefined }], ${more} })`;

const consenting = (
  more: string,
) => `hosts: ['api.example.test'], wizard: [connectStep(), activateStep()], connection: sdk.oauth2({
  authorizeUrl: 'https://api.example.test/authorize', tokenUrl: 'https://api.example.test/token', scopes: ['read'],
  baseUrl: 'https://api.example.test', tenants: async () => [], checks: [{ title: 'Read', run: async () => undefined }], ${more} })`;

/** A wizard of one step with one field, decorated by hand: this is no TypeScript. */
const asking = (decorator: string, before = '') => `wizard: (() => {
    class Ask {}
    ${before}
    sdk.${decorator}(Ask.prototype, 'answer');
    Step({ title: 'Ask' })(Ask);
    return [Ask, activateStep()];
  })()`;

const advanced = (decorator: string) => `advanced: (() => {
    class Advanced {}
    sdk.${decorator}(Advanced.prototype, 'days');
    return Advanced;
  })()`;

const valueMap = (
  more: string,
) => `valueMaps: [{ id: 'depots', title: 'Depots', help: 'Which', store: { records: 'warehouse' },
  app: { text: { maxLength: 20 } }, ${more} }]`;

const rows = (list: string, more = '') =>
  `mappings: [mapping('m', 'product', { title: 'M', remoteId: 'Id', rows: [${list}], ${more} })]`;

const webhook = (
  more: string,
) => `webhooks: [{ id: 'changed', title: 'Changed', help: 'Switch it on', verify: { header: 'x', equals: 'key' },
  eventId: () => '1', wakes: () => [], ${more} }]`;

const stating = (kind: string, tasks: string) =>
  `statements: { ${kind}: { title: 'Stated', tasks: ${tasks}, async *read() {} } }`;

// What is wrong → where it is said to be, and in which words.
export const broken: [what: string, declarations: string, field: string | undefined, problem: RegExp][] = [
  ['an id in capitals', `id: 'Broken'`, 'id', /lower-case/],
  ['an id that is not the folder’s', `id: 'other'`, 'id', /folder's name/],
  ['no name', `name: ''`, 'name', /must be a text/],
  ['no semantic version', `version: '1.0'`, 'version', /'1.0' is no semantic version/],
  ['a range that is none', `sdk: 'latest'`, 'sdk', /no range/],
  ['an SDK of the future', `sdk: '^2'`, 'sdk', /leaves out/],
  ['a missing addon', `requires: ['nowhere']`, 'requires[0]', /not here/],
  ['a listing without words', `listing: { ...sound.listing, summary: '' }`, 'listing.summary', /must be a text/],
  ['a missing icon', `listing: { ...sound.listing, icon: 'none.svg' }`, 'listing.icon', /no file 'none.svg'/],
  ['an icon from elsewhere', `listing: { ...sound.listing, icon: '../icon.svg' }`, 'listing.icon', /SVG file/],
  ['a host with a path', `hosts: ['example.test/api']`, 'hosts[0]', /no host name/],
  ['a host of an unknown field', `hosts: ['{shop}.example.test']`, 'hosts[0]', /no credential field 'shop'/],
  ['a limit of nothing', `limits: { concurrent: 0 }`, 'limits.concurrent', /1 or more/],
  ['a month without a number', `limits: { perMonth: 'many' }`, 'limits.perMonth', /by plan/],
  ['a base address over http', connecting(`baseUrl: 'http://api.example.test'`), 'connection.baseUrl', /https/],
  ['an undeclared base host', connecting(`baseUrl: 'https://other.test'`), 'connection.baseUrl', /not among/],
  ['a header of an unknown field', connecting(`headers: { auth: '{token}' }`), 'connection.headers.auth', /'token'/],
  [
    'a signature of an unknown key',
    connecting(`sign: sdk.hmac('sha256', { over: 'query', key: 'no', header: 'x' })`),
    'connection.sign.key',
    /'no'/,
  ],
  ['no check', connecting('checks: []'), 'connection.checks', /at least one/],
  ['a check without a function', connecting(`checks: [{ title: 'Read' }]`), 'connection.checks[0].run', /a function/],
  [
    'a pattern that is none',
    connecting(`fields: { key: sdk.secret('Key', { pattern: '(' }) }`),
    'connection.fields.key.pattern',
    /regular/,
  ],
  [
    'a consent page over http',
    consenting(`authorizeUrl: 'http://api.example.test/x'`),
    'connection.authorizeUrl',
    /full https/,
  ],
  ['tokens from elsewhere', consenting(`tokenUrl: 'https://evil.test/x'`), 'connection.tokenUrl', /'evil.test' is not/],
  ['tokens handed back elsewhere', consenting(`revokeUrl: 'https://evil.test/x'`), 'connection.revokeUrl', /not among/],
  ['two scopes in one', consenting(`scopes: ['read write']`), 'connection.scopes', /more than one scope/],
  ['a consent nobody can name', consenting('tenants: undefined'), 'connection.tenants', /a function/],
  ['a header of no tenant', consenting(`headers: { org: '{org}' }`), 'connection.headers.org', /'org'/],
  [
    'an own client without its secret',
    consenting(`clientCredentials: { title: 'Own', scopes: [], fields: { clientId: sdk.text('Id') } }`),
    'connection.clientCredentials.fields.clientSecret',
    /an object/,
  ],
  ['no connect step', `${connecting('')}, wizard: [activateStep()]`, 'wizard', /connectStep/],
  [
    'a second connect step',
    `${connecting('')}, wizard: [connectStep(), connectStep(), activateStep()]`,
    'wizard[1]',
    /second/,
  ],
  ['nothing to connect', 'wizard: [connectStep(), activateStep()]', 'wizard[0]', /no connection/],
  ['activation in the middle', `${connecting('')}, wizard: [activateStep(), connectStep()]`, 'wizard[0]', /last/],
  ['a step that is none', 'wizard: [class Plain {}, activateStep()]', 'wizard[0]', /lacks @Step/],
  ['a step that is a word', `wizard: ['connect']`, 'wizard[0]', /an object/],
  ['a choice of nothing', asking(`Choice({ label: 'A', options: {} })`), 'wizard[0].answer.options', /choose from/],
  [
    'a condition on nothing',
    asking(`Text({ label: 'A', when: { mode: 'x' } })`),
    'wizard[0].answer.when.mode',
    /no other field/,
  ],
  [
    'a condition on a missing option',
    asking(
      `Text({ label: 'A', when: { mode: 'z' } })`,
      `sdk.Choice({ label: 'M', options: { x: 'X' } })(Ask.prototype, 'mode');`,
    ),
    'wizard[0].answer.when.mode',
    /no option 'z'/,
  ],
  [
    'a field twice',
    asking(`Text({ label: 'A' })`, `sdk.Text({ label: 'A' })(Ask.prototype, 'answer');`),
    'wizard.answer',
    /twice/,
  ],
  ['a record of no type', asking(`RecordPicker('parcel', { label: 'A' })`), 'wizard[0].answer.record', /'parcel'/],
  [
    'a creation nobody does',
    asking(`RecordPicker('product', { label: 'A', create: 'item' })`),
    'wizard[0].answer.create',
    /'item'/,
  ],
  ['a list nobody gives', asking(`RemotePick('depots', { label: 'A' })`), 'wizard[0].answer.list', /'depots'/],
  [
    'a list before connecting',
    `pickLists: { d: async () => [] }, ${asking(`RemotePick('d', { label: 'A' })`)}`,
    'wizard[0]',
    /behind the connect step/,
  ],
  [
    'a start that is no option',
    asking(`Choice({ label: 'A', options: { x: 'X' }, initial: 'y' })`),
    'wizard[0].answer.initial',
    /none of/,
  ],
  ['bounds that cross', asking(`NumberField({ label: 'A', min: 9, max: 1 })`), 'wizard[0].answer.min', /more than max/],
  ['a field without a label', asking(`Text({ label: '' })`), 'wizard[0].fields[0].label', /must be a text/],
  ['advanced without initial', advanced(`NumberField({ label: 'Days' })`), 'advanced.days.initial', /initial value/],
  [
    'a prefix of no documents',
    asking(`Text({ label: 'A', numbers: 'invoice' })`),
    'wizard[0].answer.numbers',
    /no document task exports 'invoice'/,
  ],
  [
    'a fee that is none',
    `listing: { ...sound.listing, setUp: { price: 'a lot', currency: 'AUD' } }`,
    'listing.setUp.price',
    /an amount/,
  ],
  [
    'a workflow of unknown tasks',
    `workflows: { all: { title: 'All', help: 'All', tasks: ['none'] } }`,
    'workflows.all.tasks[0]',
    /no task/,
  ],
  [
    'a workflow nobody can choose',
    `workflows: { all: { title: 'All', help: 'All', tasks: [] } }`,
    'workflows',
    /choice field 'workflow'/,
  ],
  ['a value map of no records', valueMap(`store: { records: 'parcel' }`), 'valueMaps[0].store.records', /'parcel'/],
  [
    'a value map of no list',
    valueMap(`store: { seen: { record: 'return', list: 'rows', field: 'reason' } }`),
    'valueMaps[0].store.seen.list',
    /no list/,
  ],
  [
    'a value map of no field',
    valueMap(`store: { seen: { record: 'return', list: 'lines', field: 'why' } }`),
    'valueMaps[0].store.seen.field',
    /no field/,
  ],
  ['a value map of nothing over there', valueMap('app: {}'), 'valueMaps[0].app', /records/],
  [
    'two value maps of one id',
    `valueMaps: [...[1, 2].map(() => ({ id: 'd', title: 'D', help: 'D', store: { records: 'warehouse' }, app: { text: { maxLength: 9 } } }))]`,
    'valueMaps[1].id',
    /taken by valueMaps\[0\]/,
  ],
  [
    'a mapping to no field',
    rows(`{ from: 'A', to: 'sku' }, { from: 'B', to: 'colour' }`),
    'mappings[0].rows[1].to',
    /no field 'colour'/,
  ],
  [
    'a mapping that fills twice',
    rows(`{ from: 'A', to: 'sku' }, { from: 'B', to: 'sku' }`),
    'mappings[0].rows[1].to',
    /rows\[0\]/,
  ],
  ['a mapping without the key', rows(`{ from: 'B', to: 'name' }`), 'mappings[0].rows', /'sku', the key/],
  [
    'a key that the store masters',
    rows(`{ from: 'A', to: 'sku', master: 'store' }`),
    'mappings[0].rows[0].master',
    /key/,
  ],
  [
    'an unknown master',
    rows(`{ from: 'A', to: 'sku', master: 'both' }`),
    'mappings[0].rows[0].master',
    /one of app, store, fill/,
  ],
  ['a match on no field', rows(`{ from: 'A', to: 'sku' }`, `match: ['ean']`), 'mappings[0].match[0]', /'ean'/],
  [
    'a transform without a function',
    rows(`{ from: 'A', to: 'sku', as: { title: 'x' } }`),
    'mappings[0].rows[0].as.apply',
    /a function/,
  ],
  [
    'a mapping of no record',
    `mappings: [mapping('m', 'parcel', { title: 'M', remoteId: 'Id', rows: [] })]`,
    'mappings[0].record',
    /'parcel'/,
  ],
  ['two mappings of one id', 'mappings: [products, products]', 'mappings[1].id', /taken/],
  ['a task of no record', importing(`record: 'parcel'`), 'tasks[0].record', /'parcel'/],
  ['a task of no direction', `tasks: [{ id: 'a', direction: 'up' }]`, 'tasks[0].direction', /one of in, out/],
  ['an unreadable schedule', importing(`schedule: 'every blue moon'`), 'tasks[0].schedule', /no schedule/],
  ['a task behind an unknown one', importing(`after: ['other']`), 'tasks[0].after[0]', /no task 'other'/],
  ['a task behind itself', importing(`after: ['import']`), 'tasks[0].after[0]', /waits for/],
  ['an undeclared mapping', `${importing('')}, mappings: []`, 'tasks[0].mapping', /no 'products'/],
  ['a mapping to another record', importing(`record: 'kit'`), 'tasks[0].mapping', /not to a kit/],
  ['zeroing without a snapshot', importing(`missing: 'zero'`), 'tasks[0].missing', /snapshot/],
  ['an unreadable overlap', importing(`overlap: 'a bit'`), 'tasks[0].overlap', /no duration/],
  ['an import without pull', importing('pull: undefined'), 'tasks[0].pull', /a function/],
  [
    'two tasks of one id',
    `${sending('')}, tasks: [1, 2].map(() => (${sending('').slice(8, -1)}))`,
    'tasks[1].id',
    /taken/,
  ],
  ['an export that runs first', exporting('first: true'), 'tasks[0].first', /only imports/],
  ['an unreadable settle time', exporting(`settle: 'soon'`), 'tasks[0].settle', /no duration/],
  ['a settle time shorter than a request', exporting(`settle: '59 seconds'`), 'tasks[0].settle', /a minute or more/],
  ['no steps', exporting('steps: {}'), 'tasks[0].steps', /at least one step/],
  ['a step without a function', exporting(`steps: { create: 'POST' }`), 'tasks[0].steps.create', /a function/],
  ['an export without find', exporting('find: undefined'), 'tasks[0].find', /a function/],
  ['a child of no export', exporting(`follows: ['other']`), 'tasks[0].follows[0]', /no export 'other'/],
  ['records that wait for their own kind', exporting(`follows: ['export']`), 'tasks[0].follows[0]', /waits for/],
  ['a batch of none', exporting('batch: 0'), 'tasks[0].batch', /1 or more/],
  [
    'a rule on no head',
    exporting(`record: 'return', eligible: [{ head: 'weight', because: 'heavy' }]`),
    'tasks[0].eligible[0].head',
    /one of/,
  ],
  [
    'a rule on a head it lacks',
    exporting(`record: 'kit', eligible: [{ head: 'date', because: 'old' }]`),
    'tasks[0].eligible[0].head',
    /no date/,
  ],
  [
    'a rule on no answer',
    exporting(`eligible: [{ head: 'date', from: 'answers.start', because: 'old' }]`),
    'tasks[0].eligible[0].from',
    /no 'start'/,
  ],
  ['a state of unknown fields', sending(`fields: ['colour']`), 'tasks[0].fields[0]', /'colour'/],
  ['a state of no fields', sending('fields: []'), 'tasks[0].fields', /nothing/],
  [
    'a watch on what isn’t sent',
    sending(`watch: { fields: ['name'], percent: 5 }`),
    'tasks[0].watch.fields[0]',
    /not among/,
  ],
  [
    'a webhook for everybody of one event',
    webhook(`appWide: true, verify: { header: 'x', hmac: 'sha256', encoding: 'hex' }`),
    'webhooks[0].events',
    /a function/,
  ],
  ['a webhook of no secret', webhook(''), 'webhooks[0].verify.equals', /no credential field/],
  ['a webhook without wakes', webhook('wakes: 1'), 'webhooks[0].wakes', /a function/],
  [
    'a statement that can’t be read',
    `statements: { invoice: { title: 'S', tasks: [] } }`,
    'statements.invoice.read',
    /function/,
  ],
  ['a statement of nothing', stating('invoice', '[]'), 'statements.invoice.tasks', /no task/],
  ['a statement of no such task', stating('invoice', `['x']`), 'statements.invoice.tasks[0]', /no task 'x'/],
  ['a statement of an unknown kind', stating('gift', `['export']`), 'statements[0].kind', /one of invoice, payment/],
  [
    'a payment statement of invoices',
    `${exporting('')}, ${stating('payment', `['export']`)}`,
    'statements.payment.tasks[0]',
    /no payments/,
  ],
  [
    'a statement of an import',
    `${importing('')}, ${stating('invoice', `['import']`)}`,
    'statements.invoice.tasks[0]',
    /no documents/,
  ],
  ['a pick-list without a function', `pickLists: { depots: [] }`, 'pickLists.depots', /a function/],
];

// What can't even be read as a plugin.
export const hopeless: [what: string, module: string | Record<string, string>, problem: RegExp][] = [
  ['throws', `throw new Error('on purpose')`, /on purpose/],
  ['is no JavaScript', 'export default {', /can't be loaded/],
  ['imports what isn’t there', `import 'nowhere-to-be-found'`, /nowhere-to-be-found/],
  ['exports nothing', 'export const a = 1', /definePlugin/],
  ['exports null', 'export default null', /definePlugin/],
  ['has no module', { 'README.md': 'soon' }, /plugin.js is missing/],
];

/** One thing that is wrong: what, the declarations, where it is said to be, and in which words. */
export type Broken = [what: string, declarations: string, field: string | undefined, problem: RegExp];

// Declarations as text for a plugin's module; each may be made wrong in one way.

export const importing = (
  more: string,
) => `mappings: [products], tasks: [{ direction: 'in', id: 'import', title: 'Import', record: 'product',
  schedule: 'every hour', mapping: products, pulls: 'changes', async *pull() {}, ${more} }]`;

export const exporting = (
  more: string,
) => `tasks: [documentTask({ id: 'export', title: 'Export', record: 'invoice', schedule: 'every hour',
  eligible: [], build: () => ({ notDue: 'never' }), steps: { create: async () => [] }, find: async () => [], settle: '2 minutes', ${more} })]`;

export const sending = (
  more: string,
) => `tasks: [stateTask({ id: 'send', title: 'Send', record: 'product', schedule: 'every hour',
  fields: ['price'], build: () => undefined, send: async () => [], ${more} })]`;

export const connecting = (
  more: string,
) => `hosts: ['api.example.test'], wizard: [connectStep(), activateStep()], connection: apiKeys({
  fields: { key: sdk.secret('Key') }, baseUrl: 'https://api.example.test', checks: [{ title: 'Read', run: async () => undefined }], ${more} })`;

export const consenting = (
  more: string,
) => `hosts: ['api.example.test'], wizard: [connectStep(), activateStep()], connection: sdk.oauth2({
  authorizeUrl: 'https://api.example.test/authorize', tokenUrl: 'https://api.example.test/token', scopes: ['read'],
  baseUrl: 'https://api.example.test', tenants: async () => [], checks: [{ title: 'Read', run: async () => undefined }], ${more} })`;

/** A wizard of one step with one field, decorated by hand: this is no TypeScript. */
export const asking = (decorator: string, before = '') => `wizard: (() => {
    class Ask {}
    ${before}
    sdk.${decorator}(Ask.prototype, 'answer');
    Step({ title: 'Ask' })(Ask);
    return [Ask, activateStep()];
  })()`;

export const advanced = (decorator: string) => `advanced: (() => {
    class Advanced {}
    sdk.${decorator}(Advanced.prototype, 'days');
    return Advanced;
  })()`;

export const valueMap = (
  more: string,
) => `valueMaps: [{ id: 'depots', title: 'Depots', help: 'Which', store: { records: 'warehouse' },
  app: { text: { maxLength: 20 } }, ${more} }]`;

export const rows = (list: string, more = '') =>
  `mappings: [mapping('m', 'product', { title: 'M', remoteId: 'Id', rows: [${list}], ${more} })]`;

export const webhook = (
  more: string,
) => `webhooks: [{ id: 'changed', title: 'Changed', help: 'Switch it on', verify: { header: 'x', equals: 'key' },
  eventId: () => '1', wakes: () => [], ${more} }]`;

export const stating = (kind: string, tasks: string) =>
  `statements: { ${kind}: { title: 'Stated', tasks: ${tasks}, async *read() {} } }`;

import xero from '../../../plugins/xero/plugin.js';
import type { XeroSandbox } from '../../../plugins/xero/sandbox/index.js';
import { money } from '../../../src/sdk/index.js';
import type { Chance } from '../chance.js';
import type { Ending, ExportCase, Planted, Verdict } from '../export-case.js';
import { answersOf, CUSTOMERS, imported, openTwin } from '../xero/shop.js';

type Body = Planted['body'];

const SKUS = ['FERN', 'POT', 'TROWEL', 'MUG', 'SOIL', 'HOSE'];

/** What Xero keeps a copy of: products as items, and all customers as contacts. The last that was told is what stands there. */
export const xeroItems: ExportCase = {
  name: 'xero/export-items',
  plugin: xero,
  task: 'export-items',
  tasks: ['export-items', 'export-contacts'],
  seeds: 100,
  answers: () => answersOf(openTwin(() => 0)),
  advanced: () => ({ contacts: 'all' }),
  maps: {},
  sandbox: (now) => openTwin(now),
  surroundings: async () => (await imported()).filter(({ type }) => type !== 'customer'),
  records: (chance) => [
    ...SKUS.slice(0, chance.between(2, 6)).map((sku): Planted => ({ type: 'product', body: product(chance, sku) })),
    ...CUSTOMERS.map((body): Planted => ({ type: 'customer', body: { ...body, active: true } })),
  ],
  edit: (chance, body) =>
    'sku' in body
      ? product(chance, String(body.sku))
      : { ...body, email: `${chance.between(1, 99)}-${body.username}@fern.example` },
  verify: judge,
};

const product = (chance: Chance, sku: string): Body => ({
  sku,
  name: `${sku} ${chance.between(1, 99)}`,
  price: `${chance.between(1, 90)}.${chance.between(10, 99)}`,
  active: true,
});

interface Held {
  Code?: string;
  Name?: string;
  SalesDetails?: { UnitPrice?: number };
  ContactNumber?: string;
  EmailAddress?: string;
}

function judge({ sandbox, records }: Ending): Verdict {
  const twin = sandbox as XeroSandbox;
  const verdict: Verdict = { lost: [], doubled: [], wrong: [] };
  for (const { type, body } of records) {
    const key = String(body.sku ?? body.username);
    const rows = twin.documents(type === 'product' ? 'Items' : 'Contacts') as Held[];
    const found = rows.filter(({ Code, ContactNumber }) => (Code ?? ContactNumber) === key);
    if (found.length === 0) verdict.lost.push(key);
    if (found.length > 1) verdict.doubled.push(key);
    if (found[0] && !says(found[0], body)) verdict.wrong.push(`${key} is there as ${JSON.stringify(found[0])}`);
  }
  return verdict;
}

const says = ({ Name, SalesDetails, EmailAddress }: Held, body: Body): boolean =>
  'sku' in body
    ? Name === body.name && money.compare(SalesDetails?.UnitPrice ?? 0, String(body.price)) === 0
    : EmailAddress === body.email;

import { describe, expect, it } from 'vitest';
import { accountingRoutes } from '../../../plugins/xero/sandbox/accounting.js';
import { createSandbox } from '../../../plugins/xero/sandbox/index.js';
import { Asker, asker, connect, made, sale } from '../../../plugins/xero/sandbox/testing.js';
import { officialSpec } from './official-spec.js';
import { refereed } from './refereed.js';
import { walk, walkWrongly } from './walk.js';

const spec = officialSpec();

/** `/Invoices/{InvoiceID}` and `/Invoices/*` are one path. */
const plain = (path: string) => path.replace(/\{\w+\}/g, '*');

// The real app takes these too, though its specification forgets them.
const UNSPOKEN = ['POST /TrackingCategories/*/Options'];

describe.skipIf(!spec)('every answer of the twin', () => {
  it('is one that the official specification allows, and no endpoint is left out', async () => {
    const { twin, wrongs, seen } = refereed(createSandbox({ sales: 2, limits: false }), spec!);
    await walk(await asker(twin));
    expect(wrongs).toEqual([]);
    const visited = new Set(
      seen.filter(({ status }) => status < 300).map(({ method, path }) => `${method} ${plain(path)}`),
    );
    const all = accountingRoutes.map(({ method, path }) => `${method} ${path}`);
    expect(all.filter((route) => !visited.has(route) && !UNSPOKEN.includes(route))).toEqual([]);
  });

  it('is one it allows where the app refuses, too', async () => {
    const { twin, wrongs, seen } = refereed(createSandbox({ sales: 2, limits: false }), spec!);
    await walkWrongly(await asker(twin));
    expect(wrongs).toEqual([]);
    expect(seen.filter(({ status }) => status === 400).length).toBeGreaterThan(20);
    expect(seen.map(({ status }) => status)).toContain(404);
  });

  it('is caught where it is none', () => {
    const invoice = { Type: 'SALE', Total: '12', Contact: { ContactID: 'no guid' } };
    expect(spec!.schema('Invoice', invoice)).toHaveLength(3);
    expect(spec!.request('PUT', '/Invoices', { Invoices: [{ Type: 'ACCREC', InvoiceNo: 'N1' }] })).toEqual([
      '/Invoices/0/InvoiceNo is not in the specification',
    ]);
    expect(spec!.response('GET', '/Invoices', 200, { Invoices: [{ Status: 'LOST' }] })).toHaveLength(1);
    expect(spec!.response('GET', '/Invoices', 429, {})).toBeUndefined();
  });
});

const [identity, webhooks] = [officialSpec('identity'), officialSpec('webhooks')];

it.skipIf(!identity)('tells connections and tokens as the specification has them', async () => {
  const twin = createSandbox();
  const tokens = await connect(twin);
  expect(identity!.schema('AccessToken', tokens)).toEqual([]);
  const who = new Asker(twin, tokens.access_token, undefined);
  const { status, body } = await who.get('https://api.xero.com/connections');
  expect(body).toHaveLength(1);
  expect(identity!.response('GET', '/Connections', status, body)).toEqual([]);
});

it.skipIf(!webhooks)('sends notifications as the specification has them', async () => {
  const heard: unknown[] = [];
  const notify = async (request: Request) => void heard.push(await request.json());
  const twin = createSandbox({ notify, webhook: { url: 'https://hub.example/webhooks/xero', key: 'key' } });
  const who = await asker(twin);
  const credit = { ...sale(), Type: 'ACCRECCREDIT', InvoiceNumber: undefined, DueDate: undefined };
  await made(who, 'Invoices', sale({ Contact: { Name: 'Somebody new' } }));
  await made(who, 'CreditNotes', credit);
  await twin.settled();
  expect(heard).toHaveLength(2);
  expect(webhooks!.schema('WebhookEvent', heard[0])).toEqual([]);
  expect(webhooks!.schema('CreditNoteWebhookEvent', heard[1])).toEqual([]);
});

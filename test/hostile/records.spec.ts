import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Installation } from '../../src/installations/installation.entity.js';
import type { Merchant } from '../support/hub.js';
import { spoil } from './hostile-rows.js';
import { type Answer, RoughBrowser } from './rough-browser.js';
import { ShopHub } from './shop-hub.js';

const PAGES_AT_MOST = 140;
const SHOP_IMPORTS = ['products', 'customers', 'orders', 'payments', 'returns', 'warehouses', 'suppliers', 'kits'];
const STOCK_IMPORTS = ['products', 'customers', 'warehouses', 'suppliers', 'tax-rates', 'kits', 'stock'];

let house: ShopHub;
let owner: Merchant;
let apps: { shop: Installation; stock: Installation };

beforeAll(async () => {
  house = await ShopHub.open();
  owner = await house.hub.merchant('Zephyrine Botanics');
  spoilFrom(0, false);
  apps = await house.furnish(owner);
});

afterAll(() => house?.stop());

/** Whatever the shop's runs, or those of both apps, are told from now on has something wrong in most of its rows. */
function spoilFrom(round: number, both = true): void {
  let asked = round;
  house.filter(async (app, _request, answer) => {
    const [run] = await house.database.query("select 1 from runs where state = 'running' limit 1");
    const text = await answer.text();
    const { status } = answer;
    const headers = { 'content-type': answer.headers.get('content-type') ?? 'application/json' };
    asked += 13;
    const spoilt = run && (both || app === 'neto') && status === 200 && text.startsWith('{');
    return new Response(spoilt ? spoil(text, asked) : text, { status, headers });
  });
}

interface RunRow {
  task: string;
  state: string;
  message: string | null;
  failed: number;
}

const runs = () =>
  house.database.query<RunRow>('select task, state, message, failed from runs where store_id = ? order by id', [
    owner.store.id,
  ]);

describe('a hub whose apps answer nonsense', () => {
  it('takes in what can be taken in, the first time and again', async () => {
    for (const round of [100, 217]) {
      spoilFrom(round);
      await house.database.run('update schedules set watermark = null where store_id = ?', [owner.store.id]);
      await house.run(owner, apps.shop, ...SHOP_IMPORTS.map((name) => `import-${name}`));
      await house.run(owner, apps.stock, ...STOCK_IMPORTS.map((name) => `import-${name}`));
    }
    await house.run(owner, apps.stock, 'export-invoices', 'export-returns');
    const broken = (await runs()).filter(({ state }) => !['done', 'waiting', 'needs-person'].includes(state));
    expect(broken).toEqual([]);
    const counts = await house.database.query<{ type: string; n: number }>(
      'select type, count(*) n from records where store_id = ? group by type',
      [owner.store.id],
    );
    expect(Object.keys(Object.fromEntries(counts.map(({ type, n }) => [type, n]))).length).toBeGreaterThan(8);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  }, 120_000);

  it('says of every row that was refused why', async () => {
    const refused = await house.database.query<{ type: string; reason: string | null; length: number }>(
      `select type, reason, char_length(reason) length from import_log where store_id = ? and action = 'failed'`,
      [owner.store.id],
    );
    expect(refused.length).toBeGreaterThan(10);
    expect(refused.filter(({ reason, length }) => !reason || length >= 1000)).toEqual([]);
    const inside = refused.filter(({ reason }) =>
      /TypeError|not a function|undefined|ER_|\bat \S+:\d/.test(reason ?? ''),
    );
    expect(inside).toEqual([]);
  });

  it('shows it all on sound pages', async () => {
    const browser = await RoughBrowser.of(house.hub, owner.browser);
    const { seen, wrong } = await crawl(browser, STARTS());
    expect(wrong).toEqual([]);
    expect(seen).toBeGreaterThan(60);
  }, 90_000);

  it('writes it into files that a spreadsheet may open', async () => {
    const browser = await RoughBrowser.of(house.hub, owner.browser);
    for (const path of ['/logs/imports/lines.csv', '/logs/exports/lines.csv']) {
      const { status, text } = await browser.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(text.split('\r\n').filter((line) => /(^|,)"?[=+@]/.test(line.slice(0, 500)))).toEqual([]);
    }
  }, 30_000);
});

describe('an app that answers with no answer', () => {
  it.each([
    ['a page of HTML', '<html><script>alert(1)</script></html>'],
    ['a number that is none', '{"Items": [{"Guid": NaN}], "Item": [{"SKU": NaN}]}'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[1, null, "a"]'],
    ['a text in place of the list', '{"Items": "none", "Pagination": "x", "Item": "none", "Ack": "Success"}'],
  ])(
    '%s ends the run with words, and its page stands',
    async (_, body) => {
      house.filter(() => new Response(body, { headers: { 'content-type': 'application/json' } }));
      await house.database.run('update schedules set watermark = null where store_id = ?', [owner.store.id]);
      await house.run(owner, apps.stock, 'import-products');
      const [last] = await house.database.query<RunRow & { id: number }>(
        'select id, state, message from runs where store_id = ? order by id desc limit 1',
        [owner.store.id],
      );
      expect(last!.message ?? '').not.toMatch(/TypeError|is not a function|Cannot read|\bat \S+:\d/);
      const browser = await RoughBrowser.of(house.hub, owner.browser);
      expect(problemOf(await browser.get(`/runs/${last!.id}`))).toBeUndefined();
    },
    40_000,
  );
});

const STARTS = () => [
  '/',
  '/logs/imports',
  '/logs/exports',
  '/logs/imports?action=failed',
  '/logs/exports?status=failed',
  ...Object.values(apps).flatMap(({ id }) => [
    `/installations/${id}/setup`,
    `/installations/${id}/tasks`,
    `/installations/${id}/mappings`,
    `/installations/${id}/mappings/products`,
    `/installations/${id}/logs/imports`,
    `/installations/${id}/records/product`,
    `/installations/${id}/records/customer`,
  ]),
  ...['warehouses', 'taxes', 'return-reasons'].map((map) => `/installations/${apps.stock.id}/maps/${map}`),
  ...['taxedCode', 'shippingProduct'].map((field) => `/installations/${apps.stock.id}/picks/${field}`),
  ...['import-products', 'export-invoices'].map((task) => `/installations/${apps.stock.id}/tasks/${task}/preview`),
];

/** Follows what the pages lead to, breadth first and of each kind a few. */
async function crawl(browser: RoughBrowser, starts: string[]): Promise<{ seen: number; wrong: string[] }> {
  const [queue, known, kinds] = [[...starts], new Set(starts), new Map<string, number>()];
  const wrong: string[] = [];
  let seen = 0;
  for (let path = queue.shift(); path && seen < PAGES_AT_MOST; path = queue.shift()) {
    const answer = await browser.get(path);
    seen += 1;
    const problem = problemOf(answer);
    if (problem) wrong.push(`${path}: ${problem}`);
    for (const [, href = ''] of answer.text.matchAll(/href="(\/(?!assets|addons|plugins)[^"#]*)"/g)) {
      const next = href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
      const kind = next.replaceAll(/\d+/g, '0').replace(/=.*/, '');
      if (known.has(next) || (kinds.get(kind) ?? 0) >= 8) continue;
      known.add(next);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      queue.push(next);
    }
  }
  return { seen, wrong };
}

function problemOf({ status, text, type, location }: Answer): string | undefined {
  if (status === 303 && location?.startsWith('/')) return undefined;
  if (status !== 200) return `answered ${status}`;
  if (!type.includes('html')) return undefined;
  if (/<script(?![^>]*\ssrc=)/i.test(text)) return 'has a script of somebody else’s';
  if (/<img[^>]*\sonerror/i.test(text)) return 'has a picture that acts';
  if (text.length > 1_500_000) return `is ${text.length} characters long`;
  if (!/<html/.test(text)) return undefined;
  const landmarks = ['<main', '</main>', '<h1', '</html>'].filter((mark) => text.split(mark).length !== 2);
  return landmarks.length > 0 ? `has not one each of ${landmarks.join(' ')}` : undefined;
}

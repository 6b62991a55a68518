import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Merchant } from '../../../test/support/hub.js';
import { Ids } from '../../database/ids.js';
import { RunWorks } from '../../tasks/run-works.js';
import { type InstalledApp, LogsHub } from '../../transactions/pages/test/logs-hub.js';

let hub: LogsHub;
let owner: Merchant;
let stranger: Merchant;
let app: InstalledApp;
let run: number;

const FERN = 'FERN-2 · Boston fern';

interface Row {
  task?: string;
  type?: string;
  record?: string;
  remote: string;
  name?: string;
  action: string;
  reason?: string;
  changes?: object;
  at?: string;
}

/** Writes a run and its lines, as an import does. */
async function imported({ storeId, installationId }: InstalledApp, rows: Row[]): Promise<number> {
  const id = await hub.app.get(Ids).next('run');
  const at = rows[0]?.at ?? '2026-11-20 03:00:00.000';
  await hub.database.run(
    `insert into runs (store_id, id, installation_id, task, plugin, started_by, state, queued_at, started_at)
     values (?, ?, ?, 'import-items', 'acme', 'schedule', 'done', ?, ?)`,
    [storeId, id, installationId, at, at],
  );
  for (const [no, row] of rows.entries()) {
    const record = row.record === undefined ? null : await hub.recordId({ storeId }, row.record);
    await hub.database.run('insert into import_log values (?)', [
      [
        storeId,
        id,
        0,
        no,
        installationId,
        row.task ?? 'import-items',
        row.type ?? 'invoice',
        record,
        row.remote,
        row.action,
        row.reason ?? null,
        row.changes ? JSON.stringify(row.changes) : null,
        null,
        row.at ?? at,
        row.name ?? null,
      ],
    ]);
  }
  return id;
}

beforeAll(async () => {
  hub = await LogsHub.start();
  owner = await hub.merchant();
  stranger = await hub.merchant('Somebody Else');
  app = await hub.install(owner);
  await hub.invoice(app, 'N1');
  run = await imported(app, [
    { record: 'N1', remote: 'guid-1', action: 'created' },
    {
      record: 'N1',
      remote: 'guid-1',
      action: 'updated',
      changes: { total: ['10.00', '12.00'], email: [null, '<b>x'] },
    },
    { remote: 'guid-2', name: FERN, action: 'failed', reason: 'SKU is longer than 25 characters.' },
  ]);
  await imported(app, [
    {
      remote: 'guid-3',
      action: 'failed',
      reason: 'No code. 100% wrong',
      at: '2026-10-01 03:00:00.000',
      task: 'import-stock',
    },
  ]);
});
afterAll(() => hub?.stop());

const list = async (query = '', browser = owner.browser) => (await browser.get(`/logs/imports${query}`)).text;
const remotes = (text: string) => [...text.matchAll(/class="line-link"[^>]*>([^<]+)</g)].map(([, number]) => number);

describe('to somebody else', () => {
  it('nothing of it exists', async () => {
    const { browser } = stranger;
    const below = `/installations/${app.installationId}/logs`;
    const line = `/logs/imports/${app.installationId}/${run}/0/1`;
    for (const path of [below, `${below}/imports`, `${below}/imports/lines.csv`, line, `${line}/drawer`]) {
      expect({ path, status: (await browser.get(path)).status }).toEqual({ path, status: 404 });
    }
    expect(remotes(await list('', browser))).toEqual([]);
    expect(remotes(await list(`?run=${run}`, browser))).toEqual([]);
    expect((await browser.get('/logs/imports/lines.csv')).text).not.toContain('guid');
  });

  it('a line is not shown below an app that did not write it', async () => {
    const other = await hub.install(owner);
    const { status } = await owner.browser.get(`/logs/imports/${other.installationId}/${run}/0/1`);
    expect(status).toBe(404);
  });
});

describe('the import log', () => {
  it.each([
    ['', ['guid-3', FERN, 'N1', 'N1']],
    ['?action=failed', ['guid-3', FERN]],
    ['?action=created', ['N1']],
    ['?action=nonsense', ['guid-3', FERN, 'N1', 'N1']],
    ['?task=import-stock', ['guid-3']],
    ['?type=product', []],
    ['?text=GUID-2', [FERN]],
    ['?text=boston', [FERN]],
    ['?text=n1', ['N1', 'N1']],
    ['?text=longer than', [FERN]],
    ['?text=100%25', ['guid-3']],
    ['?text=100%25&action=created', []],
    ['?from=2026-11-20', [FERN, 'N1', 'N1']],
    ['?to=2026-10-31', ['guid-3']],
    ['?from=2026-10-02&to=2026-10-03', []],
  ])('shows for "%s" only %j', async (query, expected) => {
    expect(remotes(await list(query))).toEqual(expected);
  });

  it('says what was different, before and after, as text', async () => {
    const text = await list();
    expect(text).toContain('<del>10.00</del>');
    expect(text).toContain('<ins>12.00</ins>');
    expect(text).toContain('&lt;b&gt;x');
    expect(text).not.toContain('<b>x');
    expect(text).toContain('Failed <span class="status-count status-idle">2</span>');
  });

  it('opens a line, beside the list and as a page', async () => {
    const line = `/logs/imports/${app.installationId}/${run}/0/1`;
    const page = (await owner.browser.get(line)).text;
    expect(page).toContain('It had changed in the app.');
    expect(page).toContain('<ins>12.00</ins>');
    const drawer = (await owner.browser.get(`${line}/drawer`)).text;
    expect(drawer).not.toContain('<html');
    expect(drawer).toContain('<ins>12.00</ins>');
  });

  it('names a row that became no record by its own words, with its id in the app beside them', async () => {
    const { text } = await owner.browser.get(`/logs/imports/${app.installationId}/${run}/0/2`);
    expect(text).toContain(`Invoice ${FERN}`);
    expect(text).toContain(`<dd>${FERN}<br>guid-2</dd>`);
    expect(text).toContain('<dd>Not there</dd>');
    const file = (await owner.browser.get(`/logs/imports/lines.csv?run=${run}&action=failed`)).text;
    expect(file).toContain(`guid-2,${FERN},,Failed`);
  });

  it('is found below its app, where its tab leads to the log of its exports first', async () => {
    const below = `/installations/${app.installationId}/logs`;
    expect((await owner.browser.get(below)).location).toBe(`${below}/exports`);
    const { text } = await owner.browser.get(`${below}/imports`);
    expect(remotes(text)).toHaveLength(4);
    expect(text).toContain('Main sync');
  });

  it('is a file as well', async () => {
    const { text } = await owner.browser.get('/logs/imports/lines.csv?action=updated');
    const lines = text.replace('\uFEFF', '').trimEnd().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('Total: 10.00 → 12.00; Email: – → <b>x');
  });

  it('tells the page of a run why its rows failed, and where they are listed', async () => {
    const causes = await hub.app.get(RunWorks).failures('import', app.storeId, run);
    const href = `/logs/imports?run=${run}&action=failed`;
    expect(causes).toEqual([{ cause: 'SKU is longer than 25 characters.', count: 1, href }]);
    expect(remotes((await owner.browser.get(href)).text)).toEqual([FERN]);
    expect(await hub.app.get(RunWorks).failures('import', stranger.store.id, run)).toEqual([]);
  });
});

describe('a long log', () => {
  it('is turned page by page, each line once, there and back', async () => {
    const other = await hub.merchant('Long');
    const theirs = await hub.install(other);
    const remote = (no: number) => `r${String(no).padStart(3, '0')}`;
    await imported(
      theirs,
      Array.from({ length: 120 }, (_, no) => ({ remote: remote(no), action: no % 2 ? 'created' : 'updated' })),
    );
    const seen: string[] = [];
    const pages: string[] = [];
    for (let path: string | undefined = '/logs/imports'; path; ) {
      const { text } = await other.browser.get(path);
      pages.push(path);
      seen.push(...(remotes(text) as string[]));
      path = /href="([^"]+)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(pages).toHaveLength(3);
    expect(seen).toEqual(Array.from({ length: 120 }, (_, no) => remote(119 - no)));
    const last = (await other.browser.get(pages[2]!)).text;
    const newer = /href="([^"]+)" rel="prev"/.exec(last)![1]!.replaceAll('&amp;', '&');
    expect(remotes((await other.browser.get(newer)).text)).toEqual(seen.slice(50, 100));
  });

  it('is searched a part at a time, and says how far it has looked', async () => {
    const other = await hub.merchant('Searched');
    const theirs = await hub.install(other);
    await imported(theirs, [{ remote: 'needle', action: 'failed', reason: 'Lost' }]);
    const later = await imported(theirs, []);
    await hub.database.run(
      `insert into import_log (store_id, run_id, seq, row_no, installation_id, task, type, remote_id, action, at)
       select ?, ?, 0, seq, ?, 'import-items', 'invoice', concat('hay-', seq), 'created', '2026-11-21 00:00:00' from seq_1_to_7000`,
      [theirs.storeId, later, theirs.installationId],
    );
    const first = (await other.browser.get('/logs/imports?text=needle')).text;
    expect(first).toContain('Nothing found so far');
    const further = /href="([^"]+before=[^"]+)"/.exec(first)![1]!.replaceAll('&amp;', '&');
    expect(remotes((await other.browser.get(further)).text)).toEqual(['needle']);
    const { text } = await other.browser.get('/logs/imports/lines.csv?text=needle');
    expect(text.match(/needle/g)).toHaveLength(1);
  });
});

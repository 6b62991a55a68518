import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { gate } from '../../test/support/gate.js';
import type { Hub, Merchant } from '../../test/support/hub.js';
import type { Database } from '../database/database.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { RunInProgress } from './run-in-progress.js';
import { RunPages } from './run-pages.js';
import { Runs } from './runs.service.js';
import { Schedules } from './schedules.service.js';
import { plugin, TASKS } from './test/engine.js';
import { startPages } from './test/pages-hub.js';

let hub: Hub;
let database: Database;
let owner: Merchant;
let stranger: Merchant;
let pages = 3;
let pause = 0;
let begin = Promise.resolve();
let id = 0;

const work = {
  async work(run: RunInProgress) {
    await begin;
    for (let page = 0; page < pages; page++) {
      run.signal.throwIfAborted();
      await database.transaction(async (tx) => {
        await run.keep(tx, { total: pages * 10, add: { read: 10, created: 7, unchanged: 2, failed: 1 } });
        await run.page(tx, { seq: page, read: 10, created: 7, unchanged: 2, failed: 1 });
      });
      await sleep(pause);
    }
  },
  failures: async () => [{ cause: 'No product code', count: 3, href: '/logs' }],
};

beforeAll(async () => {
  ({ hub, database } = await startPages(work));
  // Where clocks never change: half past two comes every night.
  owner = await hub.merchant('Fern & Fig', { timeZone: 'Australia/Brisbane' });
  stranger = await hub.merchant('Somebody Else');
});
afterAll(() => hub.stop());
beforeEach(async () => {
  pages = 3;
  pause = 0;
  await install(++id);
});

/** A fresh installation of the owner's, so that tests don't meet each other's runs. */
async function install(id: number): Promise<void> {
  const now = new Date();
  await database.run(
    `insert into connections (id, account_id, plugin, tenant_key, tenant_name, state, state_since, visible, credentials,
     tested_at, created_at, updated_at) values (?, ?, 'acme', ?, 'Acme', 'connected', ?, '{}', '', ?, ?, ?)`,
    [id, owner.store.accountId, `tenant ${id}`, now, now, now, now],
  );
  await database.run(
    `insert into installations (store_id, id, plugin, name, state, step, connection_id, answers, advanced, created_at)
     values (?, ?, 'acme', 'Main warehouse', 'live', 1, ?, '{}', '{}', ?)`,
    [owner.store.id, id, id, now],
  );
  const active = TASKS.map((task) => task.id);
  await hub.app.get(Schedules).install(owner.store.id, id, plugin, active);
}

const start = async (task = 'import-products') =>
  (await hub.app.get(Runs).start(owner.store.id, id, task, 'person')).id;
const state = async (run: number) => (await hub.app.get(Runs).find(run))?.state;
const schedule = (task = 'import-products') =>
  hub.app.get(Schedules).one({ storeId: owner.store.id, installationId: id, task });
const list = () => `/installations/${id}/tasks`;

describe('to somebody who may not see the installation', () => {
  it('its tasks and runs do not exist', async () => {
    const run = await start();
    const { browser } = stranger;
    for (const path of [
      list(),
      `${list()}/import-products`,
      `/runs/${run}`,
      `/runs/${run}/live`,
      `/runs/${run}/events`,
    ]) {
      expect({ path, status: (await browser.get(path)).status }).toEqual({ path, status: 404 });
    }
  });

  it('nothing can be started, paused, changed or cancelled', async () => {
    pause = 200;
    const run = await start();
    const { browser } = stranger;
    const tasks = { tasks: 'import-products' };
    const answers = [
      await browser.post(`${list()}/runs`, tasks),
      await browser.post(`${list()}/pauses`, tasks),
      await browser.delete(`${list()}/pauses`, tasks),
      await browser.patch(`${list()}/import-products/schedule`, { own: 'every 2 minutes' }),
      await browser.post(`/runs/${run}/cancellation`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect(await schedule()).toMatchObject({ active: 1, schedule: null });
    await expect.poll(() => state(run)).toBe('done');
  });
});

it('starts by itself what is due', async () => {
  await database.run(
    "update schedules set next_run_at = now(3) where installation_id = ? and task = 'import-products'",
    [id],
  );
  await expect.poll(async () => (await schedule())!.last_run_id).not.toBeNull();
  const run = (await schedule())!.last_run_id!;
  await expect.poll(() => state(run)).toBe('done');
  expect((await owner.browser.get(`/runs/${run}`)).text).toContain('By schedule');
});

describe('the list', () => {
  it('of an addon that has no tasks says so, whatever became of setting it up', async () => {
    const idle = { ...plugin, manifest: { ...plugin.manifest, tasks: [] } };
    const known = vi.spyOn(hub.app.get(PluginRegistry), 'get').mockReturnValue(idle);
    const { text } = await owner.browser.get(list()).finally(() => known.mockRestore());
    expect(text).toContain('It has no tasks');
    expect(text).not.toContain('Go on with setting up');
  });

  it('shows each task with its schedule in words, its last run and its next', async () => {
    const run = await start();
    await expect.poll(() => state(run)).toBe('done');
    await database.run(
      "update schedules set next_run_at = now(3) + interval 330 second where installation_id = ? and task = 'import-products'",
      [id],
    );
    const { text, status } = await owner.browser.get(list());
    expect(status).toBe(200);
    expect(text).toContain('every 15 minutes');
    expect(text).toContain('2:30 am Brisbane');
    expect(text).toContain('Partly failed');
    expect(text).toContain('3&nbsp;failed');
    expect(text).toMatch(/<time[^>]+>in 5 minutes/);
  });

  it('runs what is ticked and shows one run as it goes', async () => {
    const page = await owner.browser.post(`${list()}/runs`, { tasks: 'import-products' });
    expect(page.status).toBe(303);
    expect(page.location).toMatch(/^\/runs\/\d+$/);
    await expect.poll(() => state(Number(page.location!.split('/')[2]))).toBe('done');
  });

  it('says why something can’t run', async () => {
    await database.run(
      "update installations set paused_at = now(), paused_because = 'Stocktake until noon.' where id = ?",
      [id],
    );
    await owner.browser.post(`${list()}/runs`, { tasks: 'import-products' });
    expect((await owner.browser.get(list())).text).toContain('Stocktake until noon.');
  });

  it('pauses and resumes what is ticked', async () => {
    const { browser } = owner;
    await browser.post(`${list()}/pauses`, { tasks: 'import-products' });
    expect(await schedule()).toMatchObject({ active: 0, next_run_at: null });
    const { text } = await browser.get(list());
    expect(text).toContain('Paused: import products.');
    await browser.delete(`${list()}/pauses`, { tasks: 'import-products' });
    expect((await schedule())!.next_run_at).toBeInstanceOf(Date);
    const { audited } = (await database.one<{ audited: number }>(
      `select count(*) as audited from audit_entries where subject like ? and action in ('paused', 'resumed')`,
      [`%(#${id})`],
    ))!;
    expect(audited).toBe(2);
  });

  it('says of what the chosen workflow does without why it stands still', async () => {
    const workflows = { small: { title: 'Small', help: 'Products come in.', tasks: ['import-products'] } };
    const narrowed = { ...plugin, manifest: { ...plugin.manifest, workflows } };
    const known = vi.spyOn(hub.app.get(PluginRegistry), 'get').mockReturnValue(narrowed);
    await database.run(
      "update installations set answers = json_set(answers, '$.workflow', 'small') where id = ? and store_id = ?",
      [id, owner.store.id],
    );
    const tasks = plugin.manifest.tasks.map((one) => one.id);
    for (const one of tasks) await owner.browser.post(`${list()}/pauses`, { tasks: one });
    const { text } = await owner.browser.get(list()).finally(() => known.mockRestore());
    expect(text.match(/When you resume it/g)).toHaveLength(1);
    expect(text.match(/Your workflow does without it/g)).toHaveLength(tasks.length - 1);
  });

  it('asks to tick something when nothing is', async () => {
    await owner.browser.post(`${list()}/runs`, {});
    expect((await owner.browser.get(list())).text).toContain('Tick at least one task');
  });
});

describe('a task', () => {
  const task = () => `${list()}/import-nightly`;

  it('shows its next runs, and warns before it is changed', async () => {
    const { text } = await owner.browser.get(task());
    expect(text.match(/\w{3}, \d+ \w{3}, 2:30 am/g)).toHaveLength(5);
    expect(text).toContain('usually right');
    expect(text).toContain('It has not run yet');
  });

  it('takes a schedule in words or as cron fields, and goes back to the addon’s own', async () => {
    const { browser } = owner;
    await browser.patch(`${task()}/schedule`, { own: 'every 45 minutes' });
    expect((await schedule('import-nightly'))!.schedule).toBe('every 45 minutes');
    expect((await browser.get(task())).text).toContain('runs every 45 minutes');
    await browser.patch(`${task()}/schedule`, { choice: '0 6,18 * * *', own: '' });
    expect((await browser.get(task())).text).toContain('6 am and 6 pm Brisbane');
    await browser.patch(`${task()}/schedule`, { choice: '' });
    expect((await schedule('import-nightly'))!.schedule).toBeNull();
  });

  it('keeps what was typed and says beside it what is wrong', async () => {
    const page = await owner.browser.patch(`${task()}/schedule`, { own: 'when it rains' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('when it rains');
    expect(page.text).toContain('field-own-error');
    expect((await schedule('import-nightly'))!.schedule).toBeNull();
  });

  it('draws how long its runs took', async () => {
    for (let time = 0; time < 3; time++) {
      const run = await start();
      await expect.poll(() => state(run)).toBe('done');
    }
    const { text } = await owner.browser.get(`${list()}/import-products`);
    expect(text).toContain('aria-label="Seconds each run took, oldest first"');
    expect(text.match(/data-label="Run"/g)).toHaveLength(3);
  });

  it('does not exist when the plugin has none of that name', async () => {
    expect((await owner.browser.get(`${list()}/import-dreams`)).status).toBe(404);
  });
});

describe('a run', () => {
  it('shows what it did, page by page, and why records failed', async () => {
    const run = await start();
    await expect.poll(() => state(run)).toBe('done');
    const { text } = await owner.browser.get(`/runs/${run}`);
    expect(text).toContain('Partly failed');
    expect(text).toContain('No product code');
    expect(text.match(/data-label="Page"/g)).toHaveLength(3);
    expect(text).not.toContain('hx-get');
    expect(text).not.toContain('cancellation');
  });

  it('shows while it goes on how far it is, and can be cancelled', async () => {
    pages = 100;
    pause = 100;
    const run = await start();
    await expect.poll(async () => (await hub.app.get(Runs).find(run))!.read).toBeGreaterThan(10);
    const { text } = await owner.browser.get(`/runs/${run}/live`);
    expect(text).not.toContain('<html');
    expect(text).toMatch(/Running \d+ %/);
    expect(text).toMatch(/of 1,000 records · [\d.]+ a second · about [^<]+ left/);
    expect(text).toContain(`hx-get="/runs/${run}/live"`);
    expect((await owner.browser.post(`/runs/${run}/cancellation`)).location).toBe(`/runs/${run}`);
    await expect.poll(() => state(run)).toBe('cancelled');
    expect((await owner.browser.get(`/runs/${run}`)).text).toContain('What has come in stays');
  });

  it('tells those who listen of each change, until it has ended', async () => {
    pages = 6;
    pause = 100;
    const heard = gate();
    begin = heard.opened;
    const follow = vi.spyOn(hub.app.get(RunPages), 'follow');
    const run = await start();
    const listening = owner.browser.get(`/runs/${run}/events`, { accept: 'text/event-stream' });
    await expect.poll(() => follow.mock.calls.length).toBe(1);
    heard.open();
    const { text, headers } = await listening;
    expect(headers.get('content-type')).toContain('text/event-stream');
    const messages = [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => JSON.parse(data!));
    expect(messages.length).toBeGreaterThan(2);
    expect(messages.at(-1)).toMatchObject({ id: run, state: 'done', ended: true, read: 60, created: 42, percent: 100 });
    const read = messages.map((message) => message.read);
    expect(read).toEqual(read.toSorted((a, b) => a - b));
  });

  it('is brought before the person who alone can help', async () => {
    const run = await start();
    await expect.poll(() => state(run)).toBe('done');
    await database.run(
      "update runs set state = 'needs-person', message = 'Choose a warehouse in the advanced configuration.' where id = ?",
      [run],
    );
    const { text } = await owner.browser.get(list());
    expect(text).toContain('Needs you');
    const home = (await owner.browser.get('/')).text;
    expect(home).toMatch(/“[^”]+” of [^<]+ needs you/);
    expect(home).toContain('Choose a warehouse in the advanced configuration.');
    expect((await owner.browser.get(`/runs/${run}`)).text).toMatch(/\/advanced">Ask for advanced configuration/);
  });
});

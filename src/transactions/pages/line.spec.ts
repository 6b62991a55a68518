import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Merchant } from '../../../test/support/hub.js';
import { ExportActions } from '../export-actions.js';
import { type InstalledApp, LogsHub } from './test/logs-hub.js';

let hub: LogsHub;
let owner: Merchant;
let stranger: Merchant;
let app: InstalledApp;
let batched: InstalledApp;
let count = 0;
/** A number of its own for each test's invoice. */
let number: string;

beforeAll(async () => {
  hub = await LogsHub.start();
  owner = await hub.merchant();
  stranger = await hub.merchant('Somebody Else');
  app = await hub.install(owner);
  batched = await hub.install(await hub.merchant('Batches'), { mode: 'batched' });
});
afterAll(() => hub?.stop());
beforeEach(() => {
  number = `L${++count}`;
});

const at = async (record = number) => `/logs/exports/${await hub.line(app, record)}`;
const open = async (record = number) => (await owner.browser.get(await at(record))).text;
const act = async (verb: string, fields: Record<string, string> = {}) => {
  const page = await owner.browser.post(`${await at()}/${verb}`, fields);
  expect(page.location).toBe(await at());
  await hub.calm(app);
};
const state = async () => (await hub.states(app))[number];
/** What Acme holds for this test's invoice. */
const orders = () => [...hub.acme.orders.values()].filter(({ members }) => members.includes(number));

async function needsPerson(reason: string): Promise<void> {
  await hub.database.run("update outbox set state = 'needs-person', reason = ? where store_id = ? and record_id = ?", [
    reason,
    app.storeId,
    Number((await hub.line(app, number)).split('/')[2]),
  ]);
}

async function sent(more: Record<string, unknown> = {}): Promise<void> {
  await hub.invoice(app, number, more);
  await hub.run(app);
}

describe('to somebody else', () => {
  it('a line, what was said to the app, and what can be done do not exist', async () => {
    await sent();
    const path = await at();
    const { exchange_id } = (await hub.database.one<{ exchange_id: number }>(
      'select exchange_id from export_log where exchange_id is not null limit 1',
    ))!;
    const exchange = `/installations/${app.installationId}/exchanges/${exchange_id}`;
    for (const page of [path, `${path}/drawer`, exchange, `${exchange}/part`]) {
      expect({ page, status: (await stranger.browser.get(page)).status }).toEqual({ page, status: 404 });
    }
    for (const verb of ['reexports', 'expectations', 'acceptances', 'renewals', 'differences']) {
      const { status } = await stranger.browser.post(`${path}/${verb}`, { note: 'mine' });
      expect({ verb, status }).toEqual({ verb, status: 404 });
    }
    expect(await state()).toBe('exported');
  });

  it('an exchange is not shown below an app that it does not belong to', async () => {
    const other = await hub.install(owner);
    const { exchange_id } = (await hub.database.one<{ exchange_id: number }>(
      'select exchange_id from export_log where exchange_id is not null and installation_id = ? limit 1',
      [app.installationId],
    ))!;
    const { status } = await owner.browser.get(`/installations/${other.installationId}/exchanges/${exchange_id}`);
    expect(status).toBe(404);
  });

  it('what is no line has no page', async () => {
    for (const path of ['export-invoices/999999', 'export-dreams/1', 'export-invoices/x']) {
      const { status } = await owner.browser.get(`/logs/exports/${app.installationId}/${path}`);
      expect({ path, status }).toEqual({ path, status: 404 });
    }
  });
});

describe('a line', () => {
  it('says in plain words what happened, and shows what was sent and answered', async () => {
    await sent({ total: '12.50' });
    const text = await open();
    expect(text).toMatch(/Acme has it as [0-9a-f]{8}\./);
    expect(text).toContain('&quot;total&quot;: &quot;12.5&quot;');
    expect(text).toContain('POST');
    expect(text).toContain('answered <strong>200</strong>');
    expect(text.match(/circle-check|Create<\/strong>|Complete<\/strong>/g)!.length).toBeGreaterThan(1);
    expect(text).toMatch(/run #\d+/);
  });

  it('says what the app refused, and what to do', async () => {
    hub.acme.refuse(number);
    await sent();
    const text = await open();
    expect(text).toContain('Acme refused it.');
    expect(text).toContain(`Acme refuses ${number}`);
    expect(text).toContain('then re-export it');
    expect(text).toContain('answered <strong>400</strong>');
  });

  it('sends nobody to look in the app for what has never left', async () => {
    await sent();
    await needsPerson('The order doesn’t say its currency.');
    expect(await open()).toContain('look in Acme');
    await hub.database.run('delete from shipment_members where store_id = ?', [app.storeId]);
    const text = await open();
    expect(text).toContain('It has not been sent to Acme');
    expect(text).toContain('Do what the message says.');
    expect(text).not.toContain('look in Acme');
  });

  it('is shown by itself for the drawer', async () => {
    await sent();
    const { text } = await owner.browser.get(`${await at()}/drawer`);
    expect(text).not.toContain('<html');
    expect(text).toContain('Acme has it as');
    expect(text).toContain('name="_csrf"');
  });

  it('of a batch names the others that travelled with it', async () => {
    await hub.invoice(batched, 'B1');
    await hub.invoice(batched, 'B2');
    await hub.run(batched);
    const visitor = await hub.database.one<{ name: string }>('select name from stores where id = ?', [batched.storeId]);
    expect(visitor!.name).toBe('Batches');
    const { accountId } = (await hub.database.one<{ accountId: number }>(
      'select account_id accountId from stores where id = ?',
      [batched.storeId],
    ))!;
    const { browser } = await hub.person('merchant', accountId);
    const { text } = await browser.get(`/logs/exports/${await hub.line(batched, 'B1')}`);
    expect(text).toContain('One batch of 2 records');
    expect(text).toContain(`href="/logs/exports/${await hub.line(batched, 'B2')}">B2</a>`);
    expect((await browser.get('/logs/exports')).text).toContain('A-BATCH');
  });
});

describe('what changed since it was sent', () => {
  it('is shown field by field, and can be left as the app has it', async () => {
    await sent({ total: '10.00' });
    await hub.invoice(app, number, { total: '12.00' });
    await hub.run(app);
    expect(await state()).toBe('changed');
    expect(await open()).toMatch(/<td[^>]*>total<\/td>.*<del>10<\/del>.*<ins>12<\/ins>/s);
    await act('acceptances');
    expect(await state()).toBe('exported');
    await hub.run(app);
    expect(orders()).toMatchObject([{ total: '10' }]);
  });

  it('says when nothing would be sent any more', async () => {
    await sent();
    await hub.invoice(app, number, { status: 'cancelled' });
    await hub.run(app);
    expect(await open()).toContain('It would no longer be sent. It was cancelled.');
  });
});

describe('re-exporting', () => {
  it('what the app has looks it up and sends nothing', async () => {
    await sent();
    await act('reexports');
    expect(await state()).toBe('exported');
    expect(orders()).toHaveLength(1);
    expect(await open()).toContain('Found in the app');
  });

  it('twice at the same moment makes one', async () => {
    hub.acme.refuse(number);
    await sent();
    hub.acme.accept(number);
    await Promise.all([act('reexports'), act('reexports'), act('reexports')]);
    await hub.calm(app);
    expect(await state()).toBe('exported');
    expect(orders()).toHaveLength(1);
  });
});

describe('marking as expected', () => {
  it('keeps the reason, and nothing of it is sent any more', async () => {
    hub.acme.refuse(number);
    await sent();
    await act('expectations', { note: 'Paid in cash' });
    hub.acme.accept(number);
    await hub.invoice(app, number, { total: '99.00' });
    await hub.run(app);
    expect(await state()).toBe('expected');
    expect(orders()).toEqual([]);
    expect(await open()).toContain('“Paid in cash”');
    const audited = await hub.database.one<{ subject: string; after_json: unknown }>(
      "select subject, after_json from audit_entries where action = 'marked as expected' and subject = ?",
      [`Export of ${number}`],
    );
    expect(audited!.after_json).toMatchObject({ note: 'Paid in cash' });
  });

  describe('where it waits to be tried again', () => {
    const wait = async (to: InstalledApp) => {
      await hub.database.run(
        "update shipments set state = 'waiting', next_try_at = now(3) where installation_id = ? and state = 'rejected'",
        [to.installationId],
      );
      await hub.database.run("update outbox set state = 'waiting' where installation_id = ? and state = 'rejected'", [
        to.installationId,
      ]);
    };
    const expectIt = (to: InstalledApp, record: number) =>
      hub.app
        .get(ExportActions)
        .expect(to.storeId, [{ installationId: to.installationId, task: 'export-invoices', recordId: record }], '');

    it('stops it, until somebody re-exports it', async () => {
      hub.acme.refuse(number);
      await sent();
      await wait(app);
      hub.acme.accept(number);
      await act('expectations', { note: 'Paid in cash' });
      await hub.run(app);
      expect([await state(), orders()]).toEqual(['expected', []]);
      await act('reexports');
      expect([await state(), orders().length]).toEqual(['exported', 1]);
    });

    it('takes it out of its batch, and the others go', async () => {
      const numbers = ['E1', 'E2', 'E3'];
      hub.acme.refuseAll = true;
      for (const one of numbers) await hub.invoice(batched, one);
      await hub.run(batched);
      hub.acme.refuseAll = false;
      await wait(batched);
      const record = Number((await hub.line(batched, 'E2')).split('/').at(-1));
      await expectIt(batched, record);
      await hub.run(batched);
      const states = await hub.states(batched);
      expect(numbers.map((one) => states[one])).toEqual(['exported', 'expected', 'exported']);
      const held = [...hub.acme.orders.values()]
        .flatMap(({ members }) => members)
        .filter((one) => numbers.includes(one));
      expect(held).toEqual(['E1', 'E3']);
    });
  });

  it('is passed over for what is with the app already', async () => {
    await sent();
    await act('expectations');
    expect(await state()).toBe('exported');
    expect(await open()).toContain('1 line passed over');
  });
});

describe('sending anew', () => {
  it('is offered for what is gone from the app, and makes one under a new reference', async () => {
    await sent();
    for (const [id, { members }] of hub.acme.orders) if (members.includes(number)) hub.acme.orders.delete(id);
    await hub.database.run(
      `update shipments set state = 'needs-person', message = 'It is gone.', finds = 2 where store_id = ? and reference = ?`,
      [app.storeId, `A-${number}`],
    );
    await needsPerson('It is gone.');
    expect(await open()).toContain('send it anew');
    await act('renewals');
    expect(await state()).toBe('exported');
    expect(orders()).toHaveLength(1);
    expect(orders()[0]!.reference).toMatch(new RegExp(`^A-${number}-R\\d+$`));
  });

  it('looks first whether it is there after all: a person’s word alone doubles nothing', async () => {
    await sent();
    await hub.database.run(
      `update shipments set state = 'needs-person', message = 'The stock moved meanwhile.' where store_id = ? and reference = ?`,
      [app.storeId, `A-${number}`],
    );
    await needsPerson('The stock moved meanwhile.');
    await act('renewals');
    expect(orders().map(({ reference }) => reference)).toEqual([`A-${number}`]);
    expect(await state()).toBe('exported');
  });

  it('can’t be done to what has arrived', async () => {
    await sent();
    expect(await open()).not.toContain('send it anew');
    await act('renewals');
    expect(orders()).toHaveLength(1);
  });
});

describe('a line whose connector can make up for the change', () => {
  it('shows the difference and sends it at the press of a button, and nothing else', async () => {
    const offering = await hub.install(owner, { differences: 'ask' });
    const path = async () => `/logs/exports/${await hub.line(offering, number)}`;
    await hub.invoice(offering, number, { total: '10.00' });
    await hub.run(offering);
    await hub.invoice(offering, number, { total: '12.50' });
    await hub.run(offering);
    const before = orders().length;
    const { text } = await owner.browser.get(await path());
    expect(text).toContain(`A-${number}-D`);
    expect(text).toContain('Send the difference');
    const [, agreed = ''] = /name="agreed" value="([0-9a-f]{32})"/.exec(text) ?? [];
    const nonsense = await owner.browser.post(`${await path()}/differences`, { agreed: 'yes' });
    expect(nonsense.status).toBe(400);
    // Changed once more since the page was opened: what was agreed to is not what would be sent.
    await hub.invoice(offering, number, { total: '13.00' });
    await owner.browser.post(`${await path()}/differences`, { agreed });
    await hub.calm(offering);
    expect([(await hub.states(offering))[number], orders().length]).toEqual(['changed', before]);
    const again = await owner.browser.get(await path());
    const [, now = ''] = /name="agreed" value="([0-9a-f]{32})"/.exec(again.text) ?? [];
    await owner.browser.post(`${await path()}/differences`, { agreed: now });
    await hub.calm(offering);
    expect((await hub.states(offering))[number]).toBe('exported');
    expect(orders().map(({ total }) => total)).toEqual(['10', '3']);
  });
});

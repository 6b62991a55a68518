import { beforeAll, describe, expect, it } from 'vitest';
import type { Merchant } from '../../../test/support/hub.js';
import { oneLine } from './test/one-line.js';

const here = oneLine();
const { at, open, act, state, orders, needsPerson, sent } = here;

let stranger: Merchant;

beforeAll(async () => {
  stranger = await here.hub.merchant('Somebody Else');
});

describe('to somebody else', () => {
  it('a line, what was said to the app, and what can be done do not exist', async () => {
    await sent();
    const path = await at();
    const { exchange_id } = (await here.hub.database.one<{ exchange_id: number }>(
      'select exchange_id from export_log where exchange_id is not null limit 1',
    ))!;
    const exchange = `/installations/${here.app.installationId}/exchanges/${exchange_id}`;
    for (const page of [path, `${path}/drawer`, exchange, `${exchange}/part`]) {
      expect({ page, status: (await stranger.browser.get(page)).status }).toEqual({ page, status: 404 });
    }
    for (const verb of ['reexports', 'expectations', 'acceptances', 'renewals', 'differences', 'days']) {
      const { status } = await stranger.browser.post(`${path}/${verb}`, { note: 'mine' });
      expect({ verb, status }).toEqual({ verb, status: 404 });
    }
    expect(await state()).toBe('exported');
  });

  it('an exchange is not shown below an app that it does not belong to', async () => {
    const other = await here.hub.install(here.owner);
    const { exchange_id } = (await here.hub.database.one<{ exchange_id: number }>(
      'select exchange_id from export_log where exchange_id is not null and installation_id = ? limit 1',
      [here.app.installationId],
    ))!;
    const { status } = await here.owner.browser.get(`/installations/${other.installationId}/exchanges/${exchange_id}`);
    expect(status).toBe(404);
  });

  it('what is no line has no page', async () => {
    for (const path of ['export-invoices/999999', 'export-dreams/1', 'export-invoices/x']) {
      const { status } = await here.owner.browser.get(`/logs/exports/${here.app.installationId}/${path}`);
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
    here.hub.acme.refuse(here.number);
    await sent();
    const text = await open();
    expect(text).toContain('Acme refused it.');
    expect(text).toContain(`Acme refuses ${here.number}`);
    expect(text).toContain('then re-export it');
    expect(text).toContain('answered <strong>400</strong>');
  });

  it('sends nobody to look in the app for what has never left', async () => {
    await sent();
    await needsPerson('The order doesn’t say its currency.');
    expect(await open()).toContain('look in Acme');
    await here.hub.database.run('delete from shipment_members where store_id = ?', [here.app.storeId]);
    const text = await open();
    expect(text).toContain('It has not been sent to Acme');
    expect(text).toContain('Do what the message says.');
    expect(text).not.toContain('look in Acme');
  });

  it('is shown by itself for the drawer', async () => {
    await sent();
    const { text } = await here.owner.browser.get(`${await at()}/drawer`);
    expect(text).not.toContain('<html');
    expect(text).toContain('Acme has it as');
    expect(text).toContain('name="_csrf"');
  });

  it('of a batch names the others that travelled with it', async () => {
    await here.hub.invoice(here.batched, 'B1');
    await here.hub.invoice(here.batched, 'B2');
    await here.hub.run(here.batched);
    const visitor = await here.hub.database.one<{ name: string }>('select name from stores where id = ?', [
      here.batched.storeId,
    ]);
    expect(visitor!.name).toBe('Batches');
    const { accountId } = (await here.hub.database.one<{ accountId: number }>(
      'select account_id accountId from stores where id = ?',
      [here.batched.storeId],
    ))!;
    const { browser } = await here.hub.person('merchant', accountId);
    const { text } = await browser.get(`/logs/exports/${await here.hub.line(here.batched, 'B1')}`);
    expect(text).toContain('One batch of 2 records');
    expect(text).toContain(`href="/logs/exports/${await here.hub.line(here.batched, 'B2')}">B2</a>`);
    expect((await browser.get('/logs/exports')).text).toContain('A-BATCH');
  });
});

describe('what changed since it was sent', () => {
  it('is shown field by field, and can be left as the app has it', async () => {
    await sent({ total: '10.00' });
    await here.hub.invoice(here.app, here.number, { total: '12.00' });
    await here.hub.run(here.app);
    expect(await state()).toBe('changed');
    expect(await open()).toMatch(/<td[^>]*>total<\/td>.*<del>10<\/del>.*<ins>12<\/ins>/s);
    await act('acceptances');
    expect(await state()).toBe('exported');
    await here.hub.run(here.app);
    expect(orders()).toMatchObject([{ total: '10' }]);
  });

  it('says when nothing would be sent any more', async () => {
    await sent();
    await here.hub.invoice(here.app, here.number, { status: 'cancelled' });
    await here.hub.run(here.app);
    expect(await open()).toContain('It would no longer be sent. It was cancelled.');
  });
});

describe('a line whose connector can make up for the change', () => {
  it('shows the difference and sends it at the press of a button, and nothing else', async () => {
    const offering = await here.hub.install(here.owner, { differences: 'ask' });
    const path = async () => `/logs/exports/${await here.hub.line(offering, here.number)}`;
    await here.hub.invoice(offering, here.number, { total: '10.00' });
    await here.hub.run(offering);
    await here.hub.invoice(offering, here.number, { total: '12.50' });
    await here.hub.run(offering);
    const before = orders().length;
    const { text } = await here.owner.browser.get(await path());
    expect(text).toContain(`A-${here.number}-D`);
    expect(text).toContain('Send the difference');
    const [, agreed = ''] = /name="agreed" value="([0-9a-f]{32})"/.exec(text) ?? [];
    const nonsense = await here.owner.browser.post(`${await path()}/differences`, { agreed: 'yes' });
    expect(nonsense.status).toBe(400);
    // Changed once more since the page was opened: what was agreed to is not what would be sent.
    await here.hub.invoice(offering, here.number, { total: '13.00' });
    await here.owner.browser.post(`${await path()}/differences`, { agreed });
    await here.hub.calm(offering);
    expect([(await here.hub.states(offering))[here.number], orders().length]).toEqual(['changed', before]);
    const again = await here.owner.browser.get(await path());
    const [, now = ''] = /name="agreed" value="([0-9a-f]{32})"/.exec(again.text) ?? [];
    await here.owner.browser.post(`${await path()}/differences`, { agreed: now });
    await here.hub.calm(offering);
    expect((await here.hub.states(offering))[here.number]).toBe('exported');
    expect(orders().map(({ total }) => total)).toEqual(['10', '3']);
  });
});

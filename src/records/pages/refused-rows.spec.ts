import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Merchant } from '../../../test/support/hub.js';
import { Lab } from '../../mappings/test/lab.js';
import { Schedules } from '../../tasks/schedules.service.js';

let lab: Lab;
let owner: Merchant;
let app: number;

beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.stop());

beforeEach(async () => {
  ({ owner, app } = await lab.furnish());
  lab.app
    .list('goods')
    .push({ id: 'g1', sku: 'FERN', title: 'Boston', price: 'dear' }, { id: 'g2', sku: '', title: 'Fig' });
  await lab.run(owner, app, 'import-goods');
});

const home = async (browser = owner.browser) => (await browser.get('/')).text;
const open = () => `/installations/${app}/logs/imports?action=open`;
const lines = (text: string) => [...text.matchAll(/class="line-link"[^>]*>([^<]+)</g)].map(([, name]) => name);

describe('what an import could not take in', () => {
  it('stands on Home, in the menu and at the bell, and leads to its lines', async () => {
    const text = await home();
    expect(text).toContain(`<a class="failures" href="${open()}">2 in</a>`);
    expect(text).toContain('2 records of Crates could not be taken in');
    expect(text).toMatch(/Import log<\/span>[\s\S]{0,200}needs attention/);
    expect(lines((await owner.browser.get(open())).text)).toEqual(['FIG', 'FERN · BOSTON']);
    expect(await home((await lab.hub.merchant('Somebody Else')).browser)).not.toContain('could not be taken in');
  });

  it('is told by the log apart from what has come in since', async () => {
    lab.app.list('goods')[0]!.price = '4.50';
    await lab.run(owner, app, 'import-goods');
    expect(await home()).toContain('1 record of Crates could not be taken in');
    const { text } = await owner.browser.get(open());
    expect(lines(text)).toEqual(['FIG']);
    expect(text).toContain('1 failed');
    expect(lines((await owner.browser.get(open().replace('open', 'failed'))).text)).toHaveLength(3);
    const file = (await owner.browser.get(`/installations/${app}/logs/imports/lines.csv?action=open`)).text;
    expect(file.trimEnd().split('\r\n')).toHaveLength(2);
  });

  it('may be right: then nobody is asked any more, and it stays in the log', async () => {
    const stranger = (await lab.hub.merchant('Somebody Else')).browser;
    const action = `/installations/${app}/logs/imports/expectations`;
    expect((await stranger.post(action, { until: '2999-01-01T00:00:00.000Z' })).status).toBe(404);
    const { text } = await owner.browser.get(open());
    const until = /name="until" value="([^"]+)"/.exec(text)![1]!;
    await owner.browser.post(action, { until: '2001-01-01T00:00:00.000Z' });
    expect(await home()).toContain('2 records of Crates could not be taken in');
    const [line] = [...text.matchAll(/class="line-link" href="([^"]+)"/g)].map(([, href]) => href!);
    expect((await owner.browser.get(line!)).text).toContain('If it is right that it stays out, say so.');
    expect((await stranger.post(`${line}/expectations`)).status).toBe(404);
    await owner.browser.post(`${line}/expectations`, { note: 'A sample' });
    expect((await owner.browser.get(line!)).text).toContain('Somebody has said that this is right.');
    expect(await home()).toContain('1 record of Crates could not be taken in');
    await owner.browser.post(action, { until });
    expect(await home()).not.toContain('could not be taken in');
    expect(lines((await owner.browser.get(open().replace('open', 'failed'))).text)).toHaveLength(2);
    const trail = await lab.database.query<{ after_json: unknown }>(
      "select after_json from audit_entries where store_id = ? and action = 'marked as expected' order by id",
      [owner.store.id],
    );
    expect(trail.map(({ after_json }) => after_json)).toEqual([
      { 'Refused rows': 1, note: 'A sample' },
      { 'Refused rows': 1 },
    ]);
  });

  it('is gone once all of it is in, or nobody asks for it any more', async () => {
    const schedules = lab.hub.app.get(Schedules);
    lab.app.list('goods').splice(0);
    await schedules.reimport(owner.store.id, app, ['import-goods']);
    await lab.run(owner, app, 'import-goods');
    expect(await home()).not.toContain('could not be taken in');
    lab.app.list('goods').push({ id: 'g3', sku: '', title: 'Ivy' });
    await lab.run(owner, app, 'import-goods');
    expect(await home()).toContain('1 record of Crates could not be taken in');
    const task = { storeId: owner.store.id, installationId: app, task: 'import-goods' };
    await schedules.setActive(task, false);
    expect(await home()).not.toContain('could not be taken in');
  });
});

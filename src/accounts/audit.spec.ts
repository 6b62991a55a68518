import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Hub, startHub } from '../../test/support/hub.js';
import { type Act, Audit } from './audit.service.js';

let hub: Hub;

const record = (act: Act) => {
  const audit = hub.app.get(Audit);
  return audit.together(() => audit.record(act));
};

beforeAll(async () => {
  hub = await startHub();
});

afterAll(() => hub.stop());

it('shows newest first, page by page, and misses nothing', async () => {
  const { browser, user } = await hub.staff();
  for (let n = 1; n <= 60; n++) await record({ by: user, subject: `Thing ${n}`, action: 'changed' });
  const first = await browser.get('/staff/audit');
  const older = /href="(\/staff\/audit\?before=\d+)"/.exec(first.text)![1]!;
  const second = await browser.get(older);
  const subjects = [...(first.text + second.text).matchAll(/<strong>Thing (\d+)</g)].map((match) => Number(match[1]));
  expect(subjects).toEqual(Array.from({ length: 60 }, (_, n) => 60 - n));
  expect(second.text).not.toMatch(/href="[^"]*before=/);
});

it('keeps what was before and after, without secrets', async () => {
  const { browser, user } = await hub.staff();
  await record({
    by: user,
    subject: 'Settings',
    action: 'changed',
    before: { prefix: 'A-', apiKey: 'old-key', same: 1 },
    after: { prefix: 'B-', apiKey: 'new-key', same: 1 },
  });
  const { text } = await browser.get('/staff/audit');
  expect(text).toMatch(/<dt>Prefix<\/dt><dd><del>A-<\/del>\s*<ins>B-<\/ins>/);
  expect(text).not.toMatch(/old-key|new-key|Same/);
});

it('says who acted for a merchant', async () => {
  const { store } = await hub.merchant();
  const { user, browser } = await hub.staff();
  await record({ by: user, store, subject: 'Their thing', action: 'paused' });
  await record({ store, subject: 'By itself', action: 'paused' });
  const { text } = await browser.get('/staff/audit');
  expect(text).toMatch(/Mia staff <span class="quiet">on behalf of Fern &amp; Fig/);
  expect(text).toContain('The hub');
});

it('shows merchants what was done to what is theirs, by whomever, and nothing else', async () => {
  const { user, store, browser } = await hub.merchant('Quokka Cycles');
  const other = await hub.merchant('Somebody Else');
  const staff = await hub.staff();
  await record({ by: user, store, subject: 'Ours', action: 'paused' });
  await record({ by: staff.user, store, subject: 'Ours too', action: 'resumed' });
  await record({ by: other.user, store: other.store, subject: 'Theirs', action: 'paused' });
  const { text } = await browser.get('/audit');
  expect([...text.matchAll(/<strong>([^<]+)</g)].map((match) => match[1])).toEqual(['Ours too', 'Ours']);
  expect(text).toMatch(/Mia staff <span class="quiet">on behalf of Quokka Cycles/);
  expect(text).toContain('href="/audit"');
  for (const someone of [staff, await hub.vendor(), await hub.bookkeeper()]) {
    expect((await someone.browser.get('/audit')).status).toBe(404);
  }
});

it('takes no entry that its change could outlive', async () => {
  const act = { subject: 'A thing', action: 'changed' };
  await expect(hub.app.get(Audit).record(act)).rejects.toThrow('apart from its change');
});

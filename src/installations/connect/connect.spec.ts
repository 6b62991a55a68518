import { describe, expect, it } from 'vitest';
import { Connections } from '../../connections/connections.service.js';
import { InstallationLife } from '../installation-life.service.js';
import { connecting, NONSENSE } from '../test/connecting.js';
import { ANSWERS, Parcelly } from '../test/merchants.js';

const here = connecting();

describe('the connect step', () => {
  it('says where credentials are found and what will be tried', async () => {
    const { text } = await here.parcelly.see(2);
    expect(text).toContain('Settings → Keys');
    expect(text).toContain('Read the account');
  });

  it('leads to the sandbox for its credentials where requests are led there', async () => {
    expect((await here.parcelly.see(2)).text).toMatch(/href="http:\/\/127\.0\.0\.1:\d+\/"[^>]*>Get my credentials/);
  });

  it('tests before it goes on, ticks off the calls, and keeps what may be shown', async () => {
    const { status, text } = await here.parcelly.connect({ key: NONSENSE });
    expect(status).toBe(422);
    expect(text).toMatch(/tick tick-failed/);
    expect(text).toContain('does not accept these credentials');
    expect(text).toMatch(/name="id"[^>]* value="fernandfig"/);
    expect(text).not.toContain(NONSENSE);
    expect((await here.parcelly.now()).connectionId).toBeNull();
  });

  it.each([
    [{ id: '' }, 'Account: please fill this in.'],
    [{ id: 'NOT SMALL' }, 'this is not in the right form'],
    [{ id: 'a'.repeat(3000) }, 'at most 500 characters'],
    [{ 'id[]': 'fernandfig', id: '' }, 'Account: please fill this in.'],
  ])('says beside the field what is wrong: %j', async (typed, problem) => {
    const { status, text } = await here.parcelly.connect(typed as Record<string, string>);
    expect(status).toBe(422);
    expect(text).toContain(problem);
  });

  it('keeps the connection for the account and lets the first imports begin at once', async () => {
    expect((await here.parcelly.connect()).location).toBe(here.parcelly.step(3));
    const { connectionId, step } = await here.parcelly.now();
    expect(step).toBe(3);
    const connection = await here.house.hub.app.get(Connections).get(connectionId!);
    expect(connection).toMatchObject({
      tenantName: 'Fern & Fig',
      accountId: here.parcelly.merchant.store.accountId,
      state: 'connected',
    });
    expect(await here.parcelly.runs()).toMatchObject([{ task: 'import-items', started_by: 'first' }]);
    const records = () =>
      here.house.database.query('select 1 from records where store_id = ? and type = ?', [
        here.parcelly.merchant.store.id,
        'product',
      ]);
    await expect.poll(async () => (await records()).length).toBe(5);
  });

  it('tells a script call by call how it goes', async () => {
    const live = async (typed: Record<string, string>) => {
      const page = await here.parcelly.merchant.browser.postRaw(
        here.parcelly.step(2),
        { ...typed, _csrf: /name="_csrf" value="([^"]+)"/.exec((await here.parcelly.see(2)).text)![1]! },
        { accept: 'application/x-ndjson' },
      );
      return page.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { state: string });
    };
    expect(await live({ id: '', key: '' })).toMatchObject([{ state: 'wrong' }]);
    expect((await live({ id: 'fernandfig', key: NONSENSE })).map(({ state }) => state)).toEqual(['trying', 'failed']);
    const lines = await live({ ...here.house.twin.credentials });
    expect(lines.map(({ state }) => state)).toEqual(['trying', 'passed', 'connected']);
    expect(lines.at(-1)).toMatchObject({ next: here.parcelly.step(3) });
    expect((await here.parcelly.now()).connectionId).not.toBeNull();
  });

  it('keeps what may be shown for another day', async () => {
    await here.parcelly.answer(2, { id: 'fernandfig', key: NONSENSE, _later: 'true' });
    const { text } = await here.parcelly.see(2);
    expect(text).toMatch(/name="id"[^>]* value="fernandfig"/);
    expect(JSON.stringify(await here.parcelly.now())).not.toContain(NONSENSE);
  });

  it('offers the account’s other connections to the same app', async () => {
    await here.parcelly.connect();
    const { connectionId } = await here.parcelly.now();
    const { browser, user } = here.parcelly.merchant;
    await browser.post('/stores', { name: 'Second', timeZone: 'Pacific/Auckland', currency: 'NZD' });
    const [second] = await here.house.database.query<{ id: number; account_id: number }>(
      "select id, account_id from stores where account_id = ? and name = 'Second'",
      [user.accountId],
    );
    const other = await Parcelly.begun(here.house, {
      ...here.parcelly.merchant,
      store: { ...here.parcelly.merchant.store, id: second!.id },
    });
    await other.answer(1);
    expect((await other.see(2)).text).toContain(`name="_connection" value="${connectionId}"`);
    expect((await other.answer(2, { _connection: String(connectionId) })).location).toBe(other.step(3));
    expect((await other.now()).connectionId).toBe(connectionId);
  });

  it('takes no connection of somebody else’s', async () => {
    await here.parcelly.connect();
    const { connectionId } = await here.parcelly.now();
    const thief = await Parcelly.begun(here.house, await here.house.hub.merchant('Thief'));
    await thief.answer(1);
    expect((await thief.answer(2, { _connection: String(connectionId) })).status).toBe(422);
    expect((await thief.now()).connectionId).toBeNull();
  });

  it('refuses the same company twice on one store', async () => {
    await here.parcelly.connect();
    const again = await here.house.hub.app.get(InstallationLife).install(here.parcelly.merchant.store, 'parcelly');
    expect(again.name).toBe('Parcelly 2');
    const path = `/installations/${again.id}/steps`;
    await here.parcelly.merchant.browser.post(`${path}/1`, ANSWERS);
    const { status, text } = await here.parcelly.merchant.browser.post(`${path}/2`, { ...here.house.twin.credentials });
    expect(status).toBe(422);
    expect(text).toContain('is connected to this store already');
  });
});

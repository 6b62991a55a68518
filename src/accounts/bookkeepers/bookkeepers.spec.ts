import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hub, type Merchant, PASSWORD, startHub } from '../../../test/support/hub.js';
import { Database } from '../../database/database.js';
import { AccountsService } from '../accounts.service.js';

let hub: Hub;
let mia: Merchant;

beforeAll(async () => {
  hub = await startHub();
  mia = await hub.merchant('Fern & Fig');
});
afterAll(() => hub.stop());

async function link({ browser }: Merchant, email = ''): Promise<string> {
  const { status, text } = await browser.post('/people/bookkeepers', { email });
  expect(status).toBe(201);
  return /(\/bookkeeping\/[\w-]+)</.exec(text)![1]!;
}

const trail = (limit: number) =>
  hub.app
    .get(Database)
    .query<Record<string, unknown>>(
      `select user_name, account_id, action from audit_entries order by id desc limit ${limit}`,
    );

describe('who may not enter', () => {
  it('is everybody but the merchant, where people are invited and removed', async () => {
    const { browser, user } = await hub.bookkeeper();
    for (const someone of [browser, (await hub.vendor()).browser, (await hub.staff()).browser]) {
      expect((await someone.get('/people/bookkeepers/new')).status).toBe(404);
      expect((await someone.post('/people/bookkeepers', { email: '' })).status).toBe(404);
      expect((await someone.delete(`/people/bookkeepers/${user.id}`)).status).toBe(404);
    }
    expect((await browser.get('/people')).status).toBe(404);
    expect((await browser.get('/stores')).status).toBe(404);
    expect((await browser.get('/staff/audit')).status).toBe(404);
  });

  it('is whoever has a link that nobody made, is used up, withdrawn or too old', async () => {
    expect((await hub.stranger().get('/bookkeeping/nonsense')).status).toBe(404);
    const [used, withdrawn, old] = [await link(mia), await link(mia), await link(mia)];
    await hub.stranger().post(used, { name: 'Ben', email: 'ben@books.example', password: PASSWORD });
    const { text } = await mia.browser.get('/people');
    const newest = [...text.matchAll(/people\/bookkeepers\/invitations\/(\d+)/g)].map((match) => match[1]!);
    await mia.browser.delete(`/people/bookkeepers/invitations/${newest[1]}`);
    await hub.app
      .get(Database)
      .run('update bookkeeper_invitations set expires_at = ? where id = ?', [new Date(), Number(newest[0])]);
    for (const gone of [used, withdrawn, old]) {
      expect((await hub.stranger().get(gone)).status).toBe(404);
      const form = { name: 'Eve', email: 'eve@books.example', password: PASSWORD };
      expect((await hub.stranger().post(gone, form)).status).toBe(404);
    }
  });

  it('is another merchant, who can withdraw nothing of ours', async () => {
    await link(mia);
    const other = await hub.merchant('Quokka Cycles');
    const id = /invitations\/(\d+)/.exec((await mia.browser.get('/people')).text)![1];
    expect((await other.browser.delete(`/people/bookkeepers/invitations/${id}`)).status).toBe(404);
    expect((await mia.browser.get('/people')).text).toContain(`invitations/${id}`);
  });
});

describe('a bookkeeper', () => {
  it('says yes with a name and a password, and is in the first store', async () => {
    const path = await link(mia);
    const browser = hub.stranger();
    expect((await browser.get(path)).text).toContain('The books of Fern &amp; Fig');
    expect((await browser.post(path, { name: 'Bo', email: 'bo@books.example', password: 'short' })).status).toBe(422);
    const joined = await browser.post(path, { name: 'Bo', email: 'bo@books.example', password: PASSWORD });
    expect(joined).toMatchObject({ status: 303, location: '/' });
    const home = (await browser.get('/')).text;
    expect(home).toContain('store-label">Fern &amp; Fig');
    expect(home).not.toMatch(/Add a store|href="\/people"|href="\/addons"/);
    expect(await trail(1)).toEqual([{ user_name: 'Bo', account_id: mia.store.accountId, action: 'became bookkeeper' }]);
  });

  it('works for everybody who invites them, each by a link of its own', async () => {
    const other = await hub.merchant('Quokka Cycles');
    const { browser, user } = await hub.bookkeeper();
    await browser.post(await link(mia, user.email));
    expect((await browser.post(`/stores/${other.store.id}/visit`)).status).toBe(404);
    await browser.post(await link(other, user.email));
    const { text } = await browser.get('/');
    expect(text).toMatch(/drop-text">Fern &amp; Fig<[\s\S]*drop-text">Quokka Cycles</);
    expect((await browser.post(`/stores/${other.store.id}/visit`)).status).toBe(303);
    expect((await browser.get('/logs/exports')).status).toBe(200);
  });

  it('can’t use a link made for somebody else', async () => {
    const path = await link(mia, 'anna@books.example');
    const { browser } = await hub.bookkeeper();
    expect((await browser.get(path)).text).toContain('This link is for anna@books.example');
    expect((await browser.post(path)).status).toBe(404);
    const form = { name: 'Eve', email: 'eve2@books.example', password: PASSWORD };
    expect((await hub.stranger().post(path, form)).text).toContain('This link is for anna@books.example');
    expect((await mia.browser.post(path)).status).toBe(404);
    expect((await hub.stranger().get(path)).status).toBe(200);
  });

  it('signs in first where they have an address already, and leaves no empty business behind', async () => {
    const { user } = await hub.bookkeeper();
    const path = await link(mia);
    const count = async () => (await hub.app.get(AccountsService).all()).length;
    const before = await count();
    const again = await hub.stranger().post(path, { name: 'Bo', email: user.email.toUpperCase(), password: PASSWORD });
    expect([again.status, again.text]).toEqual([422, expect.stringContaining('sign in first')]);
    expect(await count()).toBe(before);
  });

  it('is seen and removed by the merchant, and is out at once', async () => {
    const { browser, user } = await hub.bookkeeper();
    await browser.post(await link(mia));
    expect((await browser.get('/logs/exports')).status).toBe(200);
    expect((await mia.browser.get('/people')).text).toContain(user.email);
    await mia.browser.delete(`/people/bookkeepers/${user.id}`);
    expect((await browser.post(`/stores/${mia.store.id}/visit`)).status).toBe(404);
    expect((await browser.get('/')).text).not.toContain('Fern &amp; Fig');
    expect((await trail(1))[0]).toMatchObject({ user_name: 'Mia merchant', action: 'bookkeeper removed' });
    expect((await mia.browser.delete(`/people/bookkeepers/${user.id}`)).status).toBe(404);
  });

  it('sees nobody’s people', async () => {
    const { browser } = await hub.bookkeeper();
    await browser.post(await link(mia));
    expect((await browser.get(`/people/${mia.user.id}/password/new`)).status).toBe(404);
    expect((await browser.post(`/people/${mia.user.id}/password`)).status).toBe(404);
  });
});

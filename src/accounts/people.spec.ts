import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hub, type Merchant, startHub } from '../../test/support/hub.js';

let hub: Hub;
let mia: Merchant;
let staff: Awaited<ReturnType<Hub['staff']>>;

beforeAll(async () => {
  hub = await startHub();
  mia = await hub.merchant('Fern & Fig');
  staff = await hub.staff();
});

afterAll(() => hub.stop());

const passwordOn = (text: string) => /one-time"><code>([^<]+)</.exec(text)![1]!;

describe('a merchant', () => {
  it('sees the people of the own business only', async () => {
    const other = await hub.merchant('Other Shop');
    const { text } = await mia.browser.get('/people');
    expect(text).toContain(mia.user.email);
    expect(text).not.toContain(other.user.email);
  });

  it('adds a person who then signs in and sees the same stores', async () => {
    const page = await mia.browser.post('/people', {
      name: 'Jo',
      email: 'jo@example.com',
      role: 'staff',
      accountId: '999',
    });
    expect(page.status).toBe(201);
    const jo = hub.stranger();
    await jo.signIn('jo@example.com', passwordOn(page.text));
    expect((await jo.get('/stores')).text).toContain('Fern &amp; Fig');
    expect((await jo.get('/staff/people')).status).toBe(404);
  });

  it('is told when somebody has the address already', async () => {
    const page = await mia.browser.post('/people', { name: 'Twin', email: mia.user.email.toUpperCase() });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Somebody already signs in with this address');
  });
});

describe('a new password', () => {
  it('is given by nobody outside the business, and by nobody to themselves', async () => {
    const other = await hub.merchant('Far Away');
    const own = `/people/${mia.user.id}/password`;
    expect((await other.browser.post(own)).status).toBe(404);
    expect((await other.browser.get(`${own}/new`)).status).toBe(404);
    expect((await mia.browser.post(own)).status).toBe(404);
    expect((await mia.browser.post(`/people/${staff.user.id}/password`)).status).toBe(404);
    expect((await mia.browser.get('/')).status).toBe(200);
  });

  it('is shown once and ends all that the old one could do', async () => {
    const colleague = await hub.person('merchant', mia.user.accountId);
    for (const giver of [mia.browser, staff.browser]) {
      expect((await giver.get(`/people/${colleague.user.id}/password/new`)).text).toContain('signed out everywhere');
      const page = await giver.post(`/people/${colleague.user.id}/password`);
      expect(page.status).toBe(201);
      expect((await colleague.browser.get('/')).location).toBe('/sign-in');
      const again = await colleague.browser.signIn(colleague.user.email, passwordOn(page.text));
      expect(again.location).toBe('/profile');
    }
  });
});

describe('the staff’s pages', () => {
  it.each(['/staff/people', '/staff/people/new', '/staff/accounts/new', '/staff/accounts/1', '/staff/audit'])(
    'do not exist for merchants and vendors: %s',
    async (path) => {
      expect((await mia.browser.get(path)).status).toBe(404);
      expect((await (await hub.vendor()).browser.get(path)).status).toBe(404);
    },
  );

  it('can’t be used by merchants to make themselves staff', async () => {
    const person = { name: 'Mallory', email: 'mallory@example.com', role: 'staff' };
    expect((await mia.browser.post('/staff/people', person)).status).toBe(404);
  });

  it('are a 404 to staff themselves where they belong to merchants', async () => {
    expect((await staff.browser.get('/stores')).status).toBe(404);
    expect((await staff.browser.get('/people')).status).toBe(404);
  });

  it('add a business, its store and its people', async () => {
    const added = await staff.browser.post('/staff/accounts', { name: 'New Business' });
    const path = added.location!;
    expect(path).toMatch(/^\/staff\/accounts\/\d+$/);
    const store = { name: 'New Store', timeZone: 'Australia/Perth', currency: 'AUD' };
    expect((await staff.browser.post(`${path}/stores`, store)).location).toBe(path);
    const person = { name: 'Nia', email: 'nia@example.com', role: 'merchant', accountId: path.split('/').at(-1)! };
    const page = await staff.browser.post('/staff/people', person);
    expect(page.status).toBe(201);
    const nia = hub.stranger();
    await nia.signIn('nia@example.com', passwordOn(page.text));
    expect((await nia.get('/')).text).toContain('New Store');
    expect((await staff.browser.get(path)).text).toContain('nia@example.com');
  });

  it('want a business for everybody but staff', async () => {
    const nobodys = { name: 'Nobody', email: 'nobody@example.com', role: 'merchant', accountId: '' };
    const page = await staff.browser.post('/staff/people', nobodys);
    expect(page.status).toBe(422);
    expect(page.text).toContain('Choose the business this person works for');
    const unknown = await staff.browser.post('/staff/people', { ...nobodys, accountId: '424242' });
    expect(unknown.text).toContain('Choose the business this person works for');
    const king = await staff.browser.post('/staff/people', { ...nobodys, role: 'king' });
    expect(king.text).toContain('Choose what this person does');
  });

  it('never write a password into the trail or the log of the page', async () => {
    const page = await staff.browser.post('/staff/people', {
      name: 'Pia',
      email: 'pia@example.com',
      role: 'staff',
      accountId: '',
    });
    const password = passwordOn(page.text);
    expect((await staff.browser.get('/staff/audit')).text).not.toContain(password);
  });
});

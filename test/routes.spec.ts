import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bookkeepers } from '../src/accounts/bookkeepers/bookkeepers.service.js';
import { redactText } from '../src/logging/redact.js';
import { type Door, doorsOf, through } from './hostile/doors.js';
import { fingerprint } from './hostile/fingerprint.js';
import { MARKS, type Owned, settleIn } from './hostile/owned.js';
import { type Answer, FORM, RoughBrowser } from './hostile/rough-browser.js';
import { ShopHub } from './hostile/shop-hub.js';
import type { Hub } from './support/hub.js';

/** Everything a stranger may ask for. Adding a line here opens a door: do it on purpose. */
const OPEN = [
  'GET /health',
  'GET /sign-in',
  'POST /sign-in',
  'DELETE /sign-in',
  'GET /welcome',
  'POST /welcome',
  'POST /theme',
  // A colleague's link to one step of a wizard; its token is what lets them in.
  'GET /connect/:token',
  'POST /connect/:token',
  // In each letter, for whoever gets it: ends the letters and shows nothing but the store's name.
  'GET /letters/stop/:token',
  'POST /letters/stop/:token',
  // A merchant's link to their bookkeeper; its token is what lets them in.
  'GET /bookkeeping/:token',
  'POST /bookkeeping/:token',
];

/** Open to apps, which show by a signature who they are. */
const SIGNED = ['POST /webhooks/:plugin/:connection/:webhook', 'POST /webhooks/:plugin/:webhook'];

/** Their `:id` or name is the same for everybody. */
const FOR_ALL = ['GET /addons/:plugin', 'GET /plugins/:id/icon.svg'];

/** Staff give people new passwords, and go into a store to help; only from then on they see what is in it. */
const STAFF_MAY = ['POST /stores/:id/visit', 'GET /people/:id/password/new', 'POST /people/:id/password'];

/** What a bookkeeper may open of those who invited them, and do there. Adding a line here opens a door: do it on purpose. */
const FOR_BOOKKEEPERS = [
  'POST /stores/:id/visit',
  'GET /installations/:id',
  'GET /installations/:id/mappings',
  'GET /installations/:id/mappings/:mapping',
];

/** Rooms that are theirs as a whole: the logs with what was asked and answered, re-exporting, and the reconciliation report. */
const BOOKS = /^\S+ (\/installations\/:id)?\/(logs|exchanges|admin\/reconciliation[\w-]*|reconciliation[\w-]*)(\/|$)/;

/** Pages that are there only while a question or an offer waits for an answer, or for who comes back with one. */
const AT_TIMES = ['GET /connections/callback', 'GET /installations/:id/tasks/:task/question', 'GET /shares/:token'];

let house: ShopHub;
let hub: Hub;
let owned: Owned;
let doors: Door[];

beforeAll(async () => {
  house = await ShopHub.open();
  hub = house.hub;
  doors = doorsOf(hub);
  owned = await settleIn(house);
});

afterAll(() => house?.stop());

const named = ({ method, path }: Door) => `${method} ${path}`;
const closed = () => doors.filter((door) => ![...OPEN, ...SIGNED].includes(named(door)));

function walk(browser: RoughBrowser, door: Door): Promise<Answer> {
  const path = through(door, owned.params);
  if (door.method === 'GET') return browser.get(path);
  return browser.send(door.method, path, String(new URLSearchParams(owned.form)), FORM);
}

it('knows every door of the house', () => {
  expect(doors.length).toBeGreaterThan(60);
  const all = doors.map(named);
  expect([...OPEN, ...SIGNED, ...FOR_ALL, ...STAFF_MAY, ...AT_TIMES].filter((known) => !all.includes(known))).toEqual(
    [],
  );
});

it('writes no address into its log that would let its reader in', () => {
  const opening = doors.filter(({ path }) => path.includes(':token'));
  expect(opening.length).toBeGreaterThan(5);
  const token = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4';
  const logged = opening.map((door) => redactText(through(door, owned.params, { token })));
  expect(logged.filter((address) => address.includes(token))).toEqual([]);
});

describe('somebody who has not signed in', () => {
  it('is sent to the sign-in page, whatever they ask for', async () => {
    for (const door of closed()) {
      const [path, stranger] = [through(door, owned.params), hub.stranger()];
      const { status, location } = await (door.method === 'GET'
        ? stranger.get(path)
        : stranger.post(path, owned.form, door.method));
      expect([named(door), status, location?.split('?')[0]]).toEqual([named(door), 303, '/sign-in']);
    }
  }, 60_000);

  it('is answered with 401 where it is a machine', async () => {
    for (const door of closed().filter(({ method }) => method === 'GET')) {
      const page = await hub.stranger().get(through(door, owned.params), { accept: 'application/json' });
      expect([named(door), page.status]).toEqual([named(door), 401]);
    }
  }, 60_000);

  it('is not believed to be an app', async () => {
    for (const door of doors.filter((one) => SIGNED.includes(named(one)))) {
      const { status, text } = await hub.stranger().postRaw(through(door, owned.params), owned.form);
      expect([named(door), status]).toEqual([named(door), 401]);
      expect(text).not.toMatch(/\bat \S+ \(/);
    }
  });
});

it('takes no form without its token', async () => {
  for (const door of doors) {
    if (door.method === 'GET' || SIGNED.includes(named(door))) continue;
    const { status } = await owned.owner.browser.postRaw(through(door, owned.params), { _method: door.method });
    expect([named(door), status]).toEqual([named(door), 403]);
  }
}, 60_000);

describe.each([
  { who: 'another merchant', come: () => hub.merchant('Quokka Cycles') },
  { who: 'a vendor', come: () => hub.vendor() },
  { who: 'a bookkeeper nobody here has invited', come: () => hub.bookkeeper() },
  { who: 'staff who do not visit the store', come: () => hub.staff() },
])('$who', ({ who, come }) => {
  const isStaff = who.startsWith('staff');

  it('finds nothing of a merchant’s, by no route and with real ids', async () => {
    const browser = await RoughBrowser.of(hub, (await come()).browser);
    const before = await fingerprint(house.database, owned);
    for (const door of closed()) {
      if (isStaff && (isForStaff(door) || STAFF_MAY.includes(named(door)))) continue;
      const { status, text } = await walk(browser, door);
      expect([named(door), status < 500 && status]).toEqual([named(door), isOwned(door) ? 404 : expect.any(Number)]);
      if (!FOR_ALL.includes(named(door))) {
        expect([named(door), MARKS.filter((mark) => text.includes(mark))]).toEqual([named(door), []]);
      }
    }
    expect(await fingerprint(house.database, owned)).toEqual(before);
  }, 60_000);

  it('finds no page of the staff’s', async () => {
    if (isStaff) return;
    const browser = await RoughBrowser.of(hub, (await come()).browser);
    for (const door of closed().filter(isForStaff)) {
      expect([named(door), (await walk(browser, door)).status]).toEqual([named(door), 404]);
    }
  });
});

it('a merchant finds no page of the staff’s, and changes nothing there', async () => {
  const before = await fingerprint(house.database, owned);
  const browser = await RoughBrowser.of(hub, owned.owner.browser);
  for (const door of closed().filter(isForStaff)) {
    const { status } = await walk(browser, door);
    expect([named(door), status]).toEqual([named(door), 404]);
  }
  expect(await fingerprint(house.database, owned)).toEqual(before);
});

it('a bookkeeper whom the merchant has invited finds the books, and nothing else of theirs', async () => {
  const { browser, user } = await hub.bookkeeper('Ledgerworks');
  const books = hub.app.get(Bookkeepers);
  const token = await books.invite(owned.owner.user.accountId!, owned.owner.user, null);
  await books.accept((await books.find(token))!, user);
  const before = await fingerprint(house.database, owned);
  const rough = await RoughBrowser.of(hub, browser);
  const wrong: string[] = [];
  for (const door of closed().filter(isOwned)) {
    const mayEnter = FOR_BOOKKEEPERS.includes(named(door)) || BOOKS.test(named(door));
    // What acts on the books is tried where it belongs.
    if (mayEnter && door.method !== 'GET') continue;
    const { status } = await walk(rough, door);
    if (!(mayEnter ? [200, 303] : [404]).includes(status)) wrong.push(`${named(door)} answers ${status}`);
  }
  expect(wrong).toEqual([]);
  expect(await fingerprint(house.database, owned)).toEqual(before);
  await books.remove(owned.owner.user.accountId!, user.id);
  for (const door of closed().filter((one) => isOwned(one) && FOR_BOOKKEEPERS.includes(named(one)))) {
    expect([named(door), (await walk(rough, door)).status]).toEqual([named(door), 404]);
  }
}, 60_000);

it('the owner finds every page', async () => {
  const browser = await RoughBrowser.of(hub, owned.owner.browser);
  for (const door of closed().filter(({ method }) => method === 'GET')) {
    if (isForStaff(door) || AT_TIMES.includes(named(door))) continue;
    const { status } = await walk(browser, door);
    expect([named(door), status]).toEqual([named(door), status === 303 ? 303 : 200]);
  }
}, 60_000);

/** It names something, and that belongs to a merchant. */
function isOwned(door: Door): boolean {
  return /[:*]/.test(door.path) && !FOR_ALL.includes(named(door));
}

function isForStaff({ path }: Door): boolean {
  return path.startsWith('/staff/');
}

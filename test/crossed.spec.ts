import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Installation } from '../src/installations/installation.entity.js';
import { InstallationLife } from '../src/installations/installation-life.service.js';
import { type Door, doorsOf, namesIn, through } from './hostile/doors.js';
import { fingerprint } from './hostile/fingerprint.js';
import { type Owned, settleIn } from './hostile/owned.js';
import { FORM, RoughBrowser } from './hostile/rough-browser.js';
import { ShopHub } from './hostile/shop-hub.js';
import type { Merchant } from './support/hub.js';

/** What of a path says whose room it is; behind it stands which thing in it. */
const ROOMS = ['installations:id', 'exports:id', 'imports:id', 'stores:id'];
/** Things that have a number of their own in the whole hub. */
const THINGS = ['exchange', 'record', 'run', 'share', 'invitation', 'request'];
/** Nothing in the shop and the stock system, which both merchants use, is called so. */
const MARK = /zephyrine/i;
/** Signing out would end the walk; a link shows what it is for to whoever has it; apps have a door of their own. */
const LEFT_OUT = /^DELETE \/sign-in$|:token|^POST \/webhooks\//;

let house: ShopHub;
let theirs: Owned;
let mallory: Merchant;
let own: Installation;
let browser: RoughBrowser;
let doors: Door[];

beforeAll(async () => {
  house = await ShopHub.open();
  doors = doorsOf(house.hub).filter((door) => !LEFT_OUT.test(named(door)));
  theirs = await settleIn(house);
  mallory = await house.hub.merchant('Quokka Cycles');
  const { shop, stock } = await house.furnish(mallory);
  const life = house.hub.app.get(InstallationLife);
  for (const it of [shop, stock]) await life.pause(it, undefined, mallory.user.id);
  own = stock;
  browser = await RoughBrowser.of(house.hub, mallory.browser);
});

afterAll(() => house?.stop());

const named = ({ method, path }: Door) => `${method} ${path}`;

/** A merchant's own rooms, with things of somebody else's in them. */
function ownRooms(): Record<string, string | number> {
  const rooms = Object.fromEntries(ROOMS.map((room) => [room, own.id]));
  return { ...theirs.params, ...rooms, 'stores:id': mallory.store.id };
}

/** Every field with which a form or an address could name something of theirs. */
function theirFields(): Record<string, string> {
  const { params, form, shop, stock } = theirs;
  return {
    ...form,
    // The page's own address stands on it, with all that is in there.
    confirm: 'stockroom',
    _connection: String(shop.connectionId),
    _tenant: String(shop.connectionId),
    again: String(stock.id),
    line: `${stock.id}/export-invoices/${params.record}`,
    of: '1',
    report: '1',
    run: String(params.run),
    record: String(params.record),
  };
}

function send(door: Door, path: string) {
  return door.method === 'GET'
    ? browser.get(`${path}?${new URLSearchParams(theirFields())}`)
    : browser.send(door.method, path, String(new URLSearchParams(theirFields())), FORM);
}

it('a merchant who has one of everything finds the other’s things behind none of their own doors', async () => {
  const before = await fingerprint(house.database, theirs);
  const crossed = doors.filter((door) => {
    const [room] = namesIn(door);
    return room === 'id' && namesIn(door).some((name) => THINGS.includes(name));
  });
  expect(crossed.length).toBeGreaterThan(8);
  const wrong: string[] = [];
  for (const door of crossed) {
    const { status, text } = await send(door, through(door, ownRooms()));
    if (MARK.test(text)) wrong.push(`${named(door)} shows what is theirs`);
    if (door.method === 'GET' && status !== 404) wrong.push(`${named(door)} answers ${status}`);
  }
  expect(wrong).toEqual([]);
  expect(await fingerprint(house.database, theirs)).toEqual(before);
}, 60_000);

it('nor by naming them in forms and addresses of their own', async () => {
  const before = await fingerprint(house.database, theirs);
  const wrong: string[] = [];
  for (const door of doors) {
    const { status, text } = await send(door, through(door, ownRooms()));
    if (MARK.test(text)) wrong.push(`${named(door)} shows what is theirs`);
    if (status >= 500) wrong.push(`${named(door)} answers ${status}`);
  }
  expect(wrong).toEqual([]);
  expect(await fingerprint(house.database, theirs)).toEqual(before);
}, 120_000);

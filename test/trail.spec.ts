import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../src/database/database.js';
import { type Door, doorsOf, through } from './hostile/doors.js';
import type { Browser, Page } from './support/browser.js';
import { PASSWORD, startHub } from './support/hub.js';
import { refuseRows } from './support/refuse-rows.js';
import type { Route, Telling } from './trail/route.js';
import { routes } from './trail/routes.js';
import { Scene } from './trail/scene.js';

interface Entry {
  id: number;
  at: Date;
  user_id: number | null;
  before_json: object | null;
  after_json: object | null;
}

let scene: Scene;
let table: Record<string, Route>;
let doors: Map<string, Door>;

beforeAll(async () => {
  scene = await Scene.open();
  table = routes(scene);
  const forms = doorsOf(scene.house.hub).filter(({ method }) => method !== 'GET');
  doors = new Map(forms.map((door) => [`${door.method} ${door.path}`, door]));
});
afterAll(() => scene?.stop());

const entries = (after: number) =>
  scene.database.query<Entry>('select * from audit_entries where id > ? order by id', [after]);
const lastEntry = async () => (await scene.one('select coalesce(max(id), 0) id from audit_entries')).id as number;

function browserOf({ as }: Telling): Browser {
  if (as === 'stranger') return scene.house.hub.stranger();
  return as === 'staff' ? scene.staff.browser : scene.owned.owner.browser;
}

async function send(name: string, route: Telling): Promise<() => Promise<Page>> {
  const door = doors.get(name)!;
  await route.first?.();
  const path = through(door, { ...scene.owned.params, ...(await route.names?.()) });
  return () => browserOf(route).post(path, route.fields, door.method);
}

/** What is wrong with what the route leaves behind; undefined: nothing. */
async function wrongWith(name: string, route: Telling): Promise<unknown> {
  const submit = await send(name, route);
  const before = await scene.everything();
  const goOn = await scene.refuseEntries();
  const refused = await submit().finally(goOn);
  if (refused.status !== 500) return `answers ${refused.status} where no entry can be written`;
  const after = await scene.everything();
  const touched = Object.keys(before).filter((one) => before[one] !== after[one]);
  if (touched.length > 0) return `has changed ${touched.join(', ')} without an entry`;

  const [last, now] = [await lastEntry(), Date.now()];
  const page = await submit();
  if (page.status >= 400) return `answers ${page.status}`;
  const written = await entries(last);
  const number = route.entries?.number ?? 1;
  if (written.length !== number) return `leaves ${written.length} entries, not ${number}`;
  for (const entry of written) {
    const person = { owner: scene.owned.owner.user.id, staff: scene.staff.user.id, stranger: entry.user_id }[route.as];
    if (entry.user_id === null || entry.user_id !== person) return 'says somebody else did it';
    if (Math.abs(entry.at.getTime() - now) > 60_000) return 'says it was at another time';
    if (route.shows === 'both sides' && !(entry.before_json && entry.after_json)) return 'lacks before or after';
    if (route.shows === 'after' && !entry.after_json) return 'lacks what there is afterwards';
  }
  return undefined;
}

it('has something to say of every route that takes a form', () => {
  expect(Object.keys(table).sort()).toEqual([...doors.keys()].sort());
});

it('each leaves one entry with who, when, before and after; and changes nothing when it can’t', async () => {
  const wrong: Record<string, unknown> = {};
  for (const [name, route] of Object.entries(table)) {
    if ('none' in route) continue;
    const found = await wrongWith(name, route).catch(String);
    if (found !== undefined) wrong[name] = found;
  }
  expect(wrong).toEqual({});
}, 120_000);

describe('a hub that nobody has set up', () => {
  it('notes the hub, the business, its store and its merchant, or stays as it is', async () => {
    const hub = await startHub();
    try {
      const database = hub.app.get(Database);
      const count = async () =>
        database.one('select (select count(*) from users) users, (select count(*) from audit_entries) entries');
      const form = {
        name: 'Sam',
        email: 'sam@hub.example',
        password: PASSWORD,
        accountName: 'Fern',
        storeName: 'Fern',
        timeZone: 'Australia/Perth',
        currency: 'AUD',
        merchantEmail: 'mia@fern.example',
      };
      const mend = await refuseRows(database, 'audit_entries');
      expect((await hub.stranger().post('/welcome', form)).status).toBe(500);
      expect(await count()).toEqual({ users: 0, entries: 0 });
      await mend();
      expect((await hub.stranger().post('/welcome', form)).status).toBe(201);
      expect(await count()).toEqual({ users: 2, entries: 4 });
    } finally {
      await hub.stop();
    }
  });
});

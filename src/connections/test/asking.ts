import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import type { HttpRequest } from '../../sdk/index.js';
import type { Use } from '../door/door.js';
import { HOST } from './acme.js';
import { App, type Reply, sendJson } from './app.js';
import { Hub, migrated } from './hub.js';
import { QuickClock } from './quick-clock.js';

export const fine: Reply = (_, response) => sendJson(response, { fine: true });

/** An app, and in each test a hub that asks it things through the door and never sleeps. */
export function asking() {
  let database: TestDatabase;
  let app: App;
  let hub: Hub;
  let clock: QuickClock;
  let connection: number;
  let tenants = 0;

  beforeAll(async () => {
    database = await testDatabase();
    await migrated(database.url);
    app = await App.start();
  });
  beforeEach(async () => {
    app.received.length = 0;
    clock = new QuickClock();
    hub = await Hub.start(database.url, { clock, settings: { endpoints: [`${HOST}=${app.address}`] } });
    // Each test has its own clock, so what a tenant was asked to wait in another test must not count.
    connection = await hub.connect(`tenant-${++tenants}`);
    return () => hub.stop();
  });
  afterAll(async () => {
    await app?.stop();
    await database?.drop();
  });

  /** The first replies in order; then the last again and again. */
  const replies = (...all: Reply[]) => {
    let count = 0;
    app.reply = (request, response) => all[Math.min(count++, all.length - 1)]!(request, response);
  };
  const open = (use?: Partial<Use>) => hub.open(connection, use);
  const get = (more: Partial<HttpRequest> = {}) => open().http({ path: 'Products/1', ...more });
  const post = (more: Partial<HttpRequest> = {}) =>
    open().http({ method: 'POST', path: 'Orders', json: { a: 1 }, ...more });

  return {
    get database() {
      return database;
    },
    get app() {
      return app;
    },
    get hub() {
      return hub;
    },
    get clock() {
      return clock;
    },
    replies,
    open,
    get,
    post,
  };
}

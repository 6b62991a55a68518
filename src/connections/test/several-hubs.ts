import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import type { Clock } from '../../clock/clock.js';
import { HOST } from './acme.js';
import { App, sendJson } from './app.js';
import { Hub, migrated } from './hub.js';

/** Hubs on one database that ask one app, and in each test a tenant of its own. */
export function severalHubs() {
  let database: TestDatabase;
  let app: App;
  let tenant: string;
  let tenants = 0;

  beforeAll(async () => {
    database = await testDatabase();
    await migrated(database.url);
    app = await App.start();
  });
  beforeEach(() => {
    tenant = `tenant-${++tenants}`;
    app.received.length = 0;
    app.peak = 0;
  });
  afterAll(async () => {
    await app?.stop();
    await database?.drop();
  });

  const answerAfter = (milliseconds: number) => {
    app.reply = async (_, response) => {
      await sleep(milliseconds);
      sendJson(response, {});
    };
  };

  async function withHubs(count: number, work: (hubs: Hub[]) => Promise<void>, clock?: Clock): Promise<void> {
    const settings = { endpoints: [`${HOST}=${app.address}`] };
    const hubs = await Promise.all(Array.from({ length: count }, () => Hub.start(database.url, { clock, settings })));
    try {
      await work(hubs);
    } finally {
      await Promise.all(hubs.map((hub) => hub.stop()));
    }
  }

  return {
    get database() {
      return database;
    },
    get app() {
      return app;
    },
    get tenant() {
      return tenant;
    },
    answerAfter,
    withHubs,
  };
}

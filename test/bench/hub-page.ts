import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsersService } from '../../src/accounts/users.service.js';
import { createApp } from '../../src/app.js';
import { Database } from '../../src/database/database.js';
import { Settings } from '../../src/settings/settings.js';
import { Browser } from '../support/browser.js';
import { median } from './bench.js';

// The whole hub as it answers people, with a merchant who has signed in.
// node hub-page.js <database> <account>

const PASSWORD = 'a plain bench sentence';
const ALONE = 60;

/** One page at a time, with nobody else asking. */
export interface Alone {
  ms: number;
  queries: number;
  queryMs: number;
  rssMiB: number;
}

const [url, account] = process.argv.slice(2) as [string, string];
const dataDir = mkdtempSync(join(tmpdir(), 'patchbay-bench-'));
process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => process.exit());

const settings = Settings.from({ LOG_LEVEL: 'warn', PORT: '0', ROLES: 'web', DATA_DIR: dataDir });
const app = await createApp(settings, { databaseUrl: url });
await app.listen(0, '127.0.0.1');
const address = await app.getUrl();

const accountId = Number(account);
const email = 'bench@example.com';
await app.get(UsersService).add({ role: 'merchant', name: 'Bench', email, accountId, password: PASSWORD });
const browser = new Browser(address);
await browser.signIn(email, PASSWORD);

process.on('message', (path: string) => {
  void alone(path).then((measured) => process.send!(measured));
});
process.send!({ address, cookie: `patchbay=${browser.cookie('patchbay')}` });

async function alone(path: string): Promise<Alone> {
  const watch = watchQueries(app.get(Database));
  const pages: { ms: number; queries: number; queryMs: number }[] = [];
  for (let n = 0; n < ALONE; n++) {
    // As if something had just been written: nothing that was read for the last page counts any more.
    await app.get(Database).run('do 0');
    const before = watch();
    const started = performance.now();
    const { status } = await browser.get(path);
    if (status !== 200) throw new Error(`The page answered ${status}`);
    const after = watch();
    const ms = performance.now() - started;
    pages.push({ ms, queries: after.count - before.count, queryMs: after.ms - before.ms });
  }
  const middle = (name: keyof (typeof pages)[0]) => median(pages.map((page) => page[name]));
  const rssMiB = process.resourceUsage().maxRSS / 1024;
  return { ms: middle('ms'), queries: middle('queries'), queryMs: middle('queryMs'), rssMiB };
}

/** Counts plain queries and the time in which at least one of them is under way. */
function watchQueries(database: Database): () => { count: number; ms: number } {
  const ask = database.query.bind(database);
  let count = 0;
  let ms = 0;
  let open = 0;
  let since = 0;
  database.query = async <Row>(...args: Parameters<Database['query']>): Promise<Row[]> => {
    count++;
    if (open++ === 0) since = performance.now();
    try {
      return await ask<Row>(...args);
    } finally {
      if (--open === 0) ms += performance.now() - since;
    }
  };
  return () => ({ count, ms });
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import type { DataSource } from 'typeorm';
import { type BenchResult, inPairs, type Measured, resultOf, withDatabase } from './bench.js';
import type { Alone } from './hub-page.js';
import { takeApart } from './page-parts.js';

const LINES = 100_000;
const LINES_A_PAGE = 50;
const CONNECTIONS = 20;
const SECONDS = 5;
const PAIRS = 5;
const PATH = '/logs/exports';
const ACCOUNT = 1;

/** A page of an export log of 100,000 lines, signed in, against the same HTML from a bare server that has its rows in memory. */
export async function page(pairs = PAIRS): Promise<BenchResult> {
  return withDatabase(async (url, source) => {
    for (const statement of SURROUNDINGS) await source.query(statement);
    await plantLines(source);
    const hub = await start<{ address: string; cookie: string }>('hub-page.js', [url, String(ACCOUNT)]);
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
    try {
      const asked = { url: hub.said.address + PATH, headers: { cookie: hub.said.cookie } };
      // The same letter in another spelling, which Handlebars wouldn't write.
      const html = (await read(asked)).replaceAll('&nbsp;', '\u00a0');
      const parts = takeApart(html);
      if (parts.rows.length !== LINES_A_PAGE) throw new Error(`The page has ${parts.rows.length} rows`);
      await writeFile(join(folder, 'page.hbs'), parts.template);
      await writeFile(join(folder, 'rows.json'), JSON.stringify(parts.rows));
      const bare = await start<{ address: string }>('bare-page.js', [folder]);
      try {
        const same = { url: bare.said.address };
        if ((await read(same)) !== html) throw new Error('The bare server renders another page than the hub');
        await Promise.all([shoot(asked, 2), shoot(same, 2)]);
        const measured = await inPairs(
          pairs,
          () => shoot(asked),
          () => shoot(same),
        );
        hub.child.send(PATH);
        const [alone] = (await once(hub.child, 'message')) as [Alone];
        return {
          ...resultOf('page', 'pages/s', measured),
          rssMiB: Math.round(alone.rssMiB),
          extra: inFigures(alone, html),
        };
      } finally {
        await end(bare.child);
      }
    } finally {
      await end(hub.child);
      await rm(folder, { recursive: true });
    }
  });
}

function inFigures({ ms, queryMs, queries }: Alone, html: string): Record<string, number> {
  return { 'ms alone': ms, 'ms of it in queries': queryMs, queries, KB: Buffer.byteLength(html) / 1024 };
}

interface Asked {
  url: string;
  headers?: Record<string, string>;
}

async function read({ url, headers }: Asked): Promise<string> {
  const answer = await fetch(url, { headers, redirect: 'manual' });
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
  return answer.text();
}

async function shoot(asked: Asked, seconds = SECONDS): Promise<Measured> {
  const shot = await autocannon({ ...asked, connections: CONNECTIONS, duration: seconds });
  if (shot.errors + shot.non2xx > 0) throw new Error(`${asked.url} failed ${shot.errors + shot.non2xx} times`);
  return { count: shot.requests.total, seconds: shot.duration, rssMiB: 0 };
}

async function start<Said>(program: string, args: string[]): Promise<{ child: ChildProcess; said: Said }> {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), args, { stdio: 'inherit' });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${program} ended with ${code} before it could be asked anything`);
  });
  failed.catch(() => undefined);
  const [said] = (await Promise.race([once(child, 'message'), failed])) as [Said];
  return { child, said };
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}

/** Lines as a shop has them after two years: most exported, some of every other state, over both of two apps. */
async function plantLines(source: DataSource): Promise<void> {
  await source.query('create table numbers (n int unsigned primary key)');
  for (let first = 1; first <= LINES; first += 10_000) {
    const numbers = Array.from({ length: 10_000 }, (_, at) => [first + at]);
    await source.query('insert into numbers values ?', [numbers]);
  }
  for (const statement of PLANTING) await source.query(statement);
  await source.query('drop table numbers');
  await source.query('analyze table records, outbox, shipments, shipment_members, export_log');
}

const SURROUNDINGS = [
  `insert into accounts (id, name) values (${ACCOUNT}, 'Bench')`,
  `insert into stores (id, account_id, name, time_zone, currency) values (1, ${ACCOUNT}, 'Bench', 'Australia/Sydney', 'AUD')`,
  `insert into installations (store_id, id, plugin, name, state, step, answers, advanced, created_at)
   values (1, 1, 'ledger', 'Ledger', 'live', 1, '{}', '{}', now(3)), (1, 2, 'depot', 'Depot', 'live', 1, '{}', '{}', now(3))`,
];

const STATE = `case when n % 20 = 3 then 'not-due' when n % 50 = 7 then 'waiting' when n % 50 = 11 then 'rejected'
  when n % 100 = 13 then 'needs-person' else 'exported' end`;
const REASON = `case when n % 20 = 3 then 'It has not left yet.' when n % 50 = 7 then 'The app asks to be sent fewer requests.'
  when n % 50 = 11 then 'Customer code C-4711 does not exist.' when n % 100 = 13 then 'Choose a warehouse for Sydney.' end`;
const TIME = 'now(3) - interval (100000 - n) minute';
const APP = '1 + n % 2';

const PLANTING = [
  `insert into records (store_id, id, type, record_key, number, date, amount, currency, status, body, changed_at)
   select 1, n, 'invoice', concat('N', n), concat('N', n), date(${TIME}), 20 + n % 900, 'AUD', 'dispatched', '{}', ${TIME} from numbers`,
  `insert into outbox (store_id, installation_id, task, record_id, state, reason, app_number, customer_reference, record_changed_at, changed_at)
   select 1, ${APP}, 'export-invoices', n, ${STATE}, ${REASON}, if(${STATE} = 'exported', concat('SO-', n), null),
     if(n % 3 = 0, concat('PO-', n), null), ${TIME}, ${TIME} from numbers`,
  `insert into shipments (store_id, id, installation_id, connection_id, task, part, reference, app_key, payload, steps, done, state,
     remote_id, number, url, created_at, changed_at)
   select 1, n, ${APP}, 1, 'export-invoices', '', concat('N', n), uuid(), '{}', '["create"]', '{}', 'done', n, concat('SO-', n),
     concat('https://ledger.example.com/orders/', n), ${TIME}, ${TIME} from numbers where ${STATE} = 'exported'`,
  `insert into shipment_members (store_id, shipment_id, record_id, part, hash)
   select 1, n, n, '', unhex(md5(n)) from numbers where ${STATE} = 'exported'`,
  `insert into export_log (store_id, id, installation_id, task, record_id, shipment_id, step, outcome, at)
   select 1, n, ${APP}, 'export-invoices', n, n, 'create', 'done', ${TIME} from numbers where ${STATE} = 'exported'`,
];

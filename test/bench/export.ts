import type { DataSource } from 'typeorm';
import { headOf } from '../../src/records/head.js';
import { readBody } from '../../src/sdk/host/index.js';
import { type BenchResult, inPairs, type Measured, measure, rateOf, resultOf, withDatabase } from './bench.js';
import { invoice } from './invoices.js';
import { type Ledger, openLedger } from './ledger.js';

const INVOICES = 2000;
const WARM_UP = 200;
const PAIRS = 5;
/** As the plugin declares it; the plain script keeps to it too. */
const AT_ONCE = 5;

/** 2,000 invoices to an app that takes 20 ms for each, five at a time, against a script that posts them and keeps nothing. */
export async function exportInvoices(pairs = PAIRS): Promise<BenchResult> {
  const ledger = await openLedger();
  try {
    return await withDatabase(async (url, source) => {
      for (const statement of [ACCOUNT, STORES, INSTALLATIONS]) await source.query(statement);
      await plant(source, 1, 'I', INVOICES);
      await plant(source, 2, 'W', WARM_UP);
      const sides = (steps: number) => ({
        hub: () => fromHub(url, source, ledger, steps),
        plain: () => byHand(ledger, steps),
      });
      const one = sides(1);
      const two = sides(2);
      const result = resultOf('export', 'invoices/s', await inPairs(pairs, one.hub, one.plain));
      // A look at what a second step costs, not a measurement to rely on: it is taken once.
      const ratioOfTwo = rateOf(await two.hub()) / rateOf(await two.plain());
      return { ...result, extra: { 'ratio with two steps': ratioOfTwo } };
    });
  } finally {
    await ledger.stop();
  }
}

async function fromHub(url: string, source: DataSource, ledger: Ledger, steps: number): Promise<Measured> {
  for (const table of TABLES) await source.query(`truncate ${table}`);
  await source.query('update installations set answers = ?', [JSON.stringify({ steps })]);
  return checked(ledger, steps, await measure('hub-export.js', [url, ledger.address]));
}

async function byHand(ledger: Ledger, steps: number): Promise<Measured> {
  const args = [ledger.address, steps, WARM_UP, INVOICES].map(String);
  return checked(ledger, steps, await measure('plain-export.js', args));
}

/** A fast export that loses an invoice, sends one twice or asks more of the app than it allows is none. */
async function checked(ledger: Ledger, steps: number, measured: Measured): Promise<Measured> {
  const { invoices, doubled, completed, most } = await ledger.tally();
  const expected = INVOICES + WARM_UP;
  if (measured.count !== INVOICES) throw new Error(`${measured.count} of ${INVOICES} invoices count as exported`);
  if (invoices !== expected) throw new Error(`The ledger has ${invoices} of ${expected} invoices`);
  if (doubled > 0) throw new Error(`The ledger got ${doubled} invoices twice`);
  if (completed !== (steps === 2 ? expected : 0)) throw new Error(`${completed} invoices were completed`);
  if (most > AT_ONCE) throw new Error(`${most} requests were under way together where ${AT_ONCE} are allowed`);
  return measured;
}

async function plant(source: DataSource, store: number, prefix: string, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, n) => {
    const { body, problems } = readBody('invoice', invoice(`${prefix}${n}`, n));
    if (problems.length > 0) throw new Error(`An invoice is wrong: ${JSON.stringify(problems)}`);
    const id = store * 1_000_000 + n;
    const sql = `(${store}, ${id}, 'invoice', '${prefix}${n}', ${headOf('invoice', body)}, ?, now(3))`;
    return { sql, text: JSON.stringify(body) };
  });
  await source.query(
    `insert into records (store_id, id, type, record_key, number, date, amount, currency, status, body, changed_at)
     values ${rows.map(({ sql }) => sql).join(', ')}`,
    rows.map(({ text }) => text),
  );
}

const TABLES = [
  'outbox',
  'shipments',
  'shipment_members',
  'serial_locks',
  'under_way',
  'export_log',
  'export_cursors',
  'links',
  'exchanges',
  'runs',
];

const ACCOUNT = `insert into accounts (id, name) values (1, 'Bench')`;
const STORES = `insert into stores (id, account_id, name, time_zone, currency)
 values (1, 1, 'Bench', 'UTC', 'AUD'), (2, 1, 'Warm-up', 'UTC', 'AUD')`;
const INSTALLATIONS = `insert into installations (store_id, id, plugin, name, state, step, answers, advanced, created_at)
 values (1, 1, 'ledger', 'Ledger', 'live', 1, '{}', '{}', now(3)), (2, 2, 'ledger', 'Warm-up', 'live', 1, '{}', '{}', now(3))`;

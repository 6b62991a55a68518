import type { DataSource } from 'typeorm';
import { headOf } from '../../src/records/head.js';
import { readBody } from '../../src/sdk/host/index.js';
import type { RecordType } from '../../src/sdk/index.js';
import { order } from './xero-orders.js';

const ANSWERS = {
  startDate: '2026-01-01',
  mode: 'individually',
  exportWhen: 'dispatched',
  workflow: 'alone',
  salesAccount: '200',
  shippingAccount: '210',
  taxedCode: 'OUTPUT',
  untaxedCode: 'EXEMPTOUTPUT',
  rates: 'app',
};

/** A store of so many orders, and a smaller one that warms everything up. */
export async function plantStores(
  source: DataSource,
  { invoices, warmUp }: { invoices: number; warmUp: number },
): Promise<void> {
  await source.query(`insert into accounts (id, name) values (1, 'Bench')`);
  await source.query(
    `insert into stores (id, account_id, name, time_zone, currency) values (1, 1, 'Bench', 'UTC', 'AUD'), (2, 1, 'Warm-up', 'UTC', 'AUD')`,
  );
  for (const store of [1, 2]) {
    await source.query(
      `insert into installations (store_id, id, plugin, name, state, step, answers, advanced, created_at)
       values (?, ?, 'xero', 'Xero', 'live', 1, ?, '{}', now(3))`,
      [store, store, JSON.stringify(ANSWERS)],
    );
    const pair = [store, store, 'taxes', 'GST', 'OUTPUT', 1];
    await source.query(
      `insert into value_pairs (store_id, installation_id, map, store_value, app_value, confirmed, updated_at) values (?, ?, ?, ?, ?, ?, now(3))`,
      pair,
    );
    const rates = [
      { code: 'OUTPUT', rate: '0.1', active: true },
      { code: 'EXEMPTOUTPUT', rate: '0', active: true },
    ];
    await plant(source, store, 'tax-rate', rates);
  }
  await plant(source, 1, 'invoice', orders('I', invoices));
  await plant(source, 2, 'invoice', orders('W', warmUp));
}

/** All invoices go to one contact of the app. */
export async function sendTo(source: DataSource, contactId: string): Promise<void> {
  await source.query('update installations set advanced = ?', [JSON.stringify({ contactId })]);
}

const orders = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => order(`${prefix}${n}`, n));

const AT_ONCE = 2000;
let lastId = 1_000_000;

async function plant(source: DataSource, store: number, type: RecordType, given: Record<string, unknown>[]) {
  for (let at = 0; at < given.length; at += AT_ONCE) {
    const rows = given.slice(at, at + AT_ONCE).map((one) => {
      const { body, problems } = readBody(type, one);
      if (problems.length > 0) throw new Error(`A planted ${type} is wrong: ${JSON.stringify(problems)}`);
      const key = String(body.number ?? body.code);
      const sql = `(${store}, ${++lastId}, '${type}', '${key}', ${headOf(type, body)}, ?, now(3))`;
      return { sql, text: JSON.stringify(body) };
    });
    await source.query(
      `insert into records (store_id, id, type, record_key, number, date, amount, currency, status, body, changed_at)
       values ${rows.map(({ sql }) => sql).join(', ')}`,
      rows.map(({ text }) => text),
    );
  }
}

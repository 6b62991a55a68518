import type { DataSource } from 'typeorm';
import { type BenchResult, inPairs, type Measured, measure, resultOf, withDatabase } from './bench.js';

const INVOICES = 1_000_000;
const PAIRS = 5;

/**
 * A million invoices a side, one per cent of each of three differences, prefixes that differ: the report, complete and stored,
 * against the plain merge of key, amount and date. The ratio is of seconds.
 */
export async function reconcile(pairs = PAIRS): Promise<BenchResult> {
  return withDatabase(async (url, source) => {
    await plant(source);
    const ours = () => measure<Measured & { found: number }>('hub-reconcile.js', [url]);
    const plain = () => measure<Measured & { found: number }>('plain-reconcile.js', [url]);
    const measured = await inPairs(pairs, ours, plain);
    const found = [...measured.ours, ...measured.plain].map((one) => one.found);
    if (found.some((count) => count !== WRONG)) throw new Error(`Found ${found.join(', ')} instead of ${WRONG}`);
    const rates = resultOf('reconcile', 'invoices/s', measured);
    return { ...rates, extra: { 'times as long': 1 / rates.ratio, findings: WRONG } };
  });
}

// Numbers at which something is wrong: by chance of their last two digits, one in a hundred each.
const MISSING_THERE = 'n % 100 = 17';
const MISSING_HERE = 'n % 100 = 58';
const OTHER_AMOUNT = 'n % 100 = 31';
const OTHER_DATE = 'n % 100 = 83';
const WRONG = (INVOICES / 100) * 4;

const AMOUNT = '2000 + (n * 7919) % 900000';
const DATE = "date('2026-08-01') + interval (n % 90) day";
const face = (date: string, amount: string, standing: string) =>
  `concat('AUD', ${date}, '${standing}', lpad(hex(crc32(concat('guid-', n))), 8, '0'), (${amount}) * 100)`;

async function plant(source: DataSource): Promise<void> {
  const numbered = (sql: string) => sql.replaceAll(/\bn\b/g, 's.seq');
  const there = {
    amount: `${AMOUNT} + if(${OTHER_AMOUNT}, 100, 0)`,
    date: `${DATE} + interval if(${OTHER_DATE}, 3, 0) day`,
  };
  const statements = [
    `insert into statement_rows (store_id, report_id, side, entry, match_key, face, task, remote_id, number, reference, contact, status)
     select 1, 1, 0, n * 16, concat('', n), ${face(DATE, AMOUNT, 'a')}, 'export-invoices', concat('guid-', n), concat('N', n),
       concat('INV-', n), 'Ada', 'exported' from seq_1_to_${INVOICES} s where not (${MISSING_HERE})`,
    `insert into statement_rows (store_id, report_id, side, entry, match_key, face, remote_id, number, reference, contact, status)
     select 1, 1, 1, n, concat('', n), ${face(there.date, there.amount, 'a')}, concat('guid-', n), concat('SI-', n),
       concat('INV-', n), 'Ada', 'open' from seq_1_to_${INVOICES} s where not (${MISSING_THERE})`,
    'create table bare_findings (id int unsigned primary key auto_increment, k varchar(32) character set ascii collate ascii_bin, what varchar(8))',
    ...['here', 'there'].map(
      (
        side,
      ) => `create table bare_${side} (id int unsigned primary key, k varchar(32) character set ascii collate ascii_bin not null,
        amount decimal(19,4) not null, date date not null, key by_key (k, amount, date))`,
    ),
    `insert into bare_here select n, concat('', n), (${AMOUNT}) / 100, ${DATE} from seq_1_to_${INVOICES} s where not (${MISSING_HERE})`,
    `insert into bare_there select n, concat('', n), (${there.amount}) / 100, ${there.date} from seq_1_to_${INVOICES} s where not (${MISSING_THERE})`,
    'analyze table statement_rows, bare_here, bare_there',
  ];
  for (const statement of statements) await source.query(numbered(statement));
}

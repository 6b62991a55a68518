import { type BenchResult, inPairs, type Measured, measure, resultOf, withDatabase } from './bench.js';
import { serveProducts } from './served-products.js';

const RECORDS = 20_000;
const PAIRS = 5;

/** First import, against a script that writes the same rows by hand. */
export const importSame = () => compare('import', 'same');
/** First import, against a script that writes one row of 25 columns for each product and nothing else. */
export const importBare = () => compare('import-bare', 'bare');

async function compare(name: string, form: 'same' | 'bare', pairs = PAIRS): Promise<BenchResult> {
  return withBench(RECORDS, async (bench) => {
    const ours = async () => {
      await bench.empty();
      return bench.hub();
    };
    const plain = async () => {
      await bench.empty();
      return bench.plain(form);
    };
    return resultOf(name, 'records/s', await inPairs(pairs, ours, plain));
  });
}

/** The same again with nothing changed, against the first time. */
export async function reimport(pairs = PAIRS): Promise<BenchResult> {
  return withBench(RECORDS, async (bench) => {
    const first: Measured[] = [];
    const again: Measured[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      await bench.empty();
      first.push(await bench.hub());
      again.push(await bench.hub());
    }
    return resultOf('reimport', 'records/s', { ours: again, plain: first });
  });
}

/** Five times as many records must not need more memory. */
export async function memory(): Promise<BenchResult> {
  const peak = (count: number) => withBench(count, (bench) => bench.hub());
  const few = await peak(RECORDS);
  const many = await peak(RECORDS * 5);
  return {
    name: 'memory',
    ratio: many.rssMiB / few.rssMiB,
    ours: many.rssMiB,
    plain: few.rssMiB,
    unit: 'MiB',
    runs: 1,
    rssMiB: Math.max(few.rssMiB, many.rssMiB),
  };
}

interface Bench {
  empty(): Promise<void>;
  hub(): Promise<Measured>;
  plain(form: 'same' | 'bare'): Promise<Measured>;
}

async function withBench<T>(count: number, work: (bench: Bench) => Promise<T>): Promise<T> {
  const app = await serveProducts(count);
  try {
    return await withDatabase(async (url, source) => {
      for (const statement of [BARE_TABLE, ACCOUNT, STORES, INSTALLATIONS]) await source.query(statement);
      return work({
        empty: async () => {
          for (const table of TABLES) await source.query(`truncate ${table}`);
        },
        hub: async () => checked(count, await measure('hub-import.js', [url, app.address])),
        plain: async (form) => checked(count, await measure('plain-import.js', [form, url, app.address])),
      });
    });
  } finally {
    await app.stop();
  }
}

function checked(count: number, measured: Measured): Measured {
  if (measured.count !== count) throw new Error(`${measured.count} of ${count} records were imported`);
  return measured;
}

const TABLES = [
  'bare_products',
  'records',
  'links',
  'drifts',
  'import_log',
  'runs',
  'run_pages',
  'exchanges',
  'long_answers',
];

const ACCOUNT = `insert into accounts (id, name) values (1, 'Bench')`;
const STORES = `insert into stores (id, account_id, name, time_zone, currency)
 values (1, 1, 'Bench', 'UTC', 'AUD'), (2, 1, 'Warm-up', 'UTC', 'AUD')`;
const INSTALLATIONS = `insert into installations (store_id, id, plugin, name, state, step, answers, advanced, created_at)
 values (1, 1, 'bench', 'Bench', 'live', 1, '{}', '{}', now(3)),
        (2, 2, 'bench', 'Warm-up', 'live', 1, '{"pages":10}', '{}', now(3))`;

const BARE_TABLE = `create table bare_products (
  sku varchar(25) collate utf8mb4_bin not null primary key, guid char(36) not null, name varchar(500), barcode varchar(50),
  width decimal(19,4), height decimal(19,4), depth decimal(19,4), weight decimal(19,4),
  reorder_point decimal(19,4), min_stock decimal(19,4), max_stock decimal(19,4), unit varchar(50), never_diminishing bool,
  last_cost decimal(19,4), average_cost decimal(19,4), purchase_price decimal(19,4), sell_price decimal(19,4),
  tier1 decimal(19,4), tier2 decimal(19,4), product_group varchar(200), supplier varchar(100), notes varchar(2000),
  bin varchar(50), component bool, obsolete bool
)`;

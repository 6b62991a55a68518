import type { DataSource } from 'typeorm';
import { type BenchResult, inPairs, type Measured, measure, resultOf, withDatabase } from './bench.js';
import { plantStores, sendTo } from './xero-store.js';
import { openTwin, type Twin } from './xero-twin.js';

const INVOICES = 10_000;
/** As many as it takes until what runs on both sides has been compiled: a hub runs for months. */
const WARM_UP = 3000;
const PAIRS = 5;
const AT_ONCE = 5;

/** 10,000 invoices in batches of 50, 30 ms away, against a client that sends the same and keeps nothing. */
export async function xeroExport(pairs = PAIRS): Promise<BenchResult> {
  return withDatabase(async (url, source) => {
    await plantStores(source, { invoices: INVOICES, warmUp: WARM_UP });
    const sides = {
      hub: () => inTwin((twin) => fromHub(url, source, twin)),
      plain: () =>
        inTwin((twin) => measure('plain-xero.js', [JSON.stringify(twin), WARM_UP, INVOICES, ''].map(String))),
    };
    return resultOf('xero-export', 'invoices/s', await inPairs(pairs, sides.hub, sides.plain));
  });
}

/** Each side has books of its own, for these grow slower as they fill. */
async function inTwin(side: (twin: Twin) => Promise<Measured>): Promise<Measured> {
  const twin = await openTwin({ limited: false });
  try {
    return await checked(twin, await side(twin));
  } finally {
    await twin.stop();
  }
}

async function fromHub(url: string, source: DataSource, twin: Twin): Promise<Measured> {
  for (const table of TABLES) await source.query(`truncate ${table}`);
  await sendTo(source, twin.contactId);
  return measure('hub-xero.js', [url, JSON.stringify(twin), 'false']);
}

/** A fast export that loses an invoice or asks more of the app than it allows is none. Twice can't be: numbers are unique there. */
async function checked(twin: Twin, measured: Measured): Promise<Measured> {
  const { invoices, most } = await twin.tally();
  if (measured.count !== INVOICES) throw new Error(`${measured.count} of ${INVOICES} invoices count as exported`);
  if (invoices !== INVOICES + WARM_UP) throw new Error(`Xero has ${invoices} of ${INVOICES + WARM_UP} invoices`);
  if (most > AT_ONCE) throw new Error(`${most} requests were under way together where ${AT_ONCE} are allowed`);
  return measured;
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
  'connections',
  'connection_tokens',
];

import 'reflect-metadata';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { BenchResult } from './bench.js';
import { budget } from './budget.js';
import { exportInvoices } from './export.js';
import { importBare, importSame, memory, reimport } from './import.js';
import { page } from './page.js';
import { reconcile } from './reconcile.js';
import { refresh } from './refresh.js';
import { tick } from './tick.js';
import { xeroExport } from './xero-export.js';

const benches: Record<string, () => Promise<BenchResult>> = {
  import: importSame,
  'import-bare': importBare,
  reimport,
  memory,
  export: exportInvoices,
  tick,
  page,
  reconcile,
  refresh,
  'xero-export': xeroExport,
  budget,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});

/** `npm run bench -- <name>… --json`: measures the hub against what could be written by hand. */
async function main(): Promise<void> {
  const names = positionals.length > 0 ? positionals : Object.keys(benches);
  const unknown = names.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) {
    throw new Error(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
  }
  if (!values.json) process.stdout.write(`${HEAD}\n`);
  for (const name of names) {
    const result = await benches[name]!();
    process.stdout.write(`${values.json ? JSON.stringify({ ...result, name }) : inWords({ ...result, name })}\n`);
  }
}

const WIDTHS = [-12, 6, 9, 9, -11, 5, 8, 6];

const row = (cells: (string | number)[]) =>
  cells
    .map((cell, at) => (WIDTHS[at]! < 0 ? String(cell).padEnd(-WIDTHS[at]!) : String(cell).padStart(WIDTHS[at]!)))
    .join('  ');

const HEAD = row(['bench', 'ratio', 'ours', 'plain', 'unit', 'runs', 'RSS MiB', 'load']);

/** The load tells how far the figures can be trusted: on a machine that is busy otherwise only the ratio means something. */
function inWords({ name, ratio, ours, plain, unit, runs, rssMiB, extra = {} }: BenchResult): string {
  const figures = [name, ratio.toFixed(2), short(ours), short(plain), unit, runs, Math.round(rssMiB)];
  const more = Object.entries(extra).map(([what, value]) => `${what} ${short(value)}`);
  return [row([...figures, loadavg()[0]!.toFixed(1)]), ...more].join('  ');
}

const short = (value: number) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2));

await main();

import type { DataSource } from 'typeorm';
import type { ExportCase } from './export-case.js';
import type { ImportCase } from './import-case.js';
import { runImportSeed } from './run-import-seed.js';
import { runSeed, type SeedResult } from './run-seed.js';
import { acmeDifferences } from './tasks/acme-differences.js';
import { acmeInvoices } from './tasks/acme-invoices.js';
import { acmeStumbles } from './tasks/acme-stumbles.js';
import { tillPayments } from './tasks/till-payments.js';
import { unleashedInvoices } from './tasks/unleashed-invoices.js';
import { unleashedProducts } from './tasks/unleashed-products.js';
import { unleashedReturns } from './tasks/unleashed-returns.js';
import { xeroBills } from './tasks/xero-bills.js';
import { xeroInvoices } from './tasks/xero-invoices.js';
import { xeroItems } from './tasks/xero-items.js';
import { xeroJournals } from './tasks/xero-journals.js';
import { xeroMoney, xeroMoneyClosed, xeroMoneyVoided } from './tasks/xero-money.js';

/** Every export that is put to the test, and every import. */
const exported: ExportCase[] = [
  acmeInvoices,
  acmeDifferences,
  acmeStumbles,
  tillPayments,
  unleashedInvoices,
  unleashedReturns,
  xeroInvoices,
  xeroMoney,
  xeroMoneyVoided,
  xeroMoneyClosed,
  xeroBills,
  xeroJournals,
  xeroItems,
];
const imported: ImportCase[] = [unleashedProducts as ImportCase];

/** A task that is put to the test: each seed is one story of faults. */
export interface FaultTest {
  name: string;
  /** How many lives it leads with every change of the code. */
  seeds: number;
  live(source: DataSource, seed: number): Promise<SeedResult>;
}

const SEEDS = 200;

export const cases: FaultTest[] = [
  ...exported.map((test) => ({
    name: test.name,
    seeds: test.seeds ?? SEEDS,
    live: (source: DataSource, seed: number) => runSeed(source, test, seed),
  })),
  ...imported.map((test) => ({
    name: test.name,
    seeds: test.seeds,
    live: (source: DataSource, seed: number) => runImportSeed(source, test, seed),
  })),
];

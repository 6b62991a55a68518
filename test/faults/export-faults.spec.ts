import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { runSeed } from './run-seed.js';
import { acmeInvoices } from './tasks/acme-invoices.js';

const SEEDS = Number(process.env.FAULT_SEEDS ?? 200);

let own: TestDatabase;
let source: DataSource;

beforeAll(async () => {
  own = await testDatabase();
  source = await new DataSource(dataSourceOptions(own.url)).initialize();
  await source.runMigrations();
});

afterAll(async () => {
  await source?.destroy();
  await own?.drop();
});

it(`loses nothing and doubles nothing in ${SEEDS} lives full of kills and broken answers`, {
  timeout: 600_000,
}, async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { lost, doubled, wrong, story } = await runSeed(source, acmeInvoices, seed);
    expect({ seed, lost, doubled, wrong }, story.join('\n')).toEqual({ seed, lost: [], doubled: [], wrong: [] });
  }
});

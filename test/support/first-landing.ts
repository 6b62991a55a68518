import { readFile } from 'node:fs/promises';
import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { dataSourceOptions } from '../../src/database/data-source.js';

/** The last migration that the kept database has seen. */
const LAST = 1_795_306_950_000;

/** A live shop and a stock system, as the kept database knows them. */
export const FIRST_LANDING = {
  store: 1,
  shop: 1,
  stock: 3,
  email: 'merchant1@example.com',
  sealedWith: `fixture:${Buffer.alloc(32, 7).toString('base64')}`,
  /** When the apps looked as it says. */
  at: Date.UTC(2026, 10, 22, 2),
} as const;

/** Fills an empty database as a hub of the first migrations left it. Newer migrations have yet to come. */
export async function layFirstLanding(url: string): Promise<DataSource> {
  const known = migrations.filter(({ name }) => Number(name.slice(-13)) <= LAST);
  const source = await new DataSource({ ...dataSourceOptions(url), migrations: known }).initialize();
  await source.runMigrations();
  const kept = await readFile(new URL('../fixtures/first-landing.sql', import.meta.url), 'utf8');
  for (const statement of kept.split(/;\n(?=insert |$)/)) if (statement.trim()) await source.query(statement);
  return source;
}

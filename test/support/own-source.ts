import { DataSource } from 'typeorm';
import { afterAll, beforeAll } from 'vitest';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { testDatabase } from './database.js';

/** A database for all tests of a spec, which is gone afterwards: with the hub's tables, or without any. */
export function ownSource({ migrated = true } = {}): () => DataSource {
  let source: DataSource;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const given = await testDatabase();
    drop = given.drop;
    source = await new DataSource(dataSourceOptions(given.url)).initialize();
    if (migrated) await source.runMigrations();
  });
  afterAll(async () => {
    await source?.destroy();
    await drop?.();
  });
  return () => source;
}

import { type Connection, createConnection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from './database/data-source.js';

const PATIENCE_SECONDS = 300;

/** Brings the tables up to date. Processes that start together wait for the one that came first. Answers what was done. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const guard = await connect(databaseUrl);
  try {
    const [rows] = await guard.query("select get_lock(concat('migrate-', database()), ?) as held", [PATIENCE_SECONDS]);
    if ((rows as { held: number }[])[0]?.held !== 1) throw new Error('Another process has been migrating for too long');
    return await bringUpToDate(databaseUrl);
  } finally {
    // The lock ends with its connection, also when this process dies.
    await guard.end();
  }
}

export class DatabaseUnreachable extends Error {
  constructor(databaseUrl: string, cause: unknown) {
    const { host, pathname } = new URL(databaseUrl);
    super(`The hub can't use the database ${pathname.slice(1)} at ${host}: ${(cause as Error).message}`, { cause });
  }
}

async function connect(databaseUrl: string): Promise<Connection> {
  try {
    return await createConnection(databaseUrl.replace(/^mariadb:/, 'mysql:'));
  } catch (error) {
    throw new DatabaseUnreachable(databaseUrl, error);
  }
}

async function bringUpToDate(databaseUrl: string): Promise<string[]> {
  const dataSource = await new DataSource(dataSourceOptions(databaseUrl)).initialize();
  try {
    return (await dataSource.runMigrations()).map(({ name }) => name);
  } finally {
    await dataSource.destroy();
  }
}

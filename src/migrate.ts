import { type Connection, createConnection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { migrations } from '../migrations/index.js';
import { dataSourceOptions } from './database/data-source.js';
import { DatabaseUnreachable } from './database/database-unreachable.js';

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

/** How many changes of the tables this hub brings that the database hasn't seen. */
export async function waitingMigrations(databaseUrl: string): Promise<number> {
  const connection = await connect(databaseUrl);
  try {
    const [tables] = await connection.query("show tables like 'migrations'");
    if ((tables as unknown[]).length === 0) return migrations.length;
    const [rows] = await connection.query('select name from migrations');
    const done = new Set((rows as { name: string }[]).map(({ name }) => name));
    return migrations.filter(({ name }) => !done.has(name)).length;
  } finally {
    await connection.end();
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

import mysql from 'mysql2';
import type { DataSourceOptions } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { currentAct } from './act.js';
import { Places } from './places.js';

declare global {
  // Node knows them from 20 on, TypeScript only where the target is ES2024.
  interface String {
    isWellFormed(): boolean;
    toWellFormed(): string;
  }
}

const CONNECTIONS = 20;
/**
 * So many stay free of transactions. Some ask for something beside themselves, such as a new id, over a connection of its own: were
 * all in the hands of transactions that do, each would wait for the others, and for ever.
 */
const BESIDE = 4;

const SESSION = [
  // A SKIP LOCKED claim under the server's default REPEATABLE READ would block everyone who enqueues.
  'set session transaction isolation level read committed',
  // A page that is read as one text would be cut off at the server's default, a megabyte.
  'set session group_concat_max_len = 16777216',
  `set session time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'`,
];

/**
 * mysql2, except that each new connection first agrees on isolation, time zone and strictness, whatever the server's defaults,
 * that a text which is no text (half of a surrogate pair, as JSON may bring it) doesn't fail the whole statement, and that whoever asks
 * for a connection inside an act gets the act's: repositories know nothing of it.
 */
const driver = {
  ...mysql,
  createPool(options: mysql.PoolOptions) {
    const queryFormat = (sql: string, values: Parameters<typeof mysql.format>[1]) =>
      wellFormed(mysql.format(sql, values, options.stringifyObjects, options.timezone));
    const pool: CountingPool = Object.assign(mysql.createPool({ ...options, queryFormat }), {
      writes: 0,
      transactions: new Places(CONNECTIONS - BESIDE),
    });
    pool.on('connection', (connection) => {
      // Unheard, an error here would end the process; unheeded, it would leave a connection with settings that nobody expects.
      for (const statement of SESSION) connection.query(statement, (error) => error && connection.destroy());
      countWrites(connection, pool);
    });
    const take = pool.getConnection.bind(pool);
    pool.getConnection = (done) => {
      const act = currentAct();
      if (act) done(null, act.connection);
      else take(done);
    };
    return pool;
  },
};

/** The pool that all of a hub shares. */
export interface CountingPool extends mysql.Pool {
  /** How many statements have ended that may have changed something. */
  writes: number;
  /** Whoever begins a transaction takes one before the connection. */
  transactions: Places;
}

const READS = /^[\s(]*(select|set|start|rollback|explain|show)\b/i;

function countWrites(connection: mysql.PoolConnection, pool: CountingPool): void {
  const ask = connection.query.bind(connection) as (...given: unknown[]) => mysql.Query;
  connection.query = ((...given: unknown[]) => {
    const query = ask(...given);
    if (!READS.test(query.sql)) query.once('end', () => pool.writes++);
    return query;
  }) as typeof connection.query;
}

function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}

/** TypeORM's settings for a MySQL/MariaDB address. Exact money and calendar dates arrive as strings, ids as numbers. */
export function dataSourceOptions(url: string): DataSourceOptions {
  return {
    type: 'mariadb',
    url: url.replace(/^mysql:/, 'mariadb:'),
    driver,
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    timezone: 'Z',
    charset: 'utf8mb4_unicode_ci',
    supportBigNumbers: true,
    bigNumberStrings: false,
    dateStrings: ['DATE'],
    poolSize: CONNECTIONS,
  };
}

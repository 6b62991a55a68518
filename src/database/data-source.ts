import mysql from 'mysql2';
import type { DataSourceOptions } from 'typeorm';
import { migrations } from '../../migrations/index.js';

const SESSION = [
  // A SKIP LOCKED claim under the server's default REPEATABLE READ would block everyone who enqueues.
  'set session transaction isolation level read committed',
  `set session time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'`,
];

/** mysql2, except that each new connection first agrees on isolation, time zone and strictness, whatever the server's defaults. */
const driver = {
  ...mysql,
  createPool(options: mysql.PoolOptions) {
    const pool = mysql.createPool(options);
    pool.on('connection', (connection) => {
      for (const statement of SESSION) connection.query(statement);
    });
    return pool;
  },
};

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
    poolSize: 20,
  };
}

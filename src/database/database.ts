import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Pool, PoolConnection, QueryResult, ResultSetHeader, RowDataPacket } from 'mysql2';
import { DataSource } from 'typeorm';
import { currentAct, withinAct } from './act.js';
import type { CountingPool } from './data-source.js';

/** What a plain value in a statement may be. Objects are refused: JSON is written by `JSON.stringify` where it is meant. */
export type SqlValue = string | number | bigint | boolean | Date | Buffer | null;
/** One value, a list for `in (?)`, or rows for `values ?`. */
export type SqlParameter = SqlValue | readonly SqlValue[] | readonly (readonly SqlValue[])[];

/** The shared pool, spoken to in plain SQL: for the paths where a statement moves many rows. Pages use repositories. */
@Injectable()
export class Database {
  constructor(private readonly dataSource: DataSource) {}

  /** Rows of a select. */
  query<Row = RowDataPacket>(sql: string, parameters: readonly SqlParameter[] = []): Promise<Row[]> {
    return retried(() => ask<Row[]>(this.pool, sql, parameters));
  }

  /** The one row of a select, or undefined. */
  async one<Row = RowDataPacket>(sql: string, parameters: readonly SqlParameter[] = []): Promise<Row | undefined> {
    return (await this.query<Row>(sql, parameters))[0];
  }

  /** Runs an insert, update or delete; answers how many rows it touched. */
  async run(sql: string, parameters: readonly SqlParameter[] = []): Promise<number> {
    return (await retried(() => ask<ResultSetHeader>(this.pool, sql, parameters))).affectedRows;
  }

  /** Everything inside commits together or not at all. A deadlock rolls back and is tried again, so `work` may run more than once. */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return retried(() => (currentAct() ? this.part(work) : this.attempt(work)));
  }

  /**
   * All that `work` has written commits together or not at all, by whichever service or repository: what a person did, and the line
   * that says so. Acts within acts are one. Nothing but this database may be spoken to inside; a deadlock begins it anew.
   */
  async together<T>(work: () => Promise<T>): Promise<T> {
    if (currentAct()) return work();
    const { result, news } = await retried(() => this.attempt((_, connection) => withinAct(connection, work)));
    for (const tell of news) tell();
    return result;
  }

  /** Is all that is written here and now part of one act? */
  get isTogether(): boolean {
    return currentAct() !== undefined;
  }

  /** Leaves what belongs to the act as it was before, when it throws: whoever catches that goes on with the rest. */
  private async part<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const act = currentAct()!;
    const tx = new Transaction(act.connection);
    const name = `part_${++act.parts}`;
    await tx.run(`savepoint ${name}`);
    try {
      return await work(tx);
    } catch (error) {
      if (!isDeadlock(error)) await tx.run(`rollback to savepoint ${name}`);
      throw error;
    }
  }

  private async attempt<T>(work: (tx: Transaction, connection: PoolConnection) => Promise<T>): Promise<T> {
    const leave = await this.pool.transactions.take();
    return this.whole(work).finally(leave);
  }

  private async whole<T>(work: (tx: Transaction, connection: PoolConnection) => Promise<T>): Promise<T> {
    const connection = await this.connect();
    const tx = new Transaction(connection);
    try {
      await tx.run('start transaction');
      const result = await work(tx, connection);
      await tx.run('commit');
      connection.release();
      return result;
    } catch (error) {
      // A connection whose rollback fails is in an unknown state: it must not go back to the pool.
      await tx.run('rollback').then(
        () => connection.release(),
        () => connection.destroy(),
      );
      throw error;
    }
  }

  private connect(): Promise<PoolConnection> {
    return new Promise((resolve, reject) => {
      this.pool.getConnection((error, connection) => (error ? reject(error) : resolve(connection)));
    });
  }

  /** Grows whenever this process may have changed something: what was read before then may be otherwise now. */
  get writes(): number {
    return this.pool.writes;
  }

  private get pool(): CountingPool {
    return (this.dataSource.driver as unknown as { pool: CountingPool }).pool;
  }
}

/** One connection inside `Database.transaction`. */
export class Transaction {
  constructor(private readonly connection: PoolConnection) {}

  query<Row = RowDataPacket>(sql: string, parameters: readonly SqlParameter[] = []): Promise<Row[]> {
    return ask<Row[]>(this.connection, sql, parameters);
  }

  async one<Row = RowDataPacket>(sql: string, parameters: readonly SqlParameter[] = []): Promise<Row | undefined> {
    return (await this.query<Row>(sql, parameters))[0];
  }

  async run(sql: string, parameters: readonly SqlParameter[] = []): Promise<number> {
    return (await ask<ResultSetHeader>(this.connection, sql, parameters)).affectedRows;
  }
}

function ask<Result>(on: Pool | PoolConnection, sql: string, parameters: readonly SqlParameter[]): Promise<Result> {
  return new Promise((resolve, reject) => {
    on.query<QueryResult & Result>(sql, parameters as SqlParameter[], (error, result) =>
      error ? reject(error) : resolve(result as Result),
    );
  });
}

const TRIES = 7;

/** What was chosen as a deadlock's victim has left nothing behind, be it a transaction or a statement of its own. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isDeadlock(error) || attempt >= TRIES) throw error;
      const act = currentAct();
      if (act) {
        // The server has taken back all of it: only as a whole can it be tried again.
        act.lost = error;
        throw error;
      }
      // Whoever was in the way has more to do, perhaps: at once we would only meet it again.
      await sleep(2 ** attempt * (2 + Math.random() * 4));
    }
  }
}

export function isDuplicate(error: unknown): boolean {
  return (error as { code?: string })?.code === 'ER_DUP_ENTRY';
}

function isDeadlock(error: unknown): boolean {
  const code = (error as { code?: string })?.code;
  return code === 'ER_LOCK_DEADLOCK' || code === 'ER_CHECKREAD';
}

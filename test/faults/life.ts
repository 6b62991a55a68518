import { Database, type SqlParameter, Transaction } from '../../src/database/database.js';

/** What every part of a killed process runs into, whatever it tries. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/**
 * The life of one hub process. It ends by itself after so many boundaries: before and after every statement, commit and request.
 * Once it has ended nothing of that process reaches the database or the app any more, as after a SIGKILL.
 */
export class Life {
  private boundaries = 0;
  ended = false;

  constructor(
    private readonly boundariesToLive: number,
    private readonly watch?: (life: Life) => unknown,
  ) {}

  end(): void {
    this.ended = true;
  }

  boundary(): void {
    this.watch?.(this);
    if (++this.boundaries > this.boundariesToLive) this.ended = true;
    if (this.ended) throw new Killed();
  }
}

/** The database as a process sees it that may be killed between any two statements. */
export class MortalDatabase extends Database {
  constructor(
    source: ConstructorParameters<typeof Database>[0],
    private readonly life: Life,
  ) {
    super(source);
  }

  override async query<Row>(sql: string, parameters: readonly SqlParameter[] = []): Promise<Row[]> {
    return this.within(() => super.query<Row>(sql, parameters));
  }

  override async run(sql: string, parameters: readonly SqlParameter[] = []): Promise<number> {
    return this.within(() => super.run(sql, parameters));
  }

  override async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.within(() =>
      super.transaction(async (tx) => {
        const result = await work(mortal(tx, this.life));
        this.life.boundary();
        return result;
      }),
    );
  }

  private async within<T>(work: () => Promise<T>): Promise<T> {
    this.life.boundary();
    const result = await work();
    this.life.boundary();
    return result;
  }
}

function mortal(tx: Transaction, life: Life): Transaction {
  return new Proxy(tx, {
    get(target, name: 'query' | 'one' | 'run') {
      const method = target[name];
      if (typeof method !== 'function') return method;
      return async (...args: [string, (readonly SqlParameter[])?]) => {
        life.boundary();
        return method.apply(target, args);
      };
    },
  });
}

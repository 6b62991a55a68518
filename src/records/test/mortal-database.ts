import { Database, type SqlParameter, Transaction } from '../../database/database.js';

export class Killed extends Error {}

/** The database as a process sees it that is killed at its n-th word to it: nothing it says afterwards arrives. */
export class MortalDatabase extends Database {
  /** What was said so far. */
  words = 0;

  constructor(
    source: ConstructorParameters<typeof Database>[0],
    private readonly lastWord: number,
  ) {
    super(source);
  }

  get isDead(): boolean {
    return this.words >= this.lastWord;
  }

  override async query<Row>(sql: string, parameters?: readonly SqlParameter[]): Promise<Row[]> {
    this.say();
    return super.query<Row>(sql, parameters);
  }

  override async run(sql: string, parameters?: readonly SqlParameter[]): Promise<number> {
    this.say();
    return super.run(sql, parameters);
  }

  override async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    this.say();
    const result = await super.transaction(async (tx) => {
      const done = await work(this.mortal(tx));
      // The commit itself: said, or never said.
      this.say();
      return done;
    });
    // Committed, and nobody there to hear of it.
    this.say();
    return result;
  }

  private mortal(tx: Transaction): Transaction {
    const say = () => this.say();
    return new (class extends Transaction {
      constructor() {
        super(undefined as never);
      }
      override async query<Row>(sql: string, parameters?: readonly SqlParameter[]): Promise<Row[]> {
        say();
        return tx.query<Row>(sql, parameters);
      }
      override async run(sql: string, parameters?: readonly SqlParameter[]): Promise<number> {
        say();
        return tx.run(sql, parameters);
      }
    })();
  }

  protected say(): void {
    if (this.isDead) throw new Killed('killed');
    this.words++;
  }
}

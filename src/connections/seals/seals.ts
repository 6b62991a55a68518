import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Settings } from '../../settings/settings.js';
import { BrokenSeal, keyNameOf, markOf, seal, unseal } from './envelope.js';
import { type Key, KeyFile, readKeys } from './keys.js';

/** A column whose values are sealed, so that a change of keys finds them. */
export interface SealedColumn {
  table: string;
  column: string;
  /** The table's primary key. */
  key: readonly string[];
}

const BATCH = 100;

/** Encrypts secrets at rest. The newest key seals; every known key opens. */
@Injectable()
export class Seals implements OnModuleInit {
  private keys: Key[] = [];
  private readonly columns: SealedColumn[] = [];
  private readonly file?: KeyFile;

  constructor(
    private readonly settings: Settings,
    private readonly database: Database,
  ) {
    if (settings.secretKeys.length === 0) this.file = new KeyFile(settings.dataDir);
  }

  async onModuleInit(): Promise<void> {
    this.keys = this.file ? await this.file.keys() : readKeys(this.settings.secretKeys);
  }

  /** Each room names its sealed columns once, so that `rotate` renews them too. */
  register(column: SealedColumn): void {
    this.columns.push(column);
  }

  seal(plain: string, column: SealedColumn, id: readonly number[]): Buffer {
    return seal(plain, placeOf(column, id), this.newest);
  }

  async open(sealed: Buffer, column: SealedColumn, id: readonly number[]): Promise<string> {
    return unseal(sealed, placeOf(column, id), await this.keyNamed(keyNameOf(sealed)));
  }

  /** Makes a new newest key. Only where the hub keeps its keys itself; keys from the settings are changed there. */
  async addKey(): Promise<string> {
    if (!this.file) throw new Error('The keys come from SECRET_KEYS: put the new one first there, then rotate.');
    this.keys = await this.file.add();
    return this.newest.name;
  }

  /**
   * Seals everything again with the newest key. It may be stopped at any time and started again, and others may read and
   * write meanwhile: a row is replaced only if it still holds what was read. What can't be opened is left as it is, and
   * named at the end.
   */
  async rotate(): Promise<number> {
    let count = 0;
    const broken = await this.each(markOf(this.newest.name), async (column, row) => {
      count += await this.renew(column, row);
    });
    if (broken.length === 0) return count;
    throw new BrokenSeal(
      `${count} values were sealed anew, but these can't be opened: ${broken.slice(0, 20).join(', ')}`,
    );
  }

  /** How many sealed values none of the keys opens. */
  async unreadable(): Promise<number> {
    const broken = await this.each(Buffer.alloc(1), async (column, { id, sealed }) => {
      await this.open(sealed, column, id);
    });
    return broken.length;
  }

  /** Goes through every sealed value that doesn't begin with `mark`; answers the places of those that are broken. */
  private async each(mark: Buffer, work: (column: SealedColumn, row: SealedRow) => Promise<void>): Promise<string[]> {
    const broken: string[] = [];
    for (const column of this.columns) {
      let rows: SealedRow[] = [];
      do {
        rows = await this.rows(column, mark, rows.at(-1)?.id);
        for (const row of rows) {
          await work(column, row).catch((error: unknown) => {
            if (!(error instanceof BrokenSeal)) throw error;
            broken.push(placeOf(column, row.id));
          });
        }
      } while (rows.length === BATCH);
    }
    return broken;
  }

  private async rows({ table, column, key }: SealedColumn, mark: Buffer, after?: number[]): Promise<SealedRow[]> {
    const names = key.join(', ');
    const beyond = after ? `and (${names}) > (${key.map(() => '?').join(', ')})` : '';
    const found = await this.database.query<Record<string, number> & { sealed: Buffer }>(
      `select ${names}, ${column} as sealed from ${table} where left(${column}, ?) <> ? ${beyond} order by ${names} limit ${BATCH}`,
      [mark.length, mark, ...(after ?? [])],
    );
    return found.map((row) => ({ id: key.map((name) => row[name]!), sealed: row.sealed }));
  }

  private async renew(column: SealedColumn, { id, sealed }: SealedRow): Promise<number> {
    const again = this.seal(await this.open(sealed, column, id), column, id);
    const where = column.key.map((name) => `${name} = ?`).join(' and ');
    return this.database.run(
      `update ${column.table} set ${column.column} = ? where ${where} and ${column.column} = ?`,
      [again, ...id, sealed],
    );
  }

  private async keyNamed(name: string): Promise<Key> {
    const known = this.keys.find((key) => key.name === name);
    if (known) return known;
    // Another process on this folder may have added a key since this one started.
    if (this.file) this.keys = await this.file.keys();
    const found = this.keys.find((key) => key.name === name);
    if (!found) throw new BrokenSeal(`Sealed with the key '${name}', which this hub doesn't have: see SECRET_KEYS.`);
    return found;
  }

  private get newest(): Key {
    return this.keys[0]!;
  }
}

interface SealedRow {
  id: number[];
  sealed: Buffer;
}

function placeOf({ table, column }: SealedColumn, id: readonly number[]): string {
  return `${table}.${column} ${id.join('/')}`;
}

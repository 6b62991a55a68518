import type { Database } from '../../database/database.js';
import { declarationOf } from '../../sdk/index.js';
import type { Incoming } from './import-run.js';

const SEVERAL = -1;
const AT_ONCE = 5000;

/**
 * Finds records by fields that have no index: a product by its barcode, a customer by the email address. Read once, when
 * the first row without a link asks, and then kept in step with what this run writes.
 */
export class NaturalKeys {
  private readonly fields: string[];
  private loading?: Promise<Map<string, Map<string, number>>>;
  private found?: Map<string, Map<string, number>>;

  constructor(
    private readonly database: Database,
    private readonly incoming: Incoming,
  ) {
    const { key } = declarationOf(incoming.type);
    this.fields = incoming.match.filter((field) => field !== key);
  }

  /** Call before `find`. */
  async ready(): Promise<void> {
    if (this.fields.length === 0) return;
    this.loading ??= this.load();
    this.found = await this.loading;
  }

  /** The record that a row means by the first field that says so; 'several' when that is not clear. */
  find(said: Record<string, unknown>): { id: number; field: string } | { several: string } | undefined {
    for (const field of this.fields) {
      const value = naturalValue(said, field);
      const id = value === undefined ? undefined : this.found?.get(field)?.get(value);
      if (id === SEVERAL) return { several: field };
      if (id !== undefined) return { id, field };
    }
    return undefined;
  }

  /** A record has been written. What it no longer says is noticed when its row is read under lock. */
  learn(id: number, body: Record<string, unknown>): void {
    for (const [field, ids] of this.found ?? []) add(ids, naturalValue(body, field), id);
  }

  private async load(): Promise<Map<string, Map<string, number>>> {
    const { storeId, type } = this.incoming;
    const found = new Map(this.fields.map((field) => [field, new Map<string, number>()]));
    const names = [...new Set(this.fields.flatMap((field) => field.split('+')))];
    const columns = names.map((name, at) => `json_value(body, '$.${name}') as f${at}`).join();
    for (let after = 0; ; ) {
      const rows = await this.database.query<{ id: number } & Record<`f${number}`, string | null>>(
        `select id, ${columns} from records where store_id = ? and id > ? and type = ? order by id limit ${AT_ONCE}`,
        [storeId, after, type],
      );
      for (const row of rows) {
        const body = Object.fromEntries(names.map((name, at) => [name, row[`f${at}`]]));
        for (const field of this.fields) add(found.get(field)!, naturalValue(body, field), row.id);
      }
      if (rows.length < AT_ONCE) return found;
      after = rows.at(-1)!.id;
    }
  }
}

/** What a body says by a natural key, which may be of several fields: all of them must say something. */
export function naturalValue(body: Record<string, unknown>, field: string): string | undefined {
  const values = field.split('+').map((name) => body[name]);
  return values.every((value) => typeof value === 'string' && value !== '') ? values.join('\n') : undefined;
}

function add(ids: Map<string, number>, value: string | undefined, id: number): void {
  if (value === undefined) return;
  const known = ids.get(value);
  ids.set(value, known === undefined || known === id ? id : SEVERAL);
}
